/**
 * Frames, lines and tasks that stand in the page, in the order in which they lie on each other. The canvas library only moves what they
 * lie in: as its nodes and edges each of them would be asked anew at every step of the viewport.
 */
import { ViewportPortal } from "@xyflow/react";
import { memo, type ReactNode } from "react";
import { groupKind } from "./groups/fold-graph.ts";
import { GroupFrame } from "./groups/group-frame.tsx";
import { GroupNode } from "./groups/group-node.tsx";
import type { Box } from "./layout.ts";
import type { StandingEdge, StandingNode } from "./map-graph.ts";
import styles from "./standing-layer.module.css";
import { TaskEdge } from "./task-edge.tsx";
import { TaskNode } from "./task-node.tsx";

export interface StandingLayerProps {
  /** Of open groups, outer ones first. */
  readonly frames: ReadonlyMap<string, Box>;
  readonly edges: readonly StandingEdge[];
  readonly nodes: readonly StandingNode[];
  /** A click on a task or a group. */
  readonly onClick: (() => void) | undefined;
}

export const StandingLayer = memo(function StandingLayer({ frames, edges, nodes, onClick }: StandingLayerProps): ReactNode {
  return (
    <ViewportPortal>
      {[...frames].map(([id, { x, y, width, height }], depth) => (
        // Below all lines, the notes and what is painted; an outer frame below an inner one.
        <div key={id} className={styles.frame} style={{ left: x, top: y, width, height, zIndex: depth - frames.size - 2 }} onClick={onClick} data-graph-frame>
          <GroupFrame id={id} />
        </div>
      ))}
      <div className={styles.edges} data-graph-edges>
        <svg className={styles.lines}>
          {edges.map((standing) => (
            <TaskEdge key={standing.edge.id} standing={standing} />
          ))}
        </svg>
      </div>
      {nodes.map((node) => (
        <Standing key={node.task.id} node={node} onClick={onClick} />
      ))}
    </ViewportPortal>
  );
});

const Standing = memo(function Standing({ node: { task, box }, onClick }: { node: StandingNode; onClick: (() => void) | undefined }): ReactNode {
  return (
    // By place and not by a transform: each of those would be a layer to be sorted in whenever one is painted.
    <div className={styles.node} style={{ left: box.x, top: box.y, width: box.width, height: box.height }} onClick={onClick} data-graph-node>
      {task.kind === groupKind ? <GroupNode id={task.id} /> : <TaskNode task={task} />}
    </div>
  );
});
