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
import { indexGraph, type GraphEdge } from "./graph-index.ts";
import type { TaskGroup } from "../../shared/model/dag-ui.ts";
import type { FoldedGraph } from "./groups/fold-graph.ts";
import type { Direction } from "./walk-graph.ts";
import type { GraphEditing, Spot } from "./edit/editing.ts";
import type { EdgeRows, PointedEdge, TaskPin } from "./graph-context.ts";
import type { GraphDiff } from "./graph-diff.ts";
import type { Box, GraphLayout, Point } from "./layout.ts";
import type { Notes } from "./notes/note-box.ts";
import type { RunMarks } from "./run-marks.ts";
import type { TaskStatus } from "./task-status.ts";

export interface GraphHandle {
  fit(): void;
  actualSize(): void;
  focus(): void;
  zoomToSelection(): void;
  /** Where things stand now, places of the person included. */
  layout(): GraphLayout;
  /** What is drawn for what. */
  folded(): FoldedGraph;
  /** Of tasks and groups, as they are shown. */
  statuses(): ReadonlyMap<string, TaskStatus>;
  toggleMinimap(): void;
  /** What of the plane the pane shows. */
  sight(): Box;
  /** Brings a task or group, or the folded group that hides it, into the middle. */
  centre(id: string): void;
  /** Where an arrow leads; off the edges' ways, to the nearest task in that direction. */
  walk(from: string | null, direction: Direction): string | null;
  /** The upper left corner of a task or group that is drawn, or the middle of what is in sight. */
  spotOf(taskId: string | null): Spot;
  /** Where the pointer rests on the canvas. */
  pointer(): Spot | null;
  /** A point of the screen; null when it is not on the canvas. */
  spotAt(screen: { readonly x: number; readonly y: number }): Spot | null;
  /** The edge at a point of the screen, which is then marked as taking what is dropped there; null takes the mark away. */
  edgeAt(screen: { readonly x: number; readonly y: number } | null): GraphEdge | null;
}

export interface GraphViewProps {
  readonly tasks: readonly GraphTask[];
  /** Task groups; none are drawn without. */
  readonly groups?: readonly TaskGroup[];
  /** Groups that are shown as one node. */
  readonly collapsed?: readonly string[];
  readonly onFold?: (group: string, isFolded: boolean) => void;
  /** Left to right when absent. */
  readonly direction?: "LR" | "TB";
  /** Null or empty before the first run. */
  readonly instances: readonly TaskStatus[] | null;
  readonly selected: string | null;
  /** What a screen reader calls it, such as `Graph of claims_daily`. */
  readonly label: string;
  readonly onSelect: (taskId: string | null) => void;
  /** Enter or double click: the person wants to see the task. */
  readonly onOpen: (taskId: string) => void;
  /** Upper left corners that the file gives, where nobody draws; `editing` has its own. */
  readonly places?: Readonly<Record<string, Point>>;
  /** Tasks that the layout leaves at their places. */
  readonly pinned?: readonly string[];
  /** Sticky notes, behind the tasks. */
  readonly notes?: Notes;
  /** A link in a note. */
  readonly onOpenLink?: (address: string) => void;
  /** Kept outputs by task, and what flows along the edges by edge id. */
  readonly pins?: ReadonlyMap<string, TaskPin>;
  readonly edgeRows?: ReadonlyMap<string, EdgeRows>;
  /** What a view of a run writes on it. */
  readonly marks?: RunMarks;
  readonly onPointAtEdge?: (edge: PointedEdge | null) => void;
  /** Given, the graph is drawn on; `onSelect` and `onOpen` are then not called. */
  readonly editing?: GraphEditing;
  /** Given, the tasks are those of two graphs, and this says what is different. */
  readonly diff?: GraphDiff;
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
