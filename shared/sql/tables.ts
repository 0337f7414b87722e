/** Which tables a text reads and which it writes. CTEs, temporary tables and names that a template hides are left out. */
import { partKey } from "./dialect.ts";
import type { SqlInput, TableUse } from "./language.ts";
import { type Reading, readText, tableMeant, tableSources } from "./scope.ts";
import type { NamePart, TableTarget } from "./structure.ts";

export type TablesInput = Pick<SqlInput, "text" | "dialect" | "templateValues">;

export function tablesRead(input: TablesInput): TableUse[] {
  return tablesReadIn(readText({ ...input, catalog: null }));
}

export function tablesWritten(input: TablesInput): TableUse[] {
  return tablesWrittenIn(readText({ ...input, catalog: null }));
}

export function tablesReadIn(reading: Reading): TableUse[] {
  return reading.shape.statements.flatMap((statement) => {
    const changed = new Set(statement.targets.map(({ start }) => start));
    const sources = tableSources(statement).flatMap(({ query, source }) => {
      const { kind } = tableMeant(reading, query, source.path);
      // A table made by this script is read from itself; the changed table is no source.
      return kind === "cte" || kind === "made" || changed.has(source.start) ? [] : [source.path];
    });
    return [...sources, ...statement.mentions].flatMap(toUse);
  });
}

const everyVerb: readonly TableTarget["verb"][] = ["create", "insert", "update", "delete", "merge", "alter", "truncate", "copy"];

export function tablesWrittenIn(reading: Reading): TableUse[] {
  return targetsOf(reading, everyVerb);
}

/** Tables that are there afterwards because of the text: created or filled, not merely changed. */
export function tablesBuiltIn(reading: Reading): TableUse[] {
  return targetsOf(reading, ["create", "insert", "merge", "copy"]);
}

function targetsOf({ shape, dialect }: Reading, verbs: readonly TableTarget["verb"][]): TableUse[] {
  const all = shape.statements.flatMap(({ targets }) => targets);
  const temporary = new Set(all.filter(({ isTemporary }) => isTemporary).map((target) => lastKey(target, dialect)));
  return all.filter((target) => verbs.includes(target.verb) && !(target.path.length === 1 && temporary.has(lastKey(target, dialect)))).flatMap(({ path }) => toUse(path));
}

function lastKey({ path }: TableTarget, dialect: SqlInput["dialect"]): string | null {
  const last = path.at(-1);
  return last === undefined ? null : partKey(last, dialect);
}

function toUse(path: readonly NamePart[]): TableUse[] {
  const table = path.at(-1);
  const schema = path.at(-2);
  const [first] = path;
  if (table?.name == null || first === undefined || schema?.name === null) return [];
  return [{ schema: schema?.name ?? null, table: table.name, start: first.start, end: table.end }];
}
