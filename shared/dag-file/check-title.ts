/** What reports call a check that has no name of its own: made from the file when it is read, and anew from the rendered check. */
import type { Check } from "../model/dag.ts";

/** `unique(member_id)`, `row_count(min 1)`: what reports call a check that has no name of its own. */
export function checkTitle(check: Check): string {
  switch (check.kind) {
    case "unique":
    case "not_null":
      return `${check.kind}(${check.columns.join(", ")})`;
    case "row_count":
      return `row_count(${boundWords(check)})`;
    case "range":
      return `range(${check.column}, ${boundWords(check)})`;
    case "relationship":
      return `relationship(${check.column} in ${check.to}.${check.field})`;
    case "accepted_values":
    case "freshness":
      return `${check.kind}(${check.column})`;
    case "sql":
      return `sql(${check.query.kind === "file" ? check.query.path : shorten(check.query.text)})`;
  }
}

function boundWords(bounds: { min?: number | string | undefined; max?: number | string | undefined }): string {
  return [bounds.min === undefined ? "" : `min ${bounds.min}`, bounds.max === undefined ? "" : `max ${bounds.max}`].filter((word) => word !== "").join(", ");
}

function shorten(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, " ");
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
