/** What differs between two kept results of the same columns, kept as a result of its own: rows added, gone, and changed by key. */
import type { SqlComparison } from "../../../shared/contract/sql.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import type { CompareJob } from "../../ports/sql-queries.ts";
import type { JobControl } from "../job-control.ts";
import type { CursorColumn } from "../session.ts";
import type { ResultStore } from "./result-store.ts";
import { type StoredColumn, storedColumns, textOf } from "./stored-column.ts";

/** In the order in which the two rows of a change stand together. */
export const changeWords = { gone: "gone", added: "added", before: "changed from", after: "changed to" } as const;

type Side = "a" | "b";

export async function compareResults(store: ResultStore, { before, after, keys }: CompareJob, control: JobControl): Promise<SqlComparison> {
  const [one, other] = [store.find(before).columns, store.find(after).columns];
  refuseOtherColumns(one, other);
  if (keys.some((key) => key >= one.length)) throw new AppError("input/invalid", `Compare: there is no column ${Math.max(...keys) + 1}; the results have ${one.length}.`);
  const columns = storedColumns([changeColumn, ...one.map((column, index) => sharedType(column, other[index]))]);
  const made = await store.derive(columns, [before, after], ([from = "", to = ""]) => differences({ one, other, keys, from, to }), control);
  const counts = new Map(await store.reading(made.id, {}, async (connection, relation) => (await connection.runAndReadAll(`SELECT c0, CAST(count(*) AS varchar) FROM ${relation} GROUP BY c0`)).getRows().map(([change, count]) => [String(change), Number(count)] as const)));
  const [gone, added, changed] = [counts.get(changeWords.gone) ?? 0, counts.get(changeWords.added) ?? 0, counts.get(changeWords.before) ?? 0];
  const double = keys.length === 0 ? 0 : await doubleKeys(store, before, keys);
  return {
    ...{ resultId: made.id, rows: made.rows, gone, added, changed, same: store.find(before).rows - gone - changed },
    columns: columns.map(({ name, type, kind }) => ({ name, type, kind })),
    notes: double === 0 ? [] : [`${double.toLocaleString("en-US")} keys stand on more than one row; such rows are met in the order in which they came.`],
  };
}

function doubleKeys(store: ResultStore, id: string, keys: readonly number[]): Promise<number> {
  return store.reading(id, {}, async (connection, relation) => {
    const names = keys.map((key) => `c${key}`).join(", ");
    const [count] = (await connection.runAndReadAll(`SELECT CAST(count(*) AS varchar) FROM (SELECT 1 FROM ${relation} GROUP BY ${names} HAVING count(*) > 1)`)).getRows();
    return Number(count?.[0] ?? 0);
  });
}

const changeColumn: CursorColumn = { name: "change", type: "VARCHAR", kind: "text", storedAs: "VARCHAR", textOf: null };

function refuseOtherColumns(one: readonly StoredColumn[], other: readonly StoredColumn[]): void {
  const count = Math.max(one.length, other.length);
  const at = Array.from({ length: count }, (_, index) => index).find((index) => one[index]?.name !== other[index]?.name);
  if (at === undefined) return;
  const shown = (column: StoredColumn | undefined): string => (column === undefined ? "no column" : `"${column.name}"`);
  throw new AppError("input/invalid", `Compare: column ${at + 1} is ${shown(one[at])} in the one and ${shown(other[at])} in the other; compare results of the same columns.`);
}

/** Columns that came with another type are compared, and kept, as their text. */
function sharedType(one: StoredColumn, other: StoredColumn | undefined): CursorColumn {
  if (other?.storedAs === one.storedAs && other.textOf === one.textOf) return one;
  return { name: one.name, type: "VARCHAR", kind: "text", storedAs: "VARCHAR", textOf: null };
}

function differences({ one, other, keys, from, to }: { one: readonly StoredColumn[]; other: readonly StoredColumn[]; keys: readonly number[]; from: string; to: string }): string {
  const isText = one.map((column, index) => sharedType(column, other[index]) !== column);
  const value = (column: StoredColumn, index: number): string => (isText[index] === true ? textOf(column) : column.key);
  // Without keys the whole row is its key: then nothing can have changed, only come and gone.
  const keyed = keys.length === 0 ? one.map((_, index) => index) : keys;
  const rows = (columns: readonly StoredColumn[], relation: string): string => {
    const values = columns.map((column, index) => `${value(column, index)} AS v${index}`).join(", ");
    // Rows of the same key are met in pairs, in the order in which they came.
    return `(SELECT *, row_number() OVER (PARTITION BY ${keyed.map((key) => `v${key}`).join(", ")} ORDER BY id) AS nth FROM (SELECT rowid AS id, ${values} FROM ${relation}))`;
  };
  const isSameKey = [...keyed.map((key) => `a.v${key} IS NOT DISTINCT FROM b.v${key}`), "a.nth = b.nth"].join(" AND ");
  const rest = one.map((_, index) => index).filter((index) => !keyed.includes(index));
  const differs = rest.length === 0 ? "false" : rest.map((index) => `a.v${index} IS DISTINCT FROM b.v${index}`).join(" OR ");
  const of = (side: Side): string => one.map((_, index) => `${side}.v${index} AS c${index + 1}`).join(", ");
  const met = `${rows(one, from)} AS a FULL JOIN ${rows(other, to)} AS b ON ${isSameKey}`;
  const part = (change: string, side: Side, where: string): string => `SELECT '${change}' AS c0, ${of(side)}, struct_pack(${keyed.map((key, place) => `k${place} := ${side}.v${key}`).join(", ")}) AS place, ${side}.nth AS nth FROM ${met} WHERE ${where}`;
  const parts = [
    part(changeWords.gone, "a", "b.nth IS NULL"),
    part(changeWords.added, "b", "a.nth IS NULL"),
    ...(rest.length === 0 ? [] : [part(changeWords.before, "a", `a.nth IS NOT NULL AND b.nth IS NOT NULL AND (${differs})`), part(changeWords.after, "b", `a.nth IS NOT NULL AND b.nth IS NOT NULL AND (${differs})`)]),
  ];
  return `SELECT c0, ${one.map((_, index) => `c${index + 1}`).join(", ")} FROM (${parts.join(" UNION ALL ")}) ORDER BY place, nth, c0 = '${changeWords.after}'`;
}
