/**
 * Which column of the end table each column of the source fills. Pure.
 * By name when every source column has the name of a table column and what is left out has a default; otherwise by
 * position when the counts agree and no name points to another place; otherwise a refusal that names the columns.
 */
import { type Column, SqlFailure } from "../session.ts";

export interface ColumnMap {
  /** Table columns in the order of the source's columns. */
  readonly columns: readonly Column[];
  readonly how: "name" | "position";
  /** For the log; null when there is nothing to say. */
  readonly note: string | null;
}

function list(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.join(", ");
}

function refuse(source: readonly string[], table: string, writable: readonly Column[], why: string): SqlFailure {
  const columns = writable.map((column) => column.name);
  return new SqlFailure({
    kind: "sql",
    code: "columns",
    message: `columns do not fit ${table}: the source has ${source.length} (${list(source)}), the table has ${columns.length} (${list(columns)}); ${why}`,
  });
}

function duplicateOf(names: readonly string[]): string | undefined {
  const lower = names.map((name) => name.toLowerCase());
  return names.find((_, index) => lower.indexOf(lower[index] ?? "") !== index);
}

export function mapColumns(source: readonly string[], all: readonly Column[], table: string): ColumnMap {
  const writable = all.filter((column) => !column.generated);
  const find = (name: string): Column | undefined =>
    writable.find((column) => column.name === name) ?? writable.find((column) => column.name.toLowerCase() === name.toLowerCase());
  const found = source.map(find);
  const named = found.filter((column) => column !== undefined);
  const unknown = source.filter((_, index) => found[index] === undefined);
  const missing = writable.filter((column) => !named.includes(column));
  const twice = duplicateOf(source);
  if (unknown.length === 0 && twice === undefined) {
    const needed = missing.filter((column) => !column.hasDefault);
    if (needed.length > 0)
      throw refuse(source, table, writable, `missing: ${list(needed.map((column) => column.name))}; add them to the source or give them a default in the ddl`);
    const note = missing.length === 0 ? null : `left to their defaults: ${list(missing.map((column) => column.name))}`;
    return { columns: named, how: "name", note };
  }
  const advice = twice === undefined ? `unknown: ${list(unknown)}; missing: ${list(missing.map((column) => column.name))}` : `the name ${twice} comes twice`;
  if (source.length !== writable.length) throw refuse(source, table, writable, `${advice}; name the source's columns as the table's`);
  const crossed = source.find((_, index) => found[index] !== undefined && found[index] !== writable[index]);
  if (crossed !== undefined)
    throw refuse(source, table, writable, `${advice}; ${crossed} stands at another place than in the table, so filling by position would be wrong`);
  const pairs = source.flatMap((name, index) => (found[index] === undefined ? `${name} → ${writable[index]?.name ?? ""}` : []));
  return { columns: writable, how: "position", note: `names differ, filled by position: ${list(pairs)}` };
}
