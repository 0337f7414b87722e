/** The picture in its place: as large as there is room, with a point in hand by pointer or arrow keys. */
import { useElementSize } from "@mantine/hooks";
import { useMemo, type KeyboardEvent, type PointerEvent, type ReactNode, type RefObject } from "react";
import type { ChartData, ChartKind } from "../../../../../shared/contract/sql-look.ts";
import { t } from "../../../../strings/t.ts";
import { ChartSvg } from "./chart-svg.tsx";
import { drawChart, nearest } from "./draw-chart.ts";
import styles from "./chart.module.css";

export interface ChartPictureProps {
  readonly data: ChartData;
  readonly kind: ChartKind;
  readonly label: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly svg: RefObject<SVGSVGElement | null>;
  readonly point: number | null;
  readonly onPoint: (point: number | null) => void;
}

const smallest = { width: 240, height: 110 };

export function ChartPicture({ data, kind, label, xTitle, yTitle, svg, point, onPoint }: ChartPictureProps): ReactNode {
  const { ref, width, height } = useElementSize();
  const size = { width: Math.max(smallest.width, Math.floor(width)), height: Math.max(smallest.height, Math.floor(height)) };
  const drawing = useMemo(() => drawChart(kind, data, { width: size.width, height: size.height }), [kind, data, size.width, size.height]);
  const last = data.points.length - 1;
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = point ?? -1;
    const to = { ArrowRight: at + 1, ArrowLeft: point === null ? last : at - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onPoint(Math.max(0, Math.min(last, to)));
  };
  const onPointerMove = (event: PointerEvent): void => {
    const box = event.currentTarget.getBoundingClientRect();
    onPoint(nearest(drawing.spots, { x: event.clientX - box.left, y: event.clientY - box.top }, kind === "scatter"));
  };
  return (
    <div ref={ref} className={styles.picture} role="application" tabIndex={0} aria-label={t("Chart: {{label}}. {{count}} points; arrow keys go from point to point, the figures stand beside it.", { label, count: data.points.length })} onKeyDown={onKeyDown} onPointerMove={onPointerMove} onPointerLeave={() => onPoint(null)}>
      <ChartSvg drawing={drawing} xTitle={xTitle} yTitle={yTitle} ref={svg} point={point} />
    </div>
  );
}
