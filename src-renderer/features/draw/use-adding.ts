/** Adds a task: at a spot, beside a task, into an edge, or where it was dropped. */
import type { AddLink, Spot } from "../../graph-view/edit/editing.ts";
import { frameUnder } from "../../graph-view/edit/hit-test.ts";
import { nodeHeight, nodeSizeFor, type Box, type Point } from "../../graph-view/layout.ts";
import { addAct, freePlace, placeBeside } from "./draw-acts.ts";
import { groupFor } from "./group-acts.ts";
import { noteKindUsed, type KindChoice } from "./task-kinds.ts";
import type { Drawing } from "./use-drawing.ts";

export interface Adding {
  readonly add: (choice: KindChoice, spot: Spot, link: AddLink | null) => void;
  /** At a point of the screen; in the middle where that is null. */
  readonly addAt: (choice: KindChoice, screen: Point | null) => void;
  /** Held over an edge, it would go in between. */
  readonly hold: (screen: Point | null) => void;
}

/** How near to a task means the task. */
const rim = 20;

export function useAdding(drawing: Drawing, onAdded: () => void): Adding {
  const { graph, perform } = drawing;
  const add: Adding["add"] = (choice, spot, link) => {
    const anchor = link?.kind === "task" ? graph.current?.layout().nodes.get(link.id) : undefined;
    // On the task's own rim means "beside it"; anywhere else means "there".
    const asked = anchor !== undefined && isOn(anchor, spot.at) ? "beside" : "here";
    const group = groupFor(drawing.now(), link, () => frameUnder(graph.current?.layout() ?? null, spot.at));
    if (perform(addAct(drawing.now(), { choice, at: placeFor(drawing, spot, link, asked), link, group }))) noteKindUsed(localStorage, choice);
    onAdded();
  };
  const hold: Adding["hold"] = (screen) => void graph.current?.edgeAt(screen);
  const addAt: Adding["addAt"] = (choice, screen) => {
    const spot = screen === null ? graph.current?.spotOf(null) : graph.current?.spotAt(screen);
    const edge = screen === null ? null : (graph.current?.edgeAt(screen) ?? null);
    hold(null);
    if (spot) add(choice, spot, edge === null ? null : { kind: "edge", edge });
  };
  return { add, addAt, hold };
}

function isOn({ x, y, width, height }: Box, at: Point): boolean {
  return at.x >= x - rim && at.x <= x + width + rim && at.y >= y - rim && at.y <= y + height + rim;
}

/** Where a new task goes: under the pointer's middle, or beside what it is joined to. */
function placeFor(drawing: Drawing, { at }: Spot, link: AddLink | null, asked: "here" | "beside"): Point | null {
  const drawn = drawing.now();
  const isPlaced = (id: string): boolean => [id, ...(drawn.groups.get(id)?.tasks ?? [])].some((each) => Object.hasOwn(drawing.state.good.ui.positions, each));
  const { width } = nodeSizeFor(drawn.tasks);
  const here = { x: Math.round(at.x - (link?.kind === "task" && link.side === "out" ? 0 : width / 2)), y: Math.round(at.y - nodeHeight / 2) };
  if (link?.kind === "edge") return isPlaced(link.edge.source) || isPlaced(link.edge.target) ? here : null;
  if (link !== null && asked === "beside") return placeBeside(drawn, link.id, link.side);
  return drawn.tasks.length === 0 || link !== null || asked === "here" ? freePlace(drawn, here, width) : here;
}
