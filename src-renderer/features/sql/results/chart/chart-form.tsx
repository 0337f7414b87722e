/** What is charted: kind, x, y and how it is put together, series. Only what fits the columns is offered. */
import { Select } from "@mantine/core";
import type { ReactNode } from "react";
import { chartKinds, type ChartAggregate, type ChartSpec } from "../../../../../shared/contract/sql-look.ts";
import type { ResultColumn } from "../../../../../shared/contract/sql.ts";
import { t } from "../../../../strings/t.ts";
import { aggregateWords, choicesOf, fitted, kindWords } from "./chart-choice.ts";
import styles from "./chart.module.css";

export interface ChartFormProps {
  readonly columns: readonly ResultColumn[];
  readonly spec: ChartSpec;
  readonly onChange: (spec: ChartSpec) => void;
  readonly children: ReactNode;
}

const none = "none";

export function ChartForm({ columns, spec, onChange, children }: ChartFormProps): ReactNode {
  const choices = choicesOf(columns, spec);
  const change = (next: Partial<ChartSpec>): void => {
    const made = fitted(columns, { ...spec, ...next });
    if (made !== null) onChange(made);
  };
  const named = (indexes: readonly number[]): { value: string; label: string }[] => indexes.map((index) => ({ value: String(index), label: columns[index]?.name === "" ? t("column {{index}}", { index: index + 1 }) : (columns[index]?.name ?? "") }));
  const kinds = chartKinds.map((kind) => ({ value: kind, label: kindWords[kind], disabled: fitted(columns, { ...spec, kind }) === null }));
  const field = { size: "xs", allowDeselect: false, searchable: true, w: 150 } as const;
  return (
    <div className={styles.form} role="group" aria-label={t("Chart")}>
      <Select {...field} searchable={false} w={110} label={t("Kind")} data={kinds} value={spec.kind} onChange={(next) => change({ kind: chartKinds.find((kind) => kind === next) ?? spec.kind })} />
      <Select {...field} label={t("X")} data={named(choices.x)} value={String(spec.x)} onChange={(next) => change({ x: Number(next) })} />
      {choices.y.length > 0 && (
        <Select
          {...field}
          label={t("Y")}
          data={[...(choices.mayCountRows ? [{ value: none, label: t("rows") }] : []), ...named(choices.y)]}
          value={spec.y === null ? none : String(spec.y)}
          onChange={(next) => change({ y: next === none ? null : Number(next) })}
        />
      )}
      {choices.aggregates.length > 0 && (
        <Select {...field} searchable={false} w={130} label={t("As")} data={choices.aggregates.map((each) => ({ value: each, label: aggregateWords[each] }))} value={spec.aggregate} onChange={(next) => change({ aggregate: (next ?? "count") as ChartAggregate })} />
      )}
      {choices.hasSeries && (
        <Select {...field} label={t("Series")} data={[{ value: none, label: "none" }, ...named(columns.map((_, index) => index))]} value={spec.series === null ? none : String(spec.series)} onChange={(next) => change({ series: next === none ? null : Number(next) })} />
      )}
      <span className={styles.formEnd}>{children}</span>
    </div>
  );
}
