/** Tables, schemas, columns and join conditions that may be meant at a place. */
import type { TableEntry } from "./catalog-index.ts";
import type { CursorPlace } from "./cursor-place.ts";
import { ownSchema, partKey, storedKey, writeName } from "./dialect.ts";
import type { CompletionKind, SqlSettings } from "./language.ts";
import type { Candidate } from "./ranking.ts";
import { type Column, columnsOfSource, columnsOfTable, ctesAt, findTable, type Reading, searchOrder, sourcesMeant, visibleQueries } from "./scope.ts";
import type { NamePart, Query, Source } from "./structure.ts";

type Quoting = SqlSettings["quoting"];

export function* schemaCandidates(reading: Reading, quoting: Quoting): Generator<Candidate> {
  for (const { name, tables } of reading.index?.schemas.values() ?? []) {
    const item = () => ({ kind: "schema", label: name, insert: writeName(name, reading.dialect, quoting), detail: `${tables.size} ${tables.size === 1 ? "table" : "tables"}`, doc: "" }) as const;
    yield { name: name.toLowerCase(), weight: 90, item };
  }
}

/** CTEs first, then tables in the order of the search path, then all others under their schema. */
export function* tableCandidates(reading: Reading, place: CursorPlace, quoting: Quoting): Generator<Candidate> {
  const schema = place.qualifier.at(-1);
  if (schema !== undefined) {
    const key = partKey(schema, reading.dialect);
    for (const entry of key === null ? [] : (reading.index?.schemas.get(key)?.tables.values() ?? [])) yield tableCandidate(reading, entry, quoting, { weight: 300, isBare: true });
    return;
  }
  for (const { name } of place.query === null ? [] : ctesAt(place.query, place.from)) {
    const text = name.name ?? "";
    if (text !== "") yield { name: text.toLowerCase(), weight: 400, item: () => ({ kind: "cte", label: text, insert: writeWritten(name, reading, quoting), detail: "in this query", doc: "" }) };
  }
  yield* madeTables(reading, place, quoting);
  const order = searchOrder(reading.input, reading.dialect);
  for (const entry of reading.index?.entries ?? []) {
    const found = findTable(reading, null, storedKey(entry.table.name, reading.dialect));
    const at = order?.indexOf(storedKey(entry.table.schema, reading.dialect)) ?? -1;
    const isOwn = order === null && storedKey(entry.table.schema, reading.dialect) === ownSchema[reading.dialect];
    yield tableCandidate(reading, entry, quoting, { weight: at >= 0 ? 340 - Math.min(at, 4) * 20 : isOwn ? 300 : 200, isBare: found === entry && (at >= 0 || isOwn) });
  }
}

function* madeTables({ shape, dialect, input }: Reading, { from }: CursorPlace, quoting: Quoting): Generator<Candidate> {
  const here = { dialect, input };
  for (const { path, verb, start } of shape.statements.flatMap(({ targets }) => targets)) {
    const name = path.at(-1);
    if (verb !== "create" || name?.name == null || start >= from) continue;
    const label = path.map((part) => part.name).join(".");
    yield { name: name.name.toLowerCase(), weight: 360, item: () => ({ kind: "table", label, insert: path.map((part) => writeWritten(part, here, quoting)).join("."), detail: "made by this script", doc: "" }) };
  }
}

function tableCandidate({ dialect }: Reading, { table }: TableEntry, quoting: Quoting, { weight, isBare }: { weight: number; isBare: boolean }): Candidate {
  const item = () => {
    const own = writeName(table.name, dialect, quoting);
    const rows = table.rowCount === null ? "" : `, ${table.rowCount} rows`;
    return {
      kind: table.kind,
      label: isBare ? table.name : `${table.schema}.${table.name}`,
      insert: isBare ? own : `${writeName(table.schema, dialect, quoting)}.${own}`,
      detail: `${table.schema}, ${table.columns.length} columns${rows}`,
      doc: table.columns.slice(0, 12).map(({ name, type }) => `${name} ${type}`).join("\n"),
    };
  };
  return { name: table.name.toLowerCase(), weight, item };
}

/** A name of the text itself, as it was written there. */
function writeWritten(part: NamePart, { dialect }: Pick<Reading, "dialect">, quoting: Quoting): string {
  const stored = dialect === "postgres" && !part.isQuoted ? (part.name ?? "").toLowerCase() : (part.name ?? "");
  return writeName(stored, dialect, quoting);
}

interface Seen {
  readonly query: Query;
  readonly source: Source;
}

export function* columnCandidates(reading: Reading, place: CursorPlace, quoting: Quoting): Generator<Candidate> {
  const { query, qualifier } = place;
  if (qualifier.length > 0) return yield* qualifiedColumns(reading, place, quoting);
  if (query === null) return;
  const seen = [...visibleQueries(query)].flatMap((one) => sourcesFor(place, one).map((source) => ({ query: one, source })));
  if (seen.length === 0) return yield* everyColumn(reading, place, quoting);
  const isTarget = place.clause === "target";
  const counts = new Map<string, number>();
  const columns = seen.flatMap((one) => columnsOfSource(reading, one.query, one.source).columns.map((column) => ({ ...one, column, key: storedKey(column.name, reading.dialect) })));
  for (const { key } of columns) counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const [index, one] of columns.entries()) {
    const owner = (counts.get(one.key) ?? 0) > 1 && !isTarget ? ownerOf(one, reading, quoting) : null;
    yield columnCandidate(one.column, { reading, quoting, owner, from: nameOf(one.source), weight: (one.query === query ? 400 : 320) - Math.min(index, 60) });
  }
  if (isTarget) return;
  for (const one of seen) yield* aliasCandidate(one, reading, quoting);
  yield* outputCandidates(place, reading, quoting);
}

function sourcesFor(place: CursorPlace, query: Query): readonly Source[] {
  return place.clause === "target" ? (query === place.query ? query.sources.slice(0, 1) : []) : query.sources;
}

function nameOf(source: Source): string {
  return source.path.length > 0 ? source.path.map(({ name }) => name ?? "…").join(".") : (source.alias?.name ?? "");
}

function ownerOf({ source }: Seen, reading: Reading, quoting: Quoting): string | null {
  const name = source.alias ?? source.path.at(-1);
  return name?.name == null ? null : writeWritten(name, reading, quoting);
}

interface ColumnFacts {
  readonly reading: Reading;
  readonly quoting: Quoting;
  readonly owner: string | null;
  readonly from: string;
  readonly weight: number;
}

function columnCandidate(column: Column, { reading, quoting, owner, from, weight }: ColumnFacts): Candidate {
  const item = () => {
    const name = writeName(column.name, reading.dialect, quoting);
    return { kind: "column", label: column.name, insert: owner === null ? name : `${owner}.${name}`, detail: [column.type, from].filter((text) => text !== "").join(" · "), doc: "" } as const;
  };
  return { name: column.name.toLowerCase(), weight, item };
}

function* aliasCandidate(one: Seen, reading: Reading, quoting: Quoting): Generator<Candidate> {
  const written = ownerOf(one, reading, quoting);
  const label = (one.source.alias ?? one.source.path.at(-1))?.name;
  if (written === null || label == null) return;
  yield { name: label.toLowerCase(), weight: 240, item: () => ({ kind: "alias", label, insert: written, detail: nameOf(one.source), doc: "" }) };
}

/** Names that SELECT gives, for the clauses behind it. */
function* outputCandidates({ query, clause }: CursorPlace, reading: Reading, quoting: Quoting): Generator<Candidate> {
  const isUsable = clause === "order" || clause === "group" || (reading.dialect === "duckdb" && (clause === "having" || clause === "qualify" || clause === "where"));
  if (query === null || !isUsable) return;
  for (const output of query.outputs) {
    if (output.kind !== "named" || output.name.name === null || output.ref?.path.at(-1) === output.name) continue;
    const { name } = output;
    yield { name: (name.name ?? "").toLowerCase(), weight: 380, item: () => ({ kind: "column", label: name.name ?? "", insert: writeWritten(name, reading, quoting), detail: "of this query", doc: "" }) };
  }
}

/** Behind `alias.`, `table.`, `schema.` or `schema.table.`. */
function* qualifiedColumns(reading: Reading, place: CursorPlace, quoting: Quoting): Generator<Candidate> {
  const { query, qualifier } = place;
  const own = query === null ? [] : [...visibleQueries(query)].flatMap((one) => sourcesMeant(reading, one, qualifier).map((source) => ({ query: one, source })));
  const facts = { reading, quoting, owner: null };
  for (const { query: here, source } of own) {
    for (const [index, column] of columnsOfSource(reading, here, source).columns.entries()) yield columnCandidate(column, { ...facts, from: nameOf(source), weight: 400 - Math.min(index, 200) });
  }
  if (own.length > 0) return;
  yield* tableCandidates(reading, place, quoting);
  // A table that no FROM names yet.
  if (place.statement === null) return;
  for (const column of columnsOfTable(reading, query ?? place.statement.query, qualifier).columns) yield columnCandidate(column, { ...facts, from: qualifier.map(({ name }) => name).join("."), weight: 200 });
}

/** Before FROM is written any column may be meant; something must be typed of it. */
function* everyColumn(reading: Reading, { typed }: CursorPlace, quoting: Quoting): Generator<Candidate> {
  if (typed === "") return;
  for (const { table } of reading.index?.entries ?? []) {
    const from = `${table.schema}.${table.name}`;
    for (const { name, type } of table.columns) yield columnCandidate({ name, type, place: null }, { reading, quoting, owner: null, from, weight: 100 });
  }
}

/** `a.id = b.id` for columns that the table just joined and one before it have in common. */
export function* joinCandidates(reading: Reading, { query, clause, before, from }: CursorPlace, quoting: Quoting): Generator<Candidate> {
  if (query === null || clause !== "on" || (before[0] !== "ON" && before[0] !== "AND")) return;
  const known = query.sources.filter(({ start }) => start < from);
  const joined = known.at(-1);
  if (joined === undefined) return;
  const own = columnsOfSource(reading, query, joined).columns;
  for (const source of known.slice(0, -1)) {
    const names = [source, joined].map((one) => ownerOf({ query, source: one }, reading, quoting));
    const other = new Map(columnsOfSource(reading, query, source).columns.map((column) => [storedKey(column.name, reading.dialect), column]));
    for (const column of own) yield* joinOn(reading, quoting, { names, pair: [other.get(storedKey(column.name, reading.dialect)), column] });
  }
}

interface Pair {
  readonly names: readonly (string | null)[];
  readonly pair: readonly [Column | undefined, Column];
}

function* joinOn({ dialect }: Reading, quoting: Quoting, { names, pair }: Pair): Generator<Candidate> {
  const [left, right] = pair;
  const [leftName, rightName] = names;
  if (left === undefined || leftName == null || rightName == null) return;
  const text = `${leftName}.${writeName(left.name, dialect, quoting)} = ${rightName}.${writeName(right.name, dialect, quoting)}`;
  const isKey = /(?:^|_)(?:id|key|code|uuid|no|number)$/i.test(left.name);
  const kind: CompletionKind = "join";
  yield { name: left.name.toLowerCase(), weight: isKey ? 640 : 480, item: () => ({ kind, label: text, insert: text, detail: "equal names", doc: "" }) };
}
