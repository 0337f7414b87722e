/** What a gesture shows while the pointer moves. A drag moves only what it must: the graph itself changes when the button goes up. */
import type { Box, Point } from "../layout.ts";
import { notesWithin, pullCorner } from "../notes/note-box.ts";
import { dropGroup, lassoed } from "./carry.ts";
import { joinedBy, spliceReach, type Drag, type Gesture, type Ground, type Joining, type Lasso, type Pull } from "./gesture.ts";
import { edgeUnder, handleOf } from "./hit-test.ts";
import { gridStep, snapMove } from "./snap.ts";

const snapPx = 6;

/** `alone`: what is dragged joins neither an edge nor a group. */
export function followGesture(ground: Ground, now: Gesture, at: Point, alone: boolean): void {
  switch (now.kind) {
    case "pressed":
      return;
    case "lasso":
      return lasso(ground, now, at);
    case "drag":
      return drag(ground, now, at, alone);
    case "pull":
      return pull(ground, now, at);
    case "line":
    case "reattach":
      return draw(ground, now, at);
  }
}

function lasso({ editing, scene, store }: Ground, now: Lasso, at: Point): void {
  const box = boxBetween(now.start.at, at);
  store.setState({ lasso: box });
  const ids = [...new Set([...now.base, ...lassoed(scene, box)])];
  const noteIds = [...new Set([...now.baseNotes, ...notesWithin(scene.notes, box)])];
  // Most moves of the pointer take nothing more; a selection draws much anew.
  if (!(isSameSet(editing.tasks, ids) && isSameSet(editing.notes.selected, noteIds) && editing.edges.size === 0)) editing.onSelect(ids, [], noteIds);
}

function drag({ editing, scene, store, zoom, mark }: Ground, now: Drag, at: Point, alone: boolean): void {
  const wanted = { x: at.x - now.start.at.x, y: at.y - now.start.at.y };
  const snapped = editing.snap ? snapMove(now.bounds, now.others, wanted, snapPx / zoom()) : { delta: { x: Math.round(wanted.x), y: Math.round(wanted.y) }, guides: [] };
  now.delta = snapped.delta;
  scene.offsets.replace([...now.ids, ...now.frames].map((id) => [id, snapped.delta] as const));
  scene.noteBoxes.replace(now.notes.map(({ id, box }) => [id, { ...box, x: box.x + snapped.delta.x, y: box.y + snapped.delta.y }] as const));
  const middle = { x: now.bounds.x + now.bounds.width / 2 + snapped.delta.x, y: now.bounds.y + now.bounds.height / 2 + snapped.delta.y };
  now.spliced = now.lone && !alone ? (edgeUnder(scene, middle, spliceReach)?.edge ?? null) : null;
  const drop = alone ? null : dropGroup(scene, now, at);
  now.into = drop && { group: drop.group };
  mark(now.spliced === null ? [] : [[now.spliced.id, "splice"]]);
  store.setState({ guides: now.spliced === null ? snapped.guides : [], into: drop && { ...drop, at } });
}

function pull({ editing, scene }: Ground, now: Pull, at: Point): void {
  const onGrid = (value: number): number => (editing.snap ? Math.round(value / gridStep) * gridStep : Math.round(value));
  now.to = pullCorner(now.box, now.corner, { x: onGrid(at.x), y: onGrid(at.y) });
  scene.noteBoxes.replace([[now.id, now.to]]);
}

function draw(ground: Ground, now: Joining, at: Point): void {
  const { editing, scene, store, mark } = ground;
  const outwards = now.kind === "line" ? now.side === "out" : now.end === "target";
  const heldId = now.kind === "line" ? now.id : outwards ? now.edge.source : now.edge.target;
  const held = scene.layout.nodes.get(heldId);
  if (!held) return;
  const anchor = handleOf(held, outwards ? "out" : "in", scene.layout.direction);
  const ends = joinedBy(ground, now, at);
  const same = now.kind === "reattach" && ends?.from === now.edge.source && ends.to === now.edge.target;
  const reason = ends === null || same ? null : editing.whyNot(ends.from, ends.to);
  store.setState({ hovered: null, line: { from: outwards ? anchor : at, to: outwards ? at : anchor, fits: ends === null ? null : reason === null, reason } });
  if (now.kind === "reattach") mark([[now.edge.id, "taken"]]);
}

function isSameSet(set: ReadonlySet<string>, ids: readonly string[]): boolean {
  return set.size === ids.length && ids.every((id) => set.has(id));
}

function boxBetween(a: Point, b: Point): Box {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}
