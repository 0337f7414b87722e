/** Draws a chart: axes, grid, shapes, the point in hand. All words are text, all colours come from the theme. */
import { memo, type ReactNode, type RefObject } from "react";
import type { Drawing } from "./draw-chart.ts";
import styles from "./chart.module.css";

export interface ChartSvgProps {
  readonly drawing: Drawing;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly ref?: RefObject<SVGSVGElement | null>;
  readonly point: number | null;
}

export function seriesColour(series: number): string {
  return `var(--chart-${(series % 8) + 1})`;
}

export function ChartSvg({ drawing, xTitle, yTitle, ref, point }: ChartSvgProps): ReactNode {
  const { width, height, plot, yTicks, xTicks } = drawing;
  const spot = point === null ? undefined : drawing.spots[point];
  const bar = point === null ? undefined : drawing.bars.find((each) => each.point === point);
  return (
    <svg ref={ref} className={styles.svg} width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden>
      {yTicks.map(({ at, label }) => (
        <g key={label + at}>
          <line className={styles.gridLine} x1={plot.left} x2={plot.right} y1={at} y2={at} />
          <text className={styles.tick} x={plot.left - 6} y={at + 4} textAnchor="end">
            {label}
          </text>
        </g>
      ))}
      <Shapes drawing={drawing} />
      <line className={styles.axis} x1={plot.left} x2={plot.right} y1={drawing.base} y2={drawing.base} />
      {xTicks.map(({ at, label }) => (
        <text key={`${label} ${at}`} className={styles.tick} x={at} y={plot.bottom + 16} textAnchor="middle">
          {label}
        </text>
      ))}
      <text className={styles.title} x={(plot.left + plot.right) / 2} y={height - 8} textAnchor="middle">
        {xTitle}
      </text>
      <text className={styles.title} transform={`translate(13 ${(plot.top + plot.bottom) / 2}) rotate(-90)`} textAnchor="middle">
        {yTitle}
      </text>
      {bar !== undefined && <rect className={styles.hold} x={bar.x - 1} y={bar.y - 1} width={bar.width + 2} height={bar.height + 2} />}
      {bar === undefined && spot !== undefined && <circle className={styles.hold} cx={spot.x} cy={spot.y} r={6} />}
    </svg>
  );
}

/** They are many, and stay when only the point in hand is another. */
const Shapes = memo(function Shapes({ drawing }: { drawing: Drawing }): ReactNode {
  return (
    <>
      {drawing.bars.map((bar) => (
        <rect key={bar.point} x={bar.x} y={bar.y} width={bar.width} height={bar.height} style={{ fill: seriesColour(bar.series) }} />
      ))}
      {drawing.lines.map(({ series, path }) => (
        <path key={series} d={path} className={styles.line} style={{ stroke: seriesColour(series) }} />
      ))}
      {drawing.dots.map((dot) => (
        <circle key={dot.point} cx={dot.x} cy={dot.y} r={drawing.dots.length > 500 ? 2 : 3} className={styles.dot} style={{ fill: seriesColour(dot.series) }} />
      ))}
    </>
  );
});
