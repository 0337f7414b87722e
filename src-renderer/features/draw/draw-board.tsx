/** The drawn DAG: toolbar, tree, canvas and what opens around them, put together. */
import { useEffect, useRef, type ReactNode } from "react";
import type { TaskInstance } from "../../../shared/model/run.ts";
import { useMarkUnsaved } from "../../app/unsaved.ts";
import type { DagDocument } from "../../document/dag-document.ts";
import { useDocumentState } from "../../document/documents-provider.tsx";
import { Pictures, type PictureParts } from "../../picture/pictures.tsx";
import { mayTakeFocus } from "../../ui/may-take-focus.ts";
import { BrokenBanner } from "./broken-banner.tsx";
import { DrawCanvas } from "./draw-canvas.tsx";
import { DrawOverlay } from "./draw-overlay.tsx";
import { DrawPanel } from "./draw-panels.tsx";
import { DrawSides } from "./draw-sides.tsx";
import { DrawToolbar } from "./toolbar/draw-toolbar.tsx";
import styles from "./draw.module.css";
import { useFileChoices } from "./file-choices.ts";
import { PalettePanel } from "./palette-panel.tsx";
import { TaskTree } from "./task-tree.tsx";
import { OutputPanel } from "./try/output-panel.tsx";
import type { OutputViews } from "./try/output-views.ts";
import { useTriedGraph, useTryCommands } from "./try/use-try-commands.ts";
import { useTries } from "./try/use-tries.ts";
import { useAdding } from "./use-adding.ts";
import { useBoard, useBoardCommands } from "./use-board.ts";
import { useCanvasEditing } from "./use-canvas-editing.ts";
import { useDrawing, type Drawing } from "./use-drawing.ts";

export interface DrawBoardProps {
  readonly document: DagDocument;
  readonly dagId: string;
  readonly instances: readonly TaskInstance[] | null;
  readonly views: OutputViews;
}

export function DrawBoard({ document, dagId, instances, views }: DrawBoardProps): ReactNode {
  const drawing = useDrawing(document, dagId);
  const { graph, say, index, state } = drawing;
  const tries = useTries(drawing);
  const tried = useTriedGraph(drawing, tries, instances);
  const [isOutput, setOutput] = useTryCommands(drawing, tries);
  const element = useRef<HTMLDivElement>(null);
  const board = useBoard(drawing);
  const { overlay, panes, dragging, writing } = board;
  const adding = useAdding(drawing, overlay.close);
  const files = useFileChoices(state.good.dag);
  const tryOne = (id: string): void => {
    drawing.select([id], "canvas");
    setOutput(true);
    tries.start("one", [id]);
  };
  const editing = useCanvasEditing(drawing, board, { isShown: isOutput, onTry: tryOne });
  useMarkUnsaved(`dag:${dagId}`, useDocumentState(document.text, (each) => each.dirty));
  useBoardCommands(drawing, board, element);
  // After the commands, which are to hear where the focus went.
  useEffect(() => {
    if (mayTakeFocus()) graph.current?.focus();
  }, [graph]);
  return (
    <div className={styles.board} ref={element}>
      <DrawToolbar drawing={drawing} dragging={dragging} panes={panes} adding={adding} onNote={writing.begin} />
      {state.isBroken && <BrokenBanner diagnostics={state.parsed.diagnostics} isDrawn={index.tasks.length > 0} onShow={panes.showInYaml} />}
      <div className={styles.middle}>
        {panes.sides.palette && <PalettePanel files={files} onAdd={adding.addAt} onHold={adding.hold} />}
        {panes.sides.tree && <TaskTree drawing={drawing} onMenu={overlay.menu} />}
        <DrawCanvas drawing={drawing} editing={editing} notes={writing.notes} tried={tried} panes={panes} />
        <DrawSides drawing={drawing} panes={panes} />
      </div>
      {(isOutput || panes.panel !== null) && (
        <div className={styles.below}>
          {isOutput && <OutputPanel drawing={drawing} tries={tries} views={views} instances={instances} onClose={() => setOutput(false)} />}
          {panes.panel !== null && <DrawPanel kind={panes.panel} drawing={drawing} onPlace={panes.showInYaml} onField={panes.showField} onClose={() => panes.close("panel")} />}
        </div>
      )}
      <Pictures dagId={dagId} take={() => pictureOf(drawing)} onDone={(text, isRefused) => say(text, isRefused ? "refused" : "done")} />
      <DrawOverlay drawing={drawing} overlay={overlay} files={files} onAdd={adding.add} />
    </div>
  );
}

function pictureOf({ graph, state, document }: Drawing): ReturnType<PictureParts["take"]> {
  const drawn = graph.current;
  return drawn && { subject: { index: drawn.folded().index, layout: drawn.layout(), notes: state.good.ui.notes, statuses: drawn.statuses() }, yaml: document.text.get().text };
}
