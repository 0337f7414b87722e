/**
 * Which column of the end table each column of the source fills. Pure.
 *   rows with names (a file: JSON lines, CSV with its header, Parquet) fill by name and by nothing else
 *   a query fills by name when every one of its columns has the name of a table column and what is left out has a
 *   default; otherwise by position when the counts agree and no name points to another place
 * Whatever fits neither way is refused with the names of both sides.
 */
import { nearest } from "../../../shared/dag-file/did-you-mean.ts";
import { type Column, SqlFailure } from "../session.ts";

export interface ColumnMap {
  /** Table columns in the order of the source's columns. */
  readonly columns: readonly Column[];
  readonly how: "name" | "position";
  /** For the log; null when there is nothing to say. */
  readonly note: string | null;
}

const shownNames = 10;
const longestName = 100;

interface Match {
  readonly writable: readonly Column[];
  /** In the order of the source; undefined where no table column has that name. */
  readonly found: readonly (Column | undefined)[];
  readonly unknown: readonly string[];
  readonly missing: readonly Column[];
  readonly twice: string | undefined;
}

function list(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.join(", ");
}

function namesOf(columns: readonly Column[]): string[] {
  return columns.map((column) => column.name);
}

function refusal(message: string): SqlFailure {
  return new SqlFailure({ kind: "sql", code: "columns", message });
}

function duplicateOf(names: readonly string[]): string | undefined {
  const lower = names.map((name) => name.toLowerCase());
  return names.find((_, index) => lower.indexOf(lower[index] ?? "") !== index);
}

function match(source: readonly string[], all: readonly Column[]): Match {
  const writable = all.filter((column) => !column.generated);
  const find = (name: string): Column | undefined =>
    writable.find((column) => column.name === name) ?? writable.find((column) => column.name.toLowerCase() === name.toLowerCase());
  const found = source.map(find);
  const unknown = source.filter((_, index) => found[index] === undefined);
  return { writable, found, unknown, missing: writable.filter((column) => !found.includes(column)), twice: duplicateOf(source) };
}

function known(found: Match["found"]): Column[] {
  return found.filter((column) => column !== undefined);
}

/** For a query, whose columns may have no names worth the word. */
export function mapColumns(source: readonly string[], all: readonly Column[], table: string): ColumnMap {
  const { writable, found, unknown, missing, twice } = match(source, all);
  const refuse = (why: string): SqlFailure =>
    refusal(
      `columns do not fit ${table}: the source has ${source.length} (${list(source)}), the table has ${writable.length} (${list(namesOf(writable))}); ${why}`,
    );
  if (unknown.length === 0 && twice === undefined) {
    const needed = missing.filter((column) => !column.hasDefault);
    if (needed.length > 0) throw refuse(`missing: ${list(namesOf(needed))}; add them to the source or give them a default in the ddl`);
    const note = missing.length === 0 ? null : `left to their defaults: ${list(namesOf(missing))}`;
    return { columns: known(found), how: "name", note };
  }
  const advice = twice === undefined ? `unknown: ${list(unknown)}; missing: ${list(namesOf(missing))}` : `the name ${twice} comes twice`;
  if (source.length !== writable.length) throw refuse(`${advice}; name the source's columns as the table's`);
  const crossed = source.find((_, index) => found[index] !== undefined && found[index] !== writable[index]);
  if (crossed !== undefined) throw refuse(`${advice}; ${crossed} stands at another place than in the table, so filling by position would be wrong`);
  const pairs = source.flatMap((name, index) => (found[index] === undefined ? `${name} → ${writable[index]?.name ?? ""}` : []));
  return { columns: writable, how: "position", note: `names differ, filled by position: ${list(pairs)}` };
}

function unknownText(unknown: readonly string[], { writable, missing }: Match, rowOf: ((name: string) => number) | null): string {
  // What is still missing is what was probably meant; a name that is there already would only be given twice.
  const candidates = namesOf(missing.length > 0 ? missing : writable);
  const each = unknown.map((name) => {
    const meant = name.length > longestName ? null : nearest(name, candidates);
    const asides = [rowOf === null ? [] : `row ${rowOf(name)}`, meant === null ? [] : `did you mean \`${meant}\`?`].flat();
    return `no column ${showName(name)}${asides.length === 0 ? "" : ` (${asides.join("; ")})`}`;
  });
  return each.length > shownNames ? `${each.slice(0, shownNames).join(", ")} and ${each.length - shownNames} more` : each.join(", ");
}

function showName(name: string): string {
  if (name === "") return '"" (without a name: a data frame\'s index, perhaps, which index=False leaves out)';
  return `\`${name.length > longestName ? `${name.slice(0, longestName)}…` : name}\``;
}

/** For rows with names. `rowOf` tells the first row that has a name, where rows have names of their own. */
export function mapNamed(source: readonly string[], all: readonly Column[], table: string, rowOf: ((name: string) => number) | null = null): ColumnMap {
  const matched = match(source, all);
  const { writable, found, unknown, missing, twice } = matched;
  const expected = `expected its columns: ${list(namesOf(writable))}`;
  if (twice !== undefined) throw refusal(`the name ${twice} comes twice (${list(source)}); ${table} takes each once; ${expected}`);
  if (unknown.length > 0) throw refusal(`${table} has ${unknownText(unknown, matched, rowOf)}; ${expected}`);
  const needed = missing.filter((column) => !column.hasDefault && !column.nullable);
  if (needed.length > 0)
    throw refusal(`no row has ${list(namesOf(needed))}, which may not be NULL in ${table}; ${expected}; add it to the rows, or give it a default in the ddl`);
  const notes = [
    { what: "left to their defaults", columns: missing.filter((column) => column.hasDefault) },
    { what: "in no row, so NULL", columns: missing.filter((column) => !column.hasDefault) },
  ].flatMap(({ what, columns }) => (columns.length === 0 ? [] : `${what}: ${list(namesOf(columns))}`));
  return { columns: known(found), how: "name", note: notes.length === 0 ? null : notes.join("; ") };
}
