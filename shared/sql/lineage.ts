/**
 * Which columns of which tables each column of a query is made of: through CTEs, aliases, joins, unions, subqueries and `*`. Only what a value
 * is made of counts, not what rows are chosen or grouped by. What cannot be told from text and catalogue is said to be unknown, never
 * guessed; nothing is ever thrown.
 */
import { partKey, storedKey } from "./dialect.ts";
import type { SqlInput } from "./language.ts";
import { readText, type Reading, sourceKey, sourcesMeant, tableMeant, visibleQueries } from "./scope.ts";
import { itemsWithin, mergeJoined, PlacedTokens } from "./lineage-parts.ts";
import type { ColumnRef, Cte, NamePart, Output, Query, Source, StatementShape } from "./structure.ts";

/** A column of a table outside of the text. */
export interface SourceColumn {
  /** As the database has it where the catalogue knows the table, as written otherwise; null where none is written. */
  readonly schema: string | null;
  readonly table: string;
  readonly column: string;
}

export interface ColumnLineage {
  /** Null where only the database knows how it is called. */
  readonly name: string | null;
  /** In the order in which they are met, each once. */
  readonly from: readonly SourceColumn[];
  /** False: there may be more sources than these. */
  readonly isKnown: boolean;
}

export interface Lineage {
  readonly columns: readonly ColumnLineage[];
  /** False: there may be more columns than these. */
  readonly isKnown: boolean;
}

const nothing: Lineage = { columns: [], isKnown: false };
const deepest = 250;

/** Of the last statement that gives rows, or fills a table; null where there is none. */
export function lineageOf(input: SqlInput): Lineage | null {
  const reading = readText(input);
  const statement = reading.shape.statements.findLast((one) => one.kind === "select" || queryOfChange(one) !== null);
  if (statement === undefined) return null;
  const tracer = new Tracer(reading);
  const found = tracer.query(queryOfChange(statement) ?? statement.query, 0);
  return statement.hasBlocks || reading.shape.movesNames ? { isKnown: false, columns: found.columns.map((column) => ({ ...column, isKnown: false })) } : found;
}

/** The query whose rows an INSERT or CREATE TABLE AS takes. */
function queryOfChange({ kind, query, targets }: StatementShape): Query | null {
  if (kind === "create") return targets.find((target) => target.query !== null)?.query ?? null;
  if (kind !== "insert") return null;
  return query.children.flatMap(({ children }) => children).find((inner) => !inner.seesParent && (inner.body !== null || inner.outputs.length > 0)) ?? null;
}

/** A column while it is followed; a table of unknown columns has any. */
interface Traced extends Lineage {
  /** Set where a column that is not listed must be the table's own. */
  readonly any: { readonly schema: string | null; readonly table: string } | null;
  /** A recursive query that reads itself: brings nothing new. */
  readonly isSelf?: boolean;
}

const closed = (columns: readonly ColumnLineage[]): Traced => ({ columns, isKnown: true, any: null });
const open: Traced = { columns: [], isKnown: false, any: null };

interface PlacedRefs {
  readonly refs: readonly ColumnRef[];
  readonly starts: readonly number[];
}

function placeRefs({ refs }: Query): PlacedRefs {
  const startOf = ({ path }: ColumnRef): number => path[0]?.start ?? 0;
  const placed = refs.toSorted((one, other) => startOf(one) - startOf(other));
  return { refs: placed, starts: placed.map(startOf) };
}

interface GivenName {
  readonly output: Output;
}

class Tracer {
  readonly #reading: Reading;
  readonly #tokens: PlacedTokens;
  readonly #outputs = new Map<Output, Lineage>();
  readonly #refs = new Map<Query, PlacedRefs>();
  readonly #given = new Map<Query, ReadonlyMap<string, readonly GivenName[]>>();
  readonly #sources = new Map<Source, Traced>();
  readonly #queries = new Map<Query, Lineage>();
  readonly #ctes = new Map<Cte, Traced>();
  readonly #under = new Set<Cte>();
  /** How often a recursive query met itself: what was found on the way is not whole, and not kept. */
  #selves = 0;

  constructor(reading: Reading) {
    this.#reading = reading;
    this.#tokens = new PlacedTokens(reading.tokens);
  }

  query(query: Query, depth: number): Lineage {
    if (depth > deepest) return nothing;
    const { body } = query;
    return this.#once(this.#queries, query, () => (body === null ? this.#core(query, depth) : query.clauses.length > 0 ? this.query(body, depth + 1) : this.#union(query, depth)));
  }

  /** Each part is followed once, or texts whose parts name each other twice would take for ever. */
  #once<Key, Value>(kept: Map<Key, Value>, key: Key, follow: () => Value): Value {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const before = this.#selves;
    const found = follow();
    if (this.#selves === before) kept.set(key, found);
    return found;
  }

  /** UNION joins columns by their places (or names); EXCEPT and INTERSECT give rows of the first query. */
  #union(query: Query, depth: number): Lineage {
    const parts = query.children.filter((child) => child.seesParent);
    const [first, ...others] = parts.map((part) => ({ lineage: this.query(part, depth + 1), words: this.#tokens.wordsBefore(part.start) }));
    if (first === undefined) return nothing;
    const all = others.reduce<Lineage>((before, { lineage, words }) => (words.includes("UNION") ? joined(before, lineage, words.includes("NAME"), this.#reading) : before), first.lineage);
    return { ...all, columns: all.columns.map((column) => ({ ...column, from: distinct(column.from) })) };
  }

  #core(query: Query, depth: number): Lineage {
    const outputs = query.outputs.length === 0 && query.sources.length > 0 ? [{ kind: "star" as const, of: [], start: query.start, end: query.start }] : query.outputs;
    const parts = outputs.map((output) => this.#output(query, output, depth));
    const isKnown = outputs.length > 0 && !query.isHidden && parts.every((part) => part.isKnown);
    return { columns: parts.flatMap(({ columns }) => (query.isHidden ? columns.map((column) => ({ ...column, isKnown: false })) : columns)), isKnown };
  }

  #output(query: Query, output: Output, depth: number): Lineage {
    return this.#once(this.#outputs, output, () => this.#outputOnce(query, output, depth));
  }

  #outputOnce(query: Query, output: Output, depth: number): Lineage {
    if (output.kind === "star") return this.#star(query, output.of, depth);
    if (output.start === output.end) return nothing;
    // `* exclude (a)`: which columns are left is for the database to say.
    if (this.#tokens.firstOf(output)?.text === "*") return { columns: this.#star(query, [], depth).columns.map((column) => ({ ...column, isKnown: false })), isKnown: false };
    const inside = (place: { start: number; end: number }): boolean => place.start >= output.start && place.end <= output.end;
    const refs = this.#refsWithin(query, output).filter(({ path }) => path[0] !== undefined && inside({ start: path[0].start, end: path.at(-1)?.end ?? 0 }) && path[0] !== (output.kind === "named" ? (output.ref === null ? output.name : null) : null));
    const found = refs.map((ref) => this.#column(query, ref.path, { isSoft: ref.isSoft, before: output, depth }));
    const inner = query.children.filter((child) => child.seesParent && inside(child)).map((child) => oneOf(this.query(child, depth + 1)));
    const all = [...found, ...inner];
    const name = output.kind === "named" ? this.#written(output.name) : null;
    return { columns: [{ name, from: distinct(all.flatMap(({ from }) => from)), isKnown: all.every((one) => one.isKnown) }], isKnown: true };
  }

  #star(query: Query, of: readonly NamePart[], depth: number): Lineage {
    const sources = sourcesMeant(this.#reading, query, of).filter(({ join }) => !join.isSemi);
    if (sources.length === 0) return nothing;
    const traced = sources.map((source) => ({ source, lineage: this.#source(query, source, depth) }));
    return { columns: mergeJoined(traced.map(({ source, lineage }) => ({ join: source.join, columns: lineage.columns })), this.#reading.dialect), isKnown: traced.every(({ lineage }) => lineage.isKnown) };
  }

  /** What a name stands for: the nearest query that has it decides. */
  #column(query: Query, path: readonly NamePart[], { isSoft, before, depth }: { isSoft: boolean; before: Output; depth: number }): ColumnLineage {
    const name = path.at(-1);
    const key = name === undefined ? null : partKey(name, this.#reading.dialect);
    const written = name?.name ?? "";
    const none: ColumnLineage = { name: null, from: [], isKnown: isSoft && path.every((part) => part.name !== null) };
    if (key === null || depth > deepest) return { ...none, isKnown: false };
    for (const here of visibleQueries(query)) {
      const meant = sourcesMeant(this.#reading, here, path.slice(0, -1)).map((source) => this.#source(here, source, depth));
      const has = meant.flatMap(({ columns }) => columns.filter((column) => column.name !== null && storedKey(column.name, this.#reading.dialect) === key).slice(0, 1));
      if (has.length > 0) return { name: null, from: distinct(has.flatMap(({ from }) => from)), isKnown: has.every((one) => one.isKnown) };
      const [only, second] = meant.filter(({ isKnown, isSelf }) => !isKnown && isSelf !== true);
      // A word such as `day` may be the language's or an unknown table's.
      if (only !== undefined && second === undefined && only.any !== null && !isSoft) return { name: null, from: [{ ...only.any, column: written }], isKnown: true };
      if (only !== undefined) return { ...none, isKnown: false };
      if (meant.some(({ isSelf }) => isSelf === true)) return { ...none, isKnown: true };
      const alias = here === query && path.length === 1 ? this.#earlier(query, key, before, depth) : null;
      if (alias !== null) return alias;
      // A whole row by the name of its source.
      const row = path.length === 1 ? here.sources.find((source) => sourceKey(source, this.#reading.dialect) === key) : undefined;
      if (row !== undefined) return rowOf(this.#source(here, row, depth));
    }
    return none;
  }

  /** DuckDB lets SELECT go on with a name that it has given before. */
  #earlier(query: Query, key: string, before: Output, depth: number): ColumnLineage | null {
    if (this.#reading.dialect !== "duckdb") return null;
    const given = this.#namesOf(query).get(key)?.findLast(({ output }) => output.end <= before.start)?.output;
    return given === undefined ? null : (this.#output(query, given, depth + 1).columns[0] ?? null);
  }

  #namesOf(query: Query): ReadonlyMap<string, readonly GivenName[]> {
    const known = this.#given.get(query);
    if (known !== undefined) return known;
    const names = Map.groupBy(
      query.outputs.flatMap((output) => (output.kind === "named" ? [{ key: partKey(output.name, this.#reading.dialect), output }] : [])),
      ({ key }) => key ?? "",
    );
    names.delete("");
    this.#given.set(query, names);
    return names;
  }

  #refsWithin(query: Query, output: Output): readonly ColumnRef[] {
    const known = this.#refs.get(query) ?? placeRefs(query);
    this.#refs.set(query, known);
    return itemsWithin(known.refs, known.starts, output);
  }

  #source(query: Query, source: Source, depth: number): Traced {
    return this.#once(this.#sources, source, () => this.#renamed(depth > deepest ? open : this.#relation(query, source, depth), source.columns));
  }

  #relation(query: Query, source: Source, depth: number): Traced {
    if (source.kind === "open") return open;
    if (source.kind === "query") return source.query === null ? open : { ...this.query(source.query, depth + 1), any: null };
    const meaning = tableMeant(this.#reading, query, source.path);
    if (meaning.kind === "cte") return this.#cte(meaning.cte, depth);
    if (meaning.kind === "table") {
      const { schema, name, columns } = meaning.entry.table;
      return closed(columns.map((column) => ({ name: column.name, from: [{ schema, table: name, column: column.name }], isKnown: true })));
    }
    if (meaning.kind === "made" && meaning.target.query !== null) return { ...this.query(meaning.target.query, depth + 1), any: null };
    const [table, schema] = source.path.toReversed();
    if (table?.name == null || schema?.name === null) return open;
    const place = { schema: schema?.name ?? null, table: table.name };
    const listed = meaning.kind === "made" ? (meaning.target.columns ?? []) : [];
    return { columns: listed.map(({ name }) => ({ name, from: [{ ...place, column: name }], isKnown: true })), isKnown: listed.length > 0, any: place };
  }

  #cte(cte: Cte, depth: number): Traced {
    const { query } = cte;
    if (query === null) return open;
    if (this.#under.has(cte)) {
      this.#selves++;
      return { ...closed([]), isSelf: true };
    }
    return this.#once(this.#ctes, cte, () => {
      const before = this.#selves;
      this.#under.add(cte);
      const found = this.query(query, depth + 1);
      this.#under.delete(cte);
      // Nothing around it waits for itself: this is whole.
      if (this.#under.size === 0) this.#selves = before;
      return this.#renamed({ ...found, any: null }, cte.columns);
    });
  }

  #renamed(traced: Traced, names: readonly NamePart[]): Traced {
    if (names.length === 0) return traced;
    const columns = traced.columns.map((column, at) => (names[at] === undefined ? column : { ...column, name: names[at].name }));
    const missing = names.slice(columns.length).map((part): ColumnLineage => ({ name: part.name, from: [], isKnown: false }));
    return { ...traced, columns: [...columns, ...missing], any: null };
  }

  #written(part: NamePart): string | null {
    return part.name !== null && this.#reading.dialect === "postgres" && !part.isQuoted ? part.name.toLowerCase() : part.name;
  }
}

function oneOf({ columns, isKnown }: Lineage): ColumnLineage {
  return { name: null, from: columns.flatMap(({ from }) => from), isKnown: isKnown && columns.every((column) => column.isKnown) };
}

function rowOf(traced: Traced): ColumnLineage {
  return { ...oneOf(traced), isKnown: traced.isKnown };
}

/** What stands in several of them is there several times. */
function joined(one: Lineage, other: Lineage, byName: boolean, { dialect }: Reading): Lineage {
  const partner = (column: ColumnLineage, at: number): ColumnLineage | undefined => (byName ? other.columns.find(({ name }) => name !== null && column.name !== null && storedKey(name, dialect) === storedKey(column.name, dialect)) : other.columns[at]);
  const columns = one.columns.map((column, at): ColumnLineage => {
    const match = partner(column, at);
    return match === undefined ? { ...column, isKnown: column.isKnown && (byName || other.isKnown) } : { name: column.name, from: [...column.from, ...match.from], isKnown: column.isKnown && match.isKnown };
  });
  const more = byName ? other.columns.filter(({ name }) => name === null || !one.columns.some((column) => column.name !== null && storedKey(column.name, dialect) === storedKey(name, dialect))) : [];
  return { columns: [...columns, ...more], isKnown: one.isKnown && other.isKnown };
}

function distinct(columns: readonly SourceColumn[]): SourceColumn[] {
  return [...new Map(columns.map((column) => [JSON.stringify([column.schema, column.table, column.column]), column])).values()];
}
