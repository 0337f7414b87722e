/** The zoom buttons in the corner of the canvas; each shows its key. */
import { useStore } from "@xyflow/react";
import { Map as MapIcon, Maximize, Minus, Plus } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./graph-view.module.css";
import { t } from "../strings/t.ts";
import type { ViewportMoves } from "./use-viewport.ts";

export interface GraphToolsProps {
  readonly zoom: ViewportMoves["zoom"];
  readonly minimap: boolean;
  readonly onMinimap: () => void;
}

export function GraphTools({ zoom, minimap, onMinimap }: GraphToolsProps): ReactNode {
  const percent = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <div className={styles.tools} role="toolbar" aria-label={t("Zoom")}>
      <button className={styles.tool} title={t("Zoom out (-)")} aria-label={t("Zoom out")} onClick={() => zoom("out")}>
        <Minus size={14} />
      </button>
      <button className={`${styles.tool} ${styles.zoomText}`} title={t("Zoom to 100 % (0)")} aria-label={t("Zoom is {{percent}} %, zoom to 100 %", { percent })} onClick={() => zoom("whole")}>
        {percent} %
      </button>
      <button className={styles.tool} title={t("Zoom in (+)")} aria-label={t("Zoom in")} onClick={() => zoom("in")}>
        <Plus size={14} />
      </button>
      <button className={styles.tool} title={t("Fit the graph (1)")} aria-label={t("Fit the graph")} onClick={() => zoom("fit")}>
        <Maximize size={14} />
      </button>
      <button className={styles.tool} title={t("Show or hide the map (M)")} aria-label={t("Map of the graph")} aria-pressed={minimap} onClick={onMinimap}>
        <MapIcon size={14} />
      </button>
    </div>
  );
}
