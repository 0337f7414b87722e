/** Joins the gestures of the canvas to acts on the document, and to what opens around it. */
import { useMemo, useState } from "react";
import { useEngineInfo } from "../../rpc/engine-info.ts";
import type { GraphEditing } from "../../graph-view/edit/editing.ts";
import { disconnectAct } from "./draw-acts.ts";
import { dropAct } from "./drop-act.ts";
import { reconnectAct } from "./edge-acts.ts";
import { connectGroupsAct } from "./group-acts.ts";
import { keepViewport, keptViewport } from "./kept-viewport.ts";
import type { Board } from "./use-board.ts";
import { taskOf, type Drawing } from "./use-drawing.ts";

/** The output below the canvas. */
export interface TryOutput {
  readonly isShown: boolean;
  readonly onTry: (id: string) => void;
}

export function useCanvasEditing(drawing: Drawing, { overlay, panes, dragging, writing }: Board, output: TryOutput): GraphEditing {
  const { selection, select, say, state } = drawing;
  return {
    ...useMarks(drawing),
    ...useViewport(drawing.dagId),
    ...edits(drawing),
    places: state.good.ui.positions,
    mode: dragging.mode,
    snap: dragging.snap,
    badges: drawing.badges,
    // The output takes room from the canvas; what it is about stays in sight.
    reveal: selection.setBy === "canvas" && !output.isShown ? null : drawing.current,
    whyNot: drawing.whyNot,
    notes: writing.editing,
    onSelect: (ids, edgeIds, noteIds, groupIds) => select(ids, "canvas", edgeIds, noteIds, groupIds),
    onAdd: overlay.quickAdd,
    onMenu: overlay.menu,
    onOpen: panes.openProperties,
    onTry: output.onTry,
    onBadge: (id) => {
      const problem = state.parsed.diagnostics.find((each) => taskOf(each) === id && each.severity !== "info");
      if (problem !== undefined) panes.showField(problem);
    },
    onRefused: (reason) => say(reason, "refused"),
  };
}

/** As sets that stay the same while nothing changes, so that the canvas is not drawn anew. */
function useMarks({ selection, state: { good } }: Drawing): Pick<GraphEditing, "tasks" | "edges" | "groups" | "pinned"> {
  const tasks = useMemo(() => new Set(selection.tasks), [selection.tasks]);
  const edges = useMemo(() => new Set(selection.edges), [selection.edges]);
  const groups = useMemo(() => new Set(selection.groups), [selection.groups]);
  const pinned = useMemo(() => new Set(good.ui.pinned), [good.ui.pinned]);
  return { tasks, edges, groups, pinned };
}

function useViewport(dagId: string): Pick<GraphEditing, "viewport" | "onViewport"> {
  const workspace = useEngineInfo()?.workspace.path ?? "";
  const [viewport] = useState(() => keptViewport(workspace, dagId));
  return { viewport, onViewport: (now) => keepViewport(workspace, dagId, now) };
}

function edits({ perform, now }: Drawing): Pick<GraphEditing, "onMove" | "onConnect" | "onReconnect" | "onDisconnect"> {
  return {
    onMove: (places, drop) => perform(dropAct(now(), places, drop)),
    onConnect: (from, to) => void perform(connectGroupsAct(now(), from, to)),
    onReconnect: (edge, from, to) => void perform(reconnectAct(now(), edge, from, to)),
    onDisconnect: (gone) => void perform(disconnectAct(gone)),
  };
}
