/** Which column of a query's lineage a column of its result is. Pure; never guesses: a place counts only where no column can be missing before it. */
import type { ColumnLineage, Lineage } from "../../shared/sql/lineage.ts";

/** @param names of the columns of the result, in the order in which the database gave them */
export function columnOfResult(lineage: Lineage | null, names: readonly string[], at: number): ColumnLineage | null {
  const name = names[at]?.toLowerCase();
  if (lineage === null || name === undefined) return null;
  if (lineage.isKnown && lineage.columns.length === names.length) return lineage.columns[at] ?? null;
  const named = lineage.columns.filter((column) => column.name?.toLowerCase() === name);
  const isOnly = names.filter((other) => other.toLowerCase() === name).length === 1;
  return isOnly && named.length === 1 ? (named[0] ?? null) : null;
}
