/** What the pointer is on while no gesture is made: tools that keep it, tasks seen from afar, an edge that shows its button. */
import type { Point } from "../layout.ts";
import { edgePoints } from "../map-graph.ts";
import type { Ground } from "./gesture.ts";
import { frameHeadUnder, hitAt, middleOf, taskUnder, type Hit } from "./hit-test.ts";

const farReachPx = 3;

/** Buttons, fields and maps on the canvas keep the pointer for themselves. */
export function isTool(target: EventTarget): boolean {
  return target instanceof Element && target.closest("button, a, input, textarea, [data-minimap], [data-graph-tool]") !== null;
}

/** What a press is on. From afar neither handles nor edges can be aimed at. */
export function pressHit({ scene, far, zoom }: Ground, at: Point): Hit {
  if (!far) return hitAt(scene, at, zoom());
  const id = taskUnder(scene.layout, at, farReachPx / zoom());
  if (id !== null) return { kind: "task", id };
  const frame = frameHeadUnder(scene.layout, at, zoom());
  return frame === null ? { kind: "pane" } : { kind: "frame", id: frame };
}

export function hover({ editing, scene, store, far, zoom, mark }: Ground, at: Point): void {
  const hit = far ? null : hitAt(scene, at, zoom());
  const edge = hit?.kind === "edge" ? hit.edge : null;
  if ((store.getState().hovered?.edgeId ?? null) === (edge?.id ?? null)) return;
  const points = edge === null ? null : edgePoints(scene.layout, edge.id, edge.source, edge.target);
  store.setState({ hovered: edge === null || points === null ? null : { edgeId: edge.id, at: middleOf(points) } });
  mark(edge === null || editing.edges.has(edge.id) ? [] : [[edge.id, "hovered"]]);
}
