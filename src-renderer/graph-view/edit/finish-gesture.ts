/** What a gesture means once the button goes up, and what a click, a double click and a menu mean where they hit. */
import type { Point } from "../layout.ts";
import type { Spot } from "./editing.ts";
import { joinedBy, type Drag, type Gesture, type Ground, type Joining, type Press } from "./gesture.ts";
import type { Hit } from "./hit-test.ts";

const badgeSide = 32;

export function finishGesture(ground: Ground, now: Gesture, spot: Spot): void {
  switch (now.kind) {
    case "pressed":
      return click(ground, now);
    case "lasso":
      return;
    case "drag":
      return drop(ground, now);
    case "pull":
      return now.to !== now.box && ground.editing.notes.onResize(now.id, now.to) ? undefined : ground.scene.noteBoxes.replace([]);
    case "line":
    case "reattach":
      return join(ground, now, spot);
  }
}

function click(ground: Ground, { hit, start, adds }: Press): void {
  const { editing } = ground;
  const [tasks, edges, notes] = adds ? [[...editing.tasks], [...editing.edges], [...editing.notes.selected]] : [[], [], []];
  if (hit.kind === "handle") editing.onAdd(start, { kind: "task", id: hit.id, side: hit.side });
  else if (hit.kind === "task" && !adds && isOnBadge(ground, hit.id, start.at)) editing.onBadge(hit.id);
  else if (hit.kind === "task" || hit.kind === "frame") editing.onSelect(adds ? toggled(editing.tasks, hit.id) : [hit.id], edges, notes);
  else if (hit.kind === "edge") editing.onSelect(tasks, [...edges, hit.edge.id], notes);
  else if (hit.kind === "note") editing.onSelect(tasks, edges, adds ? toggled(editing.notes.selected, hit.id) : [hit.id]);
  else if (!adds) editing.onSelect([], [], []);
}

/** The one that is put in becomes the last. */
function toggled(chosen: ReadonlySet<string>, id: string): string[] {
  const others = [...chosen].filter((other) => other !== id);
  return chosen.has(id) ? others : [...others, id];
}

/** The sign sits in the upper right corner of a card. */
function isOnBadge({ scene, far }: Ground, id: string, at: Point): boolean {
  const box = scene.layout.nodes.get(id);
  return box !== undefined && scene.badges.get(id) !== undefined && !far && at.x > box.x + box.width - badgeSide && at.y < box.y + badgeSide;
}

function join(ground: Ground, now: Joining, spot: Spot): void {
  const { editing } = ground;
  const ends = joinedBy(ground, now, spot.at);
  if (ends === null) return now.kind === "line" ? editing.onAdd(spot, { kind: "task", id: now.id, side: now.side }) : editing.onDisconnect(now.edge);
  const { from, to } = ends;
  if (now.kind === "line" ? from === to : from === now.edge.source && to === now.edge.target) return;
  const reason = editing.whyNot(from, to);
  if (reason !== null) return editing.onRefused(reason);
  return now.kind === "line" ? editing.onConnect(from, to) : editing.onReconnect(now.edge, from, to);
}

function drop({ editing, scene }: Ground, { ids, notes, delta, spliced, into, held }: Drag): void {
  const moved = ({ x, y }: Point): Point => ({ x: Math.round(x + delta.x), y: Math.round(y + delta.y) });
  const places = new Map<string, Point>();
  for (const id of ids) {
    const box = scene.layout.nodes.get(id);
    if (box) places.set(id, moved(box));
  }
  const stays = Math.abs(delta.x) < 0.5 && Math.abs(delta.y) < 0.5 && spliced === null;
  const notePlaces = new Map(notes.map(({ id, box }) => [id, moved(box)]));
  if (!stays && editing.onMove(places, { spliced, notes: notePlaces, into: into && { group: into.group, ids: held } })) return;
  scene.offsets.replace([]);
  scene.noteBoxes.replace([]);
}

/** A double click: opens what is there, or adds. */
export function openHit({ editing }: Ground, hit: Hit, spot: Spot): void {
  if (hit.kind === "task" || hit.kind === "frame") editing.onOpen(hit.id);
  else if (hit.kind === "edge") editing.onAdd(spot, { kind: "edge", edge: hit.edge });
  else if (hit.kind === "note") editing.notes.onWrite(hit.id);
  else if (hit.kind === "pane") editing.onAdd(spot, null);
}

/** What the menu is about is selected first. */
export function openMenu({ editing }: Ground, hit: Hit, spot: Spot): void {
  const id = hit.kind === "task" || hit.kind === "handle" || hit.kind === "frame" ? hit.id : null;
  if (id !== null && !editing.tasks.has(id)) editing.onSelect([id], [], []);
  if (hit.kind === "edge" && !editing.edges.has(hit.edge.id)) editing.onSelect([], [hit.edge.id], []);
  if (hit.kind === "note" && !editing.notes.selected.has(hit.id)) editing.onSelect([], [], [hit.id]);
  if (hit.kind === "note") editing.onMenu({ kind: "note", id: hit.id }, spot);
  else editing.onMenu(id !== null ? { kind: "task", id } : hit.kind === "edge" ? { kind: "edge", edge: hit.edge } : { kind: "pane" }, spot);
}
