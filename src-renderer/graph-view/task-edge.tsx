/** One edge: a neutral line, or the accent when it lies on a way to or from the selected task. */
import { memo, type ReactNode } from "react";
import { t } from "../strings/t.ts";
import { isOnPath } from "./emphasis.ts";
import { type EdgeRows, useGraphScene, useKeyed } from "./graph-context.ts";
import { bendsBetween, roundedPath } from "./edge-path.ts";
import { diffLooks } from "./graph-diff.ts";
import type { GraphLayout, Point } from "./layout.ts";
import diffStyles from "./graph-diff.module.css";
import styles from "./task-edge.module.css";
import { edgePoints, type StandingEdge } from "./map-graph.ts";

export const TaskEdge = memo(function TaskEdge({ standing }: { standing: StandingEdge }): ReactNode {
  const { id, source, target } = standing.edge;
  const { emphases, offsets, edgeMarks, edgeDiffs, edgeRows, layout } = useGraphScene();
  const mark = useKeyed(edgeMarks, id);
  const diff = useKeyed(edgeDiffs, id);
  const rows = useKeyed(edgeRows, id);
  const path = draggedPath(layout, { id: source, by: useKeyed(offsets, source) }, { id: target, by: useKeyed(offsets, target) });
  const onPath = isOnPath(useKeyed(emphases, source), useKeyed(emphases, target));
  return (
    <g role="img" aria-roledescription={t("edge")} aria-label={t("Edge from {{source}} to {{target}}", { source, target })}>
      <path d={path ?? standing.path} className={`${styles.edge} ${onPath ? styles.edgeOnPath : ""} ${diff === undefined ? "" : diffStyles.edge}`} data-mark={mark} data-diff={diff} />
      {rows !== undefined && diff === undefined && path === null && <RowsWord rows={rows} at={leavingAt(edgePoints(layout, id, source, target) ?? [])} />}
      {diff !== undefined && <EdgeWord kind={diff} at={middleOf(edgePoints(layout, id, source, target) ?? [])} />}
    </g>
  );
});

/** The style sheet hides it where nobody could read it. */
function RowsWord({ rows, at }: { rows: EdgeRows; at: Point | null }): ReactNode {
  if (at === null) return null;
  return (
    <text className={styles.edgeRows} x={at.x} y={at.y} textAnchor="middle" dominantBaseline="central">
      <title>{rows.title}</title>
      {rows.text}
    </text>
  );
}

const leaveReach = 24;

/** Where all edges of a task still run together: they have the same count, which so is read once, and no other line runs through it. */
function leavingAt([from, to]: readonly Point[]): Point | null {
  if (from === undefined || to === undefined) return null;
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const part = length === 0 ? 0 : Math.min(leaveReach, length / 2) / length;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

/** Colour and dashes alone would not do. */
function EdgeWord({ kind, at }: { kind: "added" | "removed"; at: Point | null }): ReactNode {
  if (at === null) return null;
  return (
    <text className={diffStyles.edgeWord} data-diff={kind} x={at.x} y={at.y} textAnchor="middle" dominantBaseline="central">
      {diffLooks[kind].word.toLowerCase()}
    </text>
  );
}

/** The middle of the longest stretch. */
function middleOf(points: readonly Point[]): Point | null {
  let best: { readonly length: number; readonly at: Point } | null = null;
  for (const [index, to] of points.entries()) {
    const from = points[index - 1];
    if (from === undefined) continue;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    if (best === null || length > best.length) best = { length, at: { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 } };
  }
  return best?.at ?? null;
}

interface DraggedEnd {
  readonly id: string;
  readonly by: Point | undefined;
}

/** The line of an edge of which an end is being dragged; null when none is. */
function draggedPath(layout: GraphLayout, source: DraggedEnd, target: DraggedEnd): string | null {
  if (source.by === undefined && target.by === undefined) return null;
  const [from, to] = [source, target].map(({ id, by }) => {
    const box = layout.nodes.get(id);
    return box && { ...box, x: box.x + (by?.x ?? 0), y: box.y + (by?.y ?? 0) };
  });
  return from && to ? roundedPath(bendsBetween(from, to, layout.direction)) : null;
}
