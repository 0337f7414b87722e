/** What a name means at a place: which table, CTE or alias, and which columns can be seen there. */
import { type CatalogIndex, indexCatalog, type TableEntry } from "./catalog-index.ts";
import { keyOf, ownSchema, partKey, storedKey } from "./dialect.ts";
import type { SqlDialect, SqlInput } from "./language.ts";
import { structureOf } from "./read-structure.ts";
import { type Cte, type NamePart, type Query, queriesIn, type Source, type StatementShape, type TableTarget, type TextShape } from "./structure.ts";
import { lexSql, type Token } from "./tokens.ts";

export interface Column {
  readonly name: string;
  readonly type: string;
  /** Where the text itself names it. */
  readonly place: NamePart | null;
}

export interface Relation {
  readonly columns: readonly Column[];
  /** It may have columns that are not listed. */
  readonly isOpen: boolean;
}

/** A text with all that its names are looked up in. */
export interface Reading {
  readonly input: SqlInput;
  readonly dialect: SqlDialect;
  readonly tokens: readonly Token[];
  readonly shape: TextShape;
  readonly index: CatalogIndex | null;
}

export function readText(input: SqlInput): Reading {
  const tokens = lexSql(input.text, { templates: true });
  const shape = structureOf(input.text, tokens, { templateValues: input.templateValues ?? {} });
  return { input, dialect: input.dialect, tokens, shape, index: input.catalog === null ? null : indexCatalog(input.catalog, input.dialect) };
}

/** The statement around an offset, if one has begun before it. */
export function shapeAt({ shape }: Reading, offset: number): StatementShape | null {
  return shape.statements.findLast(({ start }) => start <= offset) ?? null;
}

/** The innermost query around an offset. */
export function queryAt(statement: StatementShape, offset: number): Query {
  let found = statement.query;
  for (;;) {
    const inner = found.children.findLast(({ start, end }) => start <= offset && offset <= end);
    if (inner === undefined) return found;
    found = inner;
  }
}

/** CTEs that a FROM at `offset` may name, nearest first. */
export function ctesAt(query: Query, offset: number): Cte[] {
  const found: Cte[] = [];
  for (let here: Query | null = query; here !== null; here = here.parent) {
    found.push(...here.ctes.filter(({ isRecursive, end }) => isRecursive || end <= offset).toReversed());
  }
  return found;
}

export type TableMeaning =
  | { readonly kind: "cte"; readonly cte: Cte }
  | { readonly kind: "table"; readonly entry: TableEntry }
  /** Made by the same script. */
  | { readonly kind: "made"; readonly target: TableTarget }
  | { readonly kind: "unknown" };

/** What the name of a table means. `unknown` also where no catalogue is at hand. */
export function tableMeant(reading: Reading, query: Query, path: readonly NamePart[]): TableMeaning {
  const { dialect } = reading;
  const table = path.at(-1);
  const key = table === undefined ? null : partKey(table, dialect);
  if (table === undefined || key === null) return { kind: "unknown" };
  if (path.length === 1) {
    const cte = ctesAt(query, table.start).find(({ name }) => partKey(name, dialect) === key);
    if (cte !== undefined) return { kind: "cte", cte };
  }
  const schema = path.at(-2);
  const entry = findTable(reading, schema === undefined ? null : partKey(schema, dialect), key);
  const made = madeBefore(reading, path, key);
  if (made !== null && (made.isTemporary || entry === null)) return { kind: "made", target: made };
  if (entry !== null) return { kind: "table", entry };
  return { kind: "unknown" };
}

function madeBefore({ shape, dialect }: Reading, path: readonly NamePart[], key: string): TableTarget | null {
  const targets = shape.statements.flatMap((statement) => statement.targets.filter(({ verb }) => verb === "create"));
  const same = targets.filter((target) => {
    const [own, ownSchemaPart] = target.path.toReversed();
    const schema = path.at(-2);
    if (own === undefined || partKey(own, dialect) !== key) return false;
    return schema === undefined || ownSchemaPart === undefined || partKey(schema, dialect) === partKey(ownSchemaPart, dialect);
  });
  return same.findLast(({ end }) => end < (path[0]?.start ?? 0)) ?? same[0] ?? null;
}

/** Keys; a null schema is looked up along the search path, or anywhere when there is none. */
export function findTable({ index, input, dialect }: Reading, schema: string | null, table: string): TableEntry | null {
  if (index === null) return null;
  if (schema !== null) return index.schemas.get(schema)?.tables.get(table) ?? null;
  const all = index.byName.get(table) ?? [];
  const order = searchOrder(input, dialect);
  if (order === null) return all.find((entry) => storedKey(entry.table.schema, dialect) === ownSchema[dialect]) ?? all[0] ?? null;
  for (const one of order) {
    const found = all.find((entry) => storedKey(entry.table.schema, dialect) === one);
    if (found !== undefined) return found;
  }
  return null;
}

/** Keys of the schemas in which names without one are looked up; null where any may be. */
export function searchOrder(input: Pick<SqlInput, "searchPath">, dialect: SqlDialect): string[] | null {
  if (input.searchPath === undefined) return null;
  return [...input.searchPath.map((schema) => storedKey(schema, dialect)), ownSchema[dialect]];
}

const unknownRelation: Relation = { columns: [], isOpen: true };
const maxDepth = 40;

export function columnsOfSource(reading: Reading, query: Query, source: Source, depth = 0): Relation {
  return renamed(sourceRelation(reading, query, source, depth), source.columns);
}

function sourceRelation(reading: Reading, query: Query, source: Source, depth: number): Relation {
  if (depth > maxDepth || source.kind === "open") return unknownRelation;
  if (source.kind === "query") return source.query === null ? unknownRelation : columnsOfQuery(reading, source.query, depth + 1);
  return columnsOfTable(reading, query, source.path, depth);
}

export function columnsOfTable(reading: Reading, query: Query, path: readonly NamePart[], depth = 0): Relation {
  const meaning = tableMeant(reading, query, path);
  if (meaning.kind === "table") return { columns: meaning.entry.table.columns.map(({ name, type }) => ({ name, type, place: null })), isOpen: false };
  if (meaning.kind === "cte") {
    const { cte } = meaning;
    const relation = cte.query === null || depth > maxDepth ? unknownRelation : columnsOfQuery(reading, cte.query, depth + 1);
    // What a recursive query gives is named by its first part; a text that is being typed may not have one yet.
    return renamed(cte.isRecursive && cte.columns.length === 0 ? { ...relation, isOpen: true } : relation, cte.columns);
  }
  if (meaning.kind === "made") return columnsOfTarget(reading, meaning.target, depth);
  return unknownRelation;
}

function columnsOfTarget(reading: Reading, target: TableTarget, depth: number): Relation {
  const isAltered = reading.shape.statements.some(({ kind }) => kind === "alter");
  if (target.query !== null && depth <= maxDepth) {
    const relation = columnsOfQuery(reading, target.query, depth + 1);
    return { ...relation, isOpen: relation.isOpen || isAltered || target.columns !== null };
  }
  if (target.columns === null) return unknownRelation;
  return { columns: target.columns.map(({ name, type }) => ({ name, type, place: null })), isOpen: isAltered };
}

/** `alias(a, b)`: the first columns get other names. */
function renamed(relation: Relation, names: readonly NamePart[]): Relation {
  if (names.length === 0) return relation;
  const columns = names.map((place, index) => ({ name: place.name ?? "", type: relation.columns[index]?.type ?? "", place }));
  return { columns: [...columns, ...relation.columns.slice(names.length)], isOpen: relation.isOpen && names.length > 0 };
}

export function columnsOfQuery(reading: Reading, query: Query, depth = 0): Relation {
  if (depth > maxDepth) return unknownRelation;
  if (query.body !== null) return columnsOfQuery(reading, query.body, depth + 1);
  const columns: Column[] = [];
  let isOpen = query.isHidden;
  for (const output of query.outputs) {
    if (output.kind === "unnamed") isOpen = true;
    else if (output.kind === "named") {
      isOpen = isOpen || output.name.name === null;
      if (output.name.name !== null) columns.push({ name: storedNameOf(output.name, reading.dialect), type: output.ref === null ? "" : typeOfRef(reading, query, output.ref.path, depth), place: output.name });
    } else {
      const relation = columnsOfStar(reading, query, output.of, depth);
      columns.push(...relation.columns);
      isOpen = isOpen || relation.isOpen;
    }
  }
  // `from t` alone gives all of it.
  if (query.outputs.length === 0) return query.sources.length === 0 ? unknownRelation : columnsOfStar(reading, query, [], depth);
  return { columns, isOpen };
}

/** As the database will keep it. */
function storedNameOf(part: NamePart, dialect: SqlDialect): string {
  return dialect === "postgres" && !part.isQuoted ? (part.name ?? "").toLowerCase() : (part.name ?? "");
}

function typeOfRef(reading: Reading, query: Query, path: readonly NamePart[], depth: number): string {
  const name = path.at(-1);
  const key = name === undefined ? null : partKey(name, reading.dialect);
  if (key === null || depth > 8) return "";
  for (const source of sourcesMeant(reading, query, path.slice(0, -1))) {
    const found = columnsOfSource(reading, query, source, depth + 1).columns.find((column) => storedKey(column.name, reading.dialect) === key);
    if (found !== undefined) return found.type;
  }
  return "";
}

function columnsOfStar(reading: Reading, query: Query, of: readonly NamePart[], depth: number): Relation {
  const relations = sourcesMeant(reading, query, of).map((source) => (source.join.isSemi ? { columns: [], isOpen: false } : columnsOfSource(reading, query, source, depth + 1)));
  if (relations.length === 0) return unknownRelation;
  return { columns: relations.flatMap(({ columns }) => columns), isOpen: relations.some(({ isOpen }) => isOpen) };
}

/** The name under which a source's columns are reached, as a key; null where it has none. */
export function sourceKey(source: Source, dialect: SqlDialect): string | null {
  const name = source.alias ?? source.path.at(-1);
  return name === undefined ? null : partKey(name, dialect);
}

/** Sources of this query that a qualifier means; all of them without one. */
export function sourcesMeant(reading: Reading, query: Query, qualifier: readonly NamePart[]): Source[] {
  const last = qualifier.at(-1);
  if (last === undefined) return query.sources;
  const key = partKey(last, reading.dialect);
  return query.sources.filter((source) => key !== null && sourceKey(source, reading.dialect) === key && (qualifier.length === 1 || source.alias === null));
}

/** A query and those around it whose columns can be seen, nearest first. */
export function* visibleQueries(query: Query): Generator<Query> {
  for (let here: Query | null = query; here !== null; here = here.seesParent ? here.parent : null) yield here;
}

export interface FoundColumn {
  readonly column: Column;
  readonly source: Source;
  readonly query: Query;
}

/** Where a column comes from: all places of the nearest query that has it. */
export function findColumns(reading: Reading, query: Query, path: readonly NamePart[]): FoundColumn[] {
  const name = path.at(-1);
  const key = name === undefined ? null : partKey(name, reading.dialect);
  if (key === null) return [];
  for (const here of visibleQueries(query)) {
    const found = sourcesMeant(reading, here, path.slice(0, -1)).flatMap((source) => {
      const column = columnsOfSource(reading, here, source).columns.find((one) => storedKey(one.name, reading.dialect) === key);
      return column === undefined ? [] : [{ column, source, query: here }];
    });
    if (found.length > 0) return found;
  }
  return [];
}

/** Whether SELECT gives something this name that is not simply the column of that name. */
export function hasOutput(query: Query, key: string, dialect: SqlDialect): boolean {
  return query.outputs.some((output) => output.kind === "named" && output.ref?.path.at(-1) !== output.name && output.name.name !== null && keyOf(output.name.name, output.name.isQuoted, dialect) === key);
}

/** Every source of a statement that names a table, with the query that it stands in. */
export function tableSources(statement: StatementShape): { query: Query; source: Source }[] {
  return [...queriesIn(statement.query)].flatMap((query) => query.sources.flatMap((source) => (source.kind === "table" ? [{ query, source }] : [])));
}
