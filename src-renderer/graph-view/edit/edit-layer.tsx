/** What a gesture shows: lasso, the new line with the reason why it is refused, helper lines, and the button of an edge. */
import { ViewportPortal, useStore } from "@xyflow/react";
import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { useStore as useVanilla } from "zustand";
import { t } from "../../strings/t.ts";
import { bendsBetween, roundedPath } from "../edge-path.ts";
import { useGraphScene } from "../graph-context.ts";
import type { GraphEdge } from "../graph-index.ts";
import type { Direction, Point } from "../layout.ts";
import type { DrawnLine, EditStore } from "./edit-state.ts";
import styles from "./edit-layer.module.css";

export interface EditLayerProps {
  readonly store: EditStore;
  readonly onInsert: (edge: GraphEdge, at: Point, button: DOMRect) => void;
}

export function EditLayer({ store, onInsert }: EditLayerProps): ReactNode {
  const { lasso, line, guides, into, hovered } = useVanilla(store);
  const { index, layout } = useGraphScene();
  const zoom = useStore((state) => state.transform[2]);
  const edge = hovered === null ? undefined : index.edges.find((each) => each.id === hovered.edgeId);
  return (
    <ViewportPortal>
      {(line !== null || guides.length > 0) && (
        <svg className={styles.lines} aria-hidden>
          {guides.map((guide, at) => (
            <line key={at} className={styles.guide} x1={guide.from.x} y1={guide.from.y} x2={guide.to.x} y2={guide.to.y} strokeWidth={1 / zoom} />
          ))}
          {line !== null && <path className={styles.line} d={lineOf(line, layout.direction)} data-fits={line.fits ?? undefined} />}
        </svg>
      )}
      {lasso !== null && <div className={styles.lasso} style={{ left: lasso.x, top: lasso.y, width: lasso.width, height: lasso.height, borderWidth: 1 / zoom }} data-lasso />}
      {into !== null && (
        <>
          {into.box !== null && <div className={styles.into} style={{ left: into.box.x, top: into.box.y, width: into.box.width, height: into.box.height, borderWidth: 2 / zoom }} data-into />}
          <div className={styles.hint} role="status" style={{ transform: `translate(${into.at.x + 12 / zoom}px, ${into.at.y + 14 / zoom}px) scale(${1 / zoom})` }}>
            {into.words}
          </div>
        </>
      )}
      {line !== null && line.reason !== null && (
        <div className={styles.reason} role="status" style={{ transform: `translate(${line.to.x + 12}px, ${line.to.y + 14}px) scale(${1 / zoom})` }}>
          {line.reason}
        </div>
      )}
      {edge !== undefined && hovered !== null && line === null && (
        <button
          className={styles.plus}
          style={{ transform: `translate(${hovered.at.x}px, ${hovered.at.y}px) scale(${Math.max(1, 0.8 / zoom)}) translate(-50%, -50%)` }}
          aria-label={t("Insert a task between {{source}} and {{target}}", { source: edge.source, target: edge.target })}
          title={t("Insert a task here")}
          tabIndex={-1}
          onClick={(event) => onInsert(edge, hovered.at, event.currentTarget.getBoundingClientRect())}
        >
          <Plus size={12} aria-hidden />
        </button>
      )}
    </ViewportPortal>
  );
}

function lineOf({ from, to }: DrawnLine, direction: Direction): string {
  return roundedPath(bendsBetween({ ...from, width: 0, height: 0 }, { ...to, width: 0, height: 0 }, direction));
}
