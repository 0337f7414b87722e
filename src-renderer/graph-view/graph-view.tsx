/**
 * The graph of a DAG with the states of one run. The only door to React Flow: give it tasks and task instances, hear
 * about selection. Whatever goes wrong inside, the tasks stay readable as a list.
 */
import { ReactFlowProvider } from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { useMemo, type ReactNode, type Ref } from "react";
import type { GraphTask } from "../../shared/model/dag.ts";
import { GraphBoundary } from "./graph-boundary.tsx";
import { GraphCanvas } from "./graph-canvas.tsx";
import { indexGraph } from "./graph-index.ts";
import type { TaskStatus } from "./task-status.ts";

export interface GraphHandle {
  fit(): void;
  actualSize(): void;
  focus(): void;
}

export interface GraphViewProps {
  readonly tasks: readonly GraphTask[];
  /** Null or empty before the first run. */
  readonly instances: readonly TaskStatus[] | null;
  readonly selected: string | null;
  /** What a screen reader calls it, such as `Graph of claims_daily`. */
  readonly label: string;
  readonly onSelect: (taskId: string | null) => void;
  /** Enter or double click: the person wants to see the task. */
  readonly onOpen: (taskId: string) => void;
  readonly ref?: Ref<GraphHandle>;
}

export function GraphView(props: GraphViewProps): ReactNode {
  const index = useMemo(() => indexGraph(props.tasks), [props.tasks]);
  return (
    <GraphBoundary index={index} instances={props.instances} onSelect={props.onOpen}>
      <ReactFlowProvider>
        <GraphCanvas {...props} index={index} />
      </ReactFlowProvider>
    </GraphBoundary>
  );
}
