/** What the drawn DAG's page keeps beside the document, and how its commands reach that. */
import type { RefObject } from "react";
import { useCommandContexts } from "../../app/command-handlers.ts";
import { useDragging, type Dragging } from "./use-dragging.ts";
import type { Drawing } from "./use-drawing.ts";
import { useDrawCommands } from "./use-draw-commands.ts";
import { useCanvasFocus } from "./use-canvas-focus.ts";
import { useGroupCommands } from "./use-group-commands.ts";
import { useNoteWriting, type NoteWriting } from "./use-note-writing.ts";
import { useOverlay, type Overlay } from "./use-overlay.ts";
import { usePanes, type Panes } from "./use-panes.ts";

export interface Board {
  readonly overlay: Overlay;
  readonly panes: Panes;
  readonly dragging: Dragging;
  readonly writing: NoteWriting;
}

export function useBoard(drawing: Drawing): Board {
  return { overlay: useOverlay(drawing), panes: usePanes(drawing), dragging: useDragging(drawing), writing: useNoteWriting(drawing) };
}

export function useBoardCommands(drawing: Drawing, { overlay, panes, dragging, writing }: Board, element: RefObject<HTMLElement | null>): void {
  const { selection } = drawing;
  const focus = useCanvasFocus(element);
  useCommandContexts("draw", "graph", focus.isOn && "canvas", selection.primary !== null && "task", selection.notes.length > 0 && "note");
  useDrawCommands(drawing, {
    quickAdd: overlay.quickAdd,
    rename: overlay.rename,
    write: writing.begin,
    openProperties: panes.enterProperties,
    find: panes.find,
    menu: () => overlay.keyMenu(element.current),
    toggle: (what) => (what === "snap" ? dragging.toggleSnap() : panes.toggle(what)),
    letGo: focus.letGo,
  });
  useGroupCommands(drawing, { group: () => overlay.askGroup({ kind: "create" }), moveTo: () => overlay.askGroup({ kind: "move" }), mode: dragging.changeMode });
}
