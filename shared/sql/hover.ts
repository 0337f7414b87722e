/** What a name at the cursor is, in a few lines; and where it is defined. */
import { functionsOf } from "./functions.ts";
import type { SqlDefinition, SqlHover, SqlPlace } from "./language.ts";
import { columnsOfQuery, columnsOfSource, type FoundColumn, type Reading, readText, tableMeant } from "./scope.ts";
import type { Source } from "./structure.ts";
import { type SqlSymbol, symbolAt } from "./symbol-at.ts";

const maxColumns = 40;

export function hoverSql(place: SqlPlace): SqlHover | null {
  const reading = readText(place);
  const symbol = symbolAt(reading, place.offset);
  const told = symbol === null ? null : describe(reading, symbol);
  return symbol === null || told === null ? null : { start: symbol.start, end: symbol.end, ...told };
}

type Told = Pick<SqlHover, "title" | "lines">;

function describe(reading: Reading, symbol: SqlSymbol): Told | null {
  if (symbol.kind === "function") {
    const known = functionsOf[reading.dialect].get(symbol.name);
    return known === undefined ? null : { title: known.signature, lines: [known.doc] };
  }
  if (symbol.kind === "column") return { title: titleOfColumn(symbol.found), lines: symbol.found.map(({ source }) => `of ${nameOf(source)}`) };
  if (symbol.kind === "source") return { title: `${symbol.source.alias?.name ?? ""}: ${nameOf(symbol.source)}`, lines: shorten(columnsOfSource(reading, symbol.query, symbol.source).columns) };
  if (symbol.kind === "cte") return { title: `${symbol.cte.name.name ?? "…"}: made by WITH in this query`, lines: symbol.cte.query === null ? [] : shorten(columnsOfQuery(reading, symbol.cte.query).columns) };
  if (symbol.kind === "made") return { title: `${symbol.target.path.map(({ name }) => name ?? "…").join(".")}: made by this script`, lines: symbol.target.columns === null ? [] : shorten(symbol.target.columns) };
  if (symbol.entry === null) return null;
  const { table } = symbol.entry;
  const rows = table.rowCount === null ? "" : `, ${table.rowCount} rows`;
  return { title: `${table.schema}.${table.name} (${table.kind}${rows})`, lines: shorten(table.columns.map(({ name, type, nullable }) => ({ name, type: nullable ? type : `${type} not null` }))) };
}

function titleOfColumn(found: readonly FoundColumn[]): string {
  const [first] = found;
  return first === undefined ? "" : `${first.column.name} ${first.column.type}`.trim();
}

function nameOf(source: Source): string {
  return source.path.length > 0 ? source.path.map(({ name }) => name ?? "…").join(".") : (source.alias?.name ?? "a query");
}

function shorten(columns: readonly { readonly name: string; readonly type: string }[]): string[] {
  const shown = columns.slice(0, maxColumns).map(({ name, type }) => `${name} ${type}`.trim());
  return columns.length > maxColumns ? [...shown, `… and ${columns.length - maxColumns} more`] : shown;
}

export function definitionSql(place: SqlPlace): SqlDefinition | null {
  const reading = readText(place);
  const symbol = symbolAt(reading, place.offset);
  if (symbol === null || symbol.kind === "function") return null;
  if (symbol.kind === "cte") return { kind: "place", start: symbol.cte.name.start, end: symbol.cte.name.end };
  if (symbol.kind === "made") return { kind: "place", start: symbol.target.start, end: symbol.target.end };
  if (symbol.kind === "column") return definitionOfColumn(reading, symbol.found);
  if (symbol.kind === "source") return definitionOfSource(reading, symbol);
  const [table, schema] = symbol.path.toReversed();
  if (table?.name == null) return null;
  const entry = symbol.entry?.table;
  return { kind: "table", schema: entry?.schema ?? schema?.name ?? null, table: entry?.name ?? table.name, start: symbol.start, end: symbol.end };
}

/** Where the text names the column, or else the table that has it. */
function definitionOfColumn(reading: Reading, found: readonly FoundColumn[]): SqlDefinition | null {
  const [first] = found;
  if (first === undefined) return null;
  if (first.column.place !== null) return { kind: "place", start: first.column.place.start, end: first.column.place.end };
  const meaning = tableMeant(reading, first.query, first.source.path);
  if (meaning.kind !== "table") return { kind: "place", start: first.source.start, end: first.source.end };
  const { schema, name } = meaning.entry.table;
  return { kind: "table", schema, table: name, start: first.source.start, end: first.source.end };
}

/** From an alias to its table; from where it is used to where it is given. */
function definitionOfSource(reading: Reading, { source, query, start }: Extract<SqlSymbol, { kind: "source" }>): SqlDefinition | null {
  const isGivenHere = source.alias?.start === start;
  if (!isGivenHere || source.kind !== "table") return { kind: "place", start: source.alias?.start ?? source.start, end: source.alias?.end ?? source.end };
  const meaning = tableMeant(reading, query, source.path);
  if (meaning.kind === "cte") return { kind: "place", start: meaning.cte.name.start, end: meaning.cte.name.end };
  const [table, schema] = source.path.toReversed();
  if (table?.name == null) return null;
  const entry = meaning.kind === "table" ? meaning.entry.table : null;
  return { kind: "table", schema: entry?.schema ?? schema?.name ?? null, table: entry?.name ?? table.name, start: source.start, end: source.end };
}
