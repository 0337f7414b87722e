/** One edge: a neutral line, or the accent when it lies on a way to or from the selected task. */
import { BaseEdge, type EdgeProps } from "@xyflow/react";
import { memo, type ReactNode } from "react";
import { isOnPath } from "./emphasis.ts";
import { useGraphScene, useKeyed } from "./graph-context.ts";
import styles from "./graph-view.module.css";
import type { TaskFlowEdge } from "./map-graph.ts";

export const TaskEdge = memo(function TaskEdge({ source, target, data }: EdgeProps<TaskFlowEdge>): ReactNode {
  const { emphases } = useGraphScene();
  const onPath = isOnPath(useKeyed(emphases, source), useKeyed(emphases, target));
  return <BaseEdge path={data?.path ?? ""} className={`${styles.edge} ${onPath ? styles.edgeOnPath : ""}`} interactionWidth={0} />;
});
