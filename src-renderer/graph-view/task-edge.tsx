/** One edge: a neutral line, or the accent when it lies on a way to or from the selected task. */
import { memo, type PointerEvent, type ReactNode } from "react";
import { t } from "../strings/t.ts";
import { isOnPath } from "./emphasis.ts";
import { type EdgeRows, useGraphScene, useKeyed } from "./graph-context.ts";
import { bendsBetween, roundedPath } from "./edge-path.ts";
import { leavingAt, middleOf, wordsAt } from "./edge-places.ts";
import { diffLooks } from "./graph-diff.ts";
import type { GraphEdge } from "./graph-index.ts";
import type { GraphLayout, Point } from "./layout.ts";
import type { EdgeWords } from "./run-marks.ts";
import diffStyles from "./graph-diff.module.css";
import styles from "./task-edge.module.css";
import { edgePoints, type StandingEdge } from "./map-graph.ts";

export const TaskEdge = memo(function TaskEdge({ standing }: { standing: StandingEdge }): ReactNode {
  const { id, source, target } = standing.edge;
  const { emphases, offsets, edgeMarks, edgeDiffs, edgeRows, layout, run, index } = useGraphScene();
  const mark = useKeyed(edgeMarks, id);
  const diff = useKeyed(edgeDiffs, id);
  const rows = useKeyed(edgeRows, id);
  const words = useKeyed(run.edgeWords, id);
  const place = useKeyed(run.wordPlaces, id);
  const trail = useKeyed(run.trail, id);
  const path = draggedPath(layout, { id: source, by: useKeyed(offsets, source) }, { id: target, by: useKeyed(offsets, target) });
  const onPath = isOnPath(useKeyed(emphases, source), useKeyed(emphases, target));
  return (
    <g role="img" aria-roledescription={t("edge")} aria-label={edgeName({ source, target }, [words?.title, rows?.isLeftOut === undefined ? undefined : rows.title], trail === true)}>
      <path d={path ?? standing.path} className={`${styles.edge} ${onPath ? styles.edgeOnPath : ""} ${diff === undefined ? "" : diffStyles.edge}`} data-mark={mark} data-diff={diff} data-trail={trail} data-over={words?.isOver || undefined} data-left-out={rows?.isLeftOut || undefined} />
      {words !== undefined && diff === undefined && path === null && <RunWords edge={standing.edge} words={words} at={place ?? (onPath ? wordsAt(standing.edge, index, edgePoints(layout, id, source, target) ?? []) : null)} />}
      {rows !== undefined && words === undefined && diff === undefined && path === null && <RowsWord rows={rows} at={leavingAt(edgePoints(layout, id, source, target) ?? [], rows.text)} />}
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

function edgeName(edge: { readonly source: string; readonly target: string }, titles: readonly (string | undefined)[], isOnTrail: boolean): string {
  const name = t("Edge from {{source}} to {{target}}", { source: edge.source, target: edge.target });
  return [name, ...titles.filter((title) => title !== undefined), ...(isOnTrail ? [t("on the critical path")] : [])].join(", ");
}

/** Around the words, so that the pointer need not meet a letter. */
const wordsReach = { x: 22, y: 15 } as const;

/** What a view of a run says of an edge; the pointer on it brings the whole of it. */
function RunWords({ edge, words, at }: { edge: GraphEdge; words: EdgeWords; at: Point | null }): ReactNode {
  const { folded, pointAtEdge } = useGraphScene();
  if (at === null) return null;
  const point = (event: PointerEvent): void => pointAtEdge?.({ edges: folded.behind(edge.id), at: { x: event.clientX, y: event.clientY } });
  return (
    <g className={styles.runWords} data-over={words.isOver || undefined} data-edge-words onPointerEnter={point} onPointerLeave={() => pointAtEdge?.(null)}>
      <rect className={styles.wordsArea} x={at.x - wordsReach.x} y={at.y - wordsReach.y} width={2 * wordsReach.x} height={2 * wordsReach.y} />
      {words.lines.map((line, place) => (
        <text key={place} x={at.x} y={at.y + (words.lines.length === 1 ? 0 : place === 0 ? -8 : 8)} textAnchor="middle" dominantBaseline="central">
          {line}
        </text>
      ))}
    </g>
  );
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
