/** A small chart of durations. The figures stand in the words of each point; a person who cannot see it walks them with the arrow keys. */
import { useElementSize } from "@mantine/hooks";
import { useMemo, useState, type KeyboardEvent, type ReactNode } from "react";
import { t } from "../../../strings/t.ts";
import { drawTrend, type TrendPoint } from "./draw-trend.ts";
import styles from "./trends.module.css";

export interface TrendChartProps {
  readonly label: string;
  readonly kind: "bars" | "line";
  readonly points: readonly TrendPoint[];
  /** Of one point. */
  readonly words: (index: number) => string;
  /** Lines across all, such as the median. */
  readonly marks?: readonly { readonly value: number; readonly label: string }[];
  readonly selected?: string | null;
  readonly onOpen?: (key: string) => void;
  readonly height?: number;
}

export function TrendChart({ label, kind, points, words, marks = [], selected = null, onOpen, height = 180 }: TrendChartProps): ReactNode {
  const { ref, width } = useElementSize();
  const drawing = useMemo(() => (width < 80 ? null : drawTrend(points, kind, { width: Math.floor(width), height })), [points, kind, width, height]);
  const [point, setPoint] = useState<number | null>(null);
  const held = point === null || point >= points.length ? null : point;
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = points.length - 1;
    if (event.key === "Enter" && held !== null) return onOpen?.(points[held]?.key ?? "");
    const to = { ArrowRight: (held ?? -1) + 1, ArrowLeft: held === null ? last : held - 1, Home: 0, End: last }[event.key];
    if (to === undefined || event.shiftKey) return;
    event.preventDefault();
    setPoint(Math.max(0, Math.min(last, to)));
  };
  const place = held === null ? undefined : drawing?.places[held];
  return (
    <div className={styles.chart}>
      <div ref={ref} className={styles.canvas} style={{ height }} role="application" tabIndex={0} aria-label={t("Chart: {{label}}. {{count}} points; arrow keys go from point to point.", { label, count: points.length })} onKeyDown={onKeyDown} onPointerLeave={() => setPoint(null)}>
        {drawing !== null && (
          <svg width={Math.floor(width)} height={height} aria-hidden>
            {drawing.yTicks.map(({ at, label: text }) => (
              <g key={at}>
                <line className={styles.gridLine} x1={drawing.plot.left} x2={drawing.plot.right} y1={at} y2={at} />
                <text className={styles.tick} x={drawing.plot.left - 6} y={at + 4} textAnchor="end">
                  {text}
                </text>
              </g>
            ))}
            {drawing.xTicks.map(({ at, label: text }) => (
              <text key={at} className={styles.tick} x={at} y={height - 5} textAnchor="middle">
                {text}
              </text>
            ))}
            {drawing.band !== "" && <path className={styles.band} d={drawing.band} />}
            {drawing.bars.map(({ key, x, y, width: wide, height: high, color }) => (
              <rect key={key} x={x} y={y} width={wide} height={high} rx={Math.min(2, wide / 3)} fill={color} opacity={selected === null || selected === key ? 1 : 0.75} data-key={key} />
            ))}
            {drawing.line !== "" && <path className={styles.trendLine} d={drawing.line} />}
            {drawing.dots.length <= 120 && drawing.dots.map(({ key, x, y }) => <circle key={key} className={styles.dot} cx={x} cy={y} r={2.5} />)}
            {marks.map(({ value, label: text }) => (
              <g key={text}>
                <line className={styles.markLine} x1={drawing.plot.left} x2={drawing.plot.right} y1={drawing.yOf(value)} y2={drawing.yOf(value)} />
                <text className={styles.markText} x={drawing.plot.right} y={drawing.yOf(value) - 4} textAnchor="end">
                  {text}
                </text>
              </g>
            ))}
            {drawing.places.map(({ key, x, width: wide }, index) => (
              <rect key={key} className={styles.place} x={x} y={drawing.plot.top} width={wide} height={drawing.plot.bottom - drawing.plot.top} data-selected={key === selected || undefined} data-opens={onOpen !== undefined || undefined} onPointerEnter={() => setPoint(index)} onClick={() => onOpen?.(key)} />
            ))}
            {place !== undefined && <rect className={styles.hold} x={place.x} y={drawing.plot.top} width={place.width} height={drawing.plot.bottom - drawing.plot.top} />}
          </svg>
        )}
      </div>
      <p className={styles.said} role="status">
        {held === null ? " " : words(held)}
      </p>
    </div>
  );
}
