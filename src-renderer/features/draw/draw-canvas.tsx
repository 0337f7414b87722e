/** The canvas of a drawn DAG with what lies on it: where to begin, files held above it, the find bar, and what was done last. */
import { useCallback, useEffect, useRef, type ReactNode } from "react";
import { useHost } from "../../app/host-context.tsx";
import type { GraphEditing } from "../../graph-view/edit/editing.ts";
import { GraphView, type GraphViewProps } from "../../graph-view/graph-view.tsx";
import type { Notes } from "../../graph-view/notes/note-box.ts";
import styles from "./draw.module.css";
import { t } from "../../strings/t.ts";
import { useFileDrop } from "./drop/use-file-drop.tsx";
import { FindBar } from "./find-bar.tsx";
import { foldAct } from "./group-acts.ts";
import type { Drawing } from "./use-drawing.ts";
import type { Panes } from "./use-panes.ts";

export interface DrawCanvasProps {
  readonly drawing: Drawing;
  readonly editing: GraphEditing;
  readonly notes: Notes;
  /** What runs and tries left on the tasks. */
  readonly tried: Pick<GraphViewProps, "instances" | "pins" | "edgeRows">;
  readonly panes: Panes;
}

export function DrawCanvas({ drawing, editing, notes, tried, panes }: DrawCanvasProps): ReactNode {
  const { dagId, graph, index, state, selection, message } = drawing;
  const { tasks, groups, ui } = state.good;
  const host = useHost();
  const drop = useFileDrop(drawing);
  const fold = useFold(drawing);
  return (
    <div className={styles.canvas} data-draw-keys data-takes-files {...drop.handlers}>
      <GraphView ref={graph} tasks={tasks} groups={groups} collapsed={ui.collapsed} onFold={fold} direction={ui.layout ?? "LR"} {...tried} selected={selection.primary} label={t("Drawing of {{dagId}}", { dagId })} onSelect={nothing} onOpen={nothing} notes={notes} onOpenLink={(address) => void host.openExternal(address)} editing={editing} />
      {index.tasks.length === 0 && !state.isBroken && <div className={styles.invitation}>{t("Double-click, or press Tab, to add the first task.")}</div>}
      {drop.shown}
      {panes.isFinding && <FindBar drawing={drawing} onClose={() => panes.close("find")} />}
      <div className={styles.message} role="status" data-tone={message?.tone}>
        {message?.text}
      </div>
    </div>
  );
}

/** The same function for as long as the document is, so that the canvas is not drawn anew for it. */
function useFold(drawing: Drawing): (group: string, isFolded: boolean) => void {
  const latest = useRef(drawing);
  useEffect(() => {
    latest.current = drawing;
  });
  return useCallback((group, isFolded) => void latest.current.perform(foldAct(group, isFolded)), []);
}

const nothing = (): void => {};
