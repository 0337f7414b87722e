/** One edge: a neutral line, or the accent when it lies on a way to or from the selected task. */
import { BaseEdge, type EdgeProps } from "@xyflow/react";
import { memo, type ReactNode } from "react";
import { isOnPath } from "./emphasis.ts";
import { useGraphScene, useKeyed } from "./graph-context.ts";
import { bendsBetween, roundedPath } from "./edge-path.ts";
import type { GraphLayout, Point } from "./layout.ts";
import styles from "./graph-view.module.css";
import type { TaskFlowEdge } from "./map-graph.ts";

export const TaskEdge = memo(function TaskEdge({ id, source, target, data }: EdgeProps<TaskFlowEdge>): ReactNode {
  const { emphases, offsets, edgeMarks, layout } = useGraphScene();
  const mark = useKeyed(edgeMarks, id);
  const path = draggedPath(layout, { id: source, by: useKeyed(offsets, source) }, { id: target, by: useKeyed(offsets, target) });
  const onPath = isOnPath(useKeyed(emphases, source), useKeyed(emphases, target));
  return <BaseEdge path={path ?? data?.path ?? ""} className={`${styles.edge} ${onPath ? styles.edgeOnPath : ""}`} interactionWidth={0} {...(mark === undefined ? {} : { "data-mark": mark })} />;
});

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
  return from && to ? roundedPath(bendsBetween(from, to)) : null;
}
