/** What stands under a histogram. Pure. */
import type { ColumnProfile } from "../../shared/contract/warehouse.ts";
import { t } from "../strings/t.ts";
import { isNumberType } from "./data-grid-model.ts";

/** The ends of a range for numbers and instants; the commonest value where the bars are values and have no order. */
export function axisWords(column: Pick<ColumnProfile, "type" | "min" | "max" | "buckets">): string[] {
  if (isNumberType(column.type) || /^(date|time)/i.test(column.type)) return [column.min ?? "–", column.max ?? "–"];
  const [first] = column.buckets;
  return [first === undefined ? t("No values") : t("Commonest: {{label}}", { label: first.label })];
}
