/** The points of a chart as rows: what a picture says, for who reads or copies it. Pure. */
import type { ChartData, ChartSpec } from "../../../../../shared/contract/sql-look.ts";
import type { ResultColumn } from "../../../../../shared/contract/sql.ts";
import { t } from "../../../../strings/t.ts";
import type { RowSource } from "../../../../ui/row-source.ts";
import { yWords } from "./chart-choice.ts";

export function tableOf({ points, series }: ChartData, columns: readonly ResultColumn[], spec: ChartSpec): RowSource {
  const x = columns[spec.x];
  const isBinned = points.some(({ to }) => to !== null);
  const names = [
    { name: isBinned ? t("{{x}} from", { x: x?.name ?? "" }) : (x?.name ?? ""), type: "" },
    ...(spec.series === null ? [] : [{ name: columns[spec.series]?.name ?? "", type: "" }]),
    { name: yWords(columns, spec), type: "" },
  ];
  const rows = points.map((point) => [point.x, ...(spec.series === null ? [] : [series[point.series] ?? null]), point.text]);
  return { columns: names, rowCount: rows.length, rowAt: (index) => rows[index], read: async (from, to) => rows.slice(from, to) };
}
