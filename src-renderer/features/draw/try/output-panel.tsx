/** What opens below the canvas for the selected task or edge: its rows, its log, why it failed, its values. */
import { Code, X } from "lucide-react";
import type { ReactNode } from "react";
import { findCommand } from "../../../../shared/commands/commands.ts";
import type { TaskInstance } from "../../../../shared/model/run.ts";
import { runCommand } from "../../../app/command-handlers.ts";
import { useKeyTitles } from "../../../app/key-map.ts";
import { t, translated } from "../../../strings/t.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { programsOf } from "../code/task-programs.ts";
import panel from "../draw-panels.module.css";
import face from "../draw.module.css";
import type { Drawing } from "../use-drawing.ts";
import { EdgeOutput } from "./edge-output.tsx";
import type { OutputViews } from "./output-views.ts";
import styles from "./output.module.css";
import { TaskOutput } from "./task-output.tsx";
import { Trouble } from "./trouble.tsx";
import type { Tries } from "./use-tries.ts";

export interface OutputPanelProps {
  readonly drawing: Drawing;
  readonly tries: Tries;
  readonly views: OutputViews;
  /** Of the run that the page shows. */
  readonly instances: readonly TaskInstance[] | null;
  readonly onClose: () => void;
}

export function OutputPanel(props: OutputPanelProps): ReactNode {
  const { drawing, tries, onClose } = props;
  const { selection, index } = drawing;
  const titleOf = useKeyTitles();
  const [edgeId] = selection.edges;
  const edge = selection.tasks.length === 0 && selection.edges.length === 1 ? index.edges.find(({ id }) => id === edgeId) : undefined;
  const task = selection.primary === null ? undefined : index.byId.get(selection.primary);
  const hasScript = edge === undefined && task !== undefined && programsOf(task.kind, null).length > 0;
  const name = edge !== undefined ? `${edge.source} → ${edge.target}` : (task?.id ?? t("Output"));
  const tools = (
    <span className={styles.headTools}>
      {hasScript && (
        <button className={face.iconButton} aria-label={translated(findCommand("draw.code").title)} title={titleOf("draw.code", translated(findCommand("draw.code").title))} onClick={() => runCommand("draw.code")}>
          <Code size={14} aria-hidden />
        </button>
      )}
      <button className={face.iconButton} aria-label={t("Close the panel")} title={t("Close the panel")} onClick={onClose}>
        <X size={14} aria-hidden />
      </button>
    </span>
  );
  const title = <h2 className={`${styles.title} dw-ellipsis`}>{name}</h2>;
  return (
    <section className={`${panel.panel} ${styles.panel}`} aria-label={t("Output")} data-try={tries.isActive ? "active" : "idle"}>
      {tries.failure !== null && <Trouble failure={tries.failure} />}
      <div className={styles.body}>
        {task !== undefined && edge === undefined ? (
          <TaskOutput key={task.id} {...props} task={task} title={title} tools={tools} />
        ) : (
          <div className={styles.output}>
            <div className={styles.bar}>
              {title}
              {tools}
            </div>
            {edge !== undefined ? <EdgeOutput key={edge.id} edge={edge} tries={tries} /> : <EmptyState title={t("Nothing is selected")}>{t("Select a task to try it, or an edge to see the rows that flow along it.")}</EmptyState>}
          </div>
        )}
      </div>
    </section>
  );
}
