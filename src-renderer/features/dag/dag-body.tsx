/** The shown face, the problems above it, and the task panel beside or below it. */
import { Button } from "@mantine/core";
import { Play } from "lucide-react";
import { lazy, Suspense, type ComponentType, type ReactNode, type RefObject } from "react";
import type { GraphHandle } from "../../graph-view/graph-view.tsx";
import type { TaskInstance } from "../../../shared/model/run.ts";
import { t } from "../../strings/t.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { DiagnosticsList } from "./diagnostics-list.tsx";
import styles from "./dag-page.module.css";
import { DetailsFace } from "./details-face.tsx";
import type { Face } from "./face-bar.tsx";
import { ReadGraph } from "./read-graph.tsx";
import { TasksFace } from "./tasks-face.tsx";
import type { DagPageState } from "./use-dag-page.ts";
import { splitBounds, useSplit } from "./use-split.ts";

const SourceFace = lazy(async () => ({ default: (await import("./source-face.tsx")).SourceFace }));
const TaskPanel = lazy(async () => ({ default: (await import("./task-panel/task-panel.tsx")).TaskPanel }));

const LogTab = lazy(async () => ({ default: (await import("./task-panel/log-tab.tsx")).LogTab }));
const ChecksTab = lazy(async () => ({ default: (await import("./task-panel/checks-tab.tsx")).ChecksTab }));

export interface DrawProps {
  readonly dagId: string;
  /** Relative to the workspace. */
  readonly file: string;
  readonly instances: readonly TaskInstance[] | null;
  readonly views: { readonly Log: typeof LogTab; readonly Checks: typeof ChecksTab };
}

/** What this page shows of a task, and the drawing shows of a try. */
const outputViews = { Log: LogTab, Checks: ChecksTab };

export interface DagBodyProps {
  readonly draw: ComponentType<DrawProps>;
  readonly page: DagPageState;
  readonly face: Face;
  readonly graph: RefObject<GraphHandle | null>;
  readonly sourceLine: number | null;
  readonly whyNot: string | null;
  readonly starting: boolean;
  readonly onRun: () => void;
  readonly onClear: (taskId: string) => void;
  readonly onShowLine: (line: number) => void;
}

export function DagBody(props: DagBodyProps): ReactNode {
  const { page } = props;
  const split = useSplit();
  const diagnostics = page.dag?.diagnostics ?? [];
  const across = split.dock === "side" ? "width" : "height";
  return (
    <div className={styles.body} data-dock={split.dock}>
      <div className={styles.main}>
        {page.runFailure && page.detail === null && <ErrorState title={t("This run cannot be shown")} failure={page.runFailure} onRetry={page.retry} />}
        {props.face !== "draw" && <DiagnosticsList diagnostics={diagnostics} onShow={props.onShowLine} />}
        <Suspense fallback={<SkeletonRows rows={10} />}>
          <FaceContent {...props} />
        </Suspense>
        {page.runId === null && page.taskId === null && page.dag?.dag && props.face === "graph" && <NeverRun {...props} />}
      </div>
      {page.taskId !== null && props.face !== "draw" && (
        <>
          <div
            className={styles.splitter}
            role="separator"
            aria-label={t("Size of the task panel")}
            aria-orientation={split.dock === "side" ? "vertical" : "horizontal"}
            aria-valuenow={split.size}
            aria-valuemin={splitBounds.least}
            tabIndex={0}
            {...split.handle}
          />
          <div className={styles.panel} style={{ [across]: split.size }}>
            <Suspense fallback={<SkeletonRows rows={6} />}>
              <TaskPanel page={page} taskId={page.taskId} dock={split.dock} whyNot={props.whyNot} onDock={split.toggleDock} onClear={props.onClear} onClose={() => page.selectTask(null)} />
            </Suspense>
          </div>
        </>
      )}
    </div>
  );
}

function FaceContent({ page, face, graph, sourceLine, draw: Draw }: DagBodyProps): ReactNode {
  if (page.dag === null) return <SkeletonRows rows={12} label={t("Loading the DAG")} />;
  if (face === "draw") return <Draw dagId={page.place.dagId} file={page.dag.summary.file} instances={page.detail?.tasks ?? null} views={outputViews} />;
  if (face === "source") return <SourceFace page={page} dag={page.dag} line={sourceLine} />;
  if (face === "details") return <DetailsFace dag={page.dag} />;
  if (page.tasks.length === 0) {
    return <EmptyState title={t("No tasks to show")} example={"tasks:\n  hello:\n    config_type: BashTask\n    bash: echo hello"}>{t("Add a task to the file, or mend what is listed above.")}</EmptyState>;
  }
  if (face === "tasks") return <TasksFace tasks={page.tasks} instances={page.instances} selected={page.taskId} onOpen={page.selectTask} />;
  return <ReadGraph page={page} dag={page.dag} graph={graph} />;
}

function NeverRun({ whyNot, starting, onRun }: DagBodyProps): ReactNode {
  return (
    <div className={styles.invitation}>
      <div>
        <strong>{t("This DAG never ran here.")}</strong> <span className="dw-dim">{whyNot ?? t("Run it and watch the tasks turn green.")}</span>
      </div>
      <Button style={{ flex: "none" }} leftSection={<Play size={14} />} disabled={whyNot !== null || starting} onClick={onRun}>
        {starting ? t("Starting…") : t("Run this DAG")}
      </Button>
    </div>
  );
}
