/** What the reader finds in a SQL text: statements, queries within queries, sources, columns. Offsets are those of the whole text. */

/** One part of a dotted name. */
export interface NamePart {
  /** As written, without quotes and with known templates filled in; null where a template hides it. */
  readonly name: string | null;
  readonly isQuoted: boolean;
  readonly start: number;
  readonly end: number;
}

export interface Join {
  readonly isNatural: boolean;
  /** A semi or anti join: its columns are not seen outside of its condition. */
  readonly isSemi: boolean;
  readonly using: readonly NamePart[];
}

export interface Source {
  /** `open`: a function, a file, values or a template; its columns are not known from the text. */
  readonly kind: "table" | "query" | "open";
  readonly path: readonly NamePart[];
  readonly alias: NamePart | null;
  /** `alias(a, b)`. */
  readonly columns: readonly NamePart[];
  readonly query: Query | null;
  readonly join: Join;
  readonly start: number;
  readonly end: number;
}

export interface Cte {
  readonly name: NamePart;
  readonly columns: readonly NamePart[];
  readonly query: Query | null;
  readonly isRecursive: boolean;
  readonly start: number;
  readonly end: number;
}

/** What a SELECT list gives: a named column, `*`, `t.*`, or something whose name only the database knows. */
export type Output = { readonly start: number; readonly end: number } & (
  | { readonly kind: "named"; readonly name: NamePart; readonly ref: ColumnRef | null }
  | { readonly kind: "star"; readonly of: readonly NamePart[] }
  | { readonly kind: "unnamed" }
);

export type ClauseName =
  | "select" | "from" | "on" | "where" | "group" | "having" | "qualify" | "window" | "order" | "limit" | "values" | "set" | "target" | "returning" | "other";

export interface Clause {
  readonly name: ClauseName;
  readonly start: number;
}

export interface ColumnRef {
  readonly path: readonly NamePart[];
  readonly clause: ClauseName;
  /** A word of the language may be meant instead of a column, or a name made inside the expression. */
  readonly isSoft: boolean;
  /** The query's sources from this index on are not yet joined where this stands. */
  readonly sourceCount: number | null;
}

/** One SELECT, or the outer part of INSERT, UPDATE, DELETE, MERGE. Filled while it is read, then left alone. */
export interface Query {
  readonly start: number;
  end: number;
  /** The query around this one: its CTEs can be seen. */
  readonly parent: Query | null;
  /** Whether its columns can be seen as well. */
  readonly seesParent: boolean;
  readonly ctes: Cte[];
  readonly sources: Source[];
  readonly outputs: Output[];
  readonly refs: ColumnRef[];
  readonly clauses: Clause[];
  readonly children: Query[];
  /** The first of the queries that make up this one: it names the columns. */
  body: Query | null;
  /** Something in it hides which columns there are. */
  isHidden: boolean;
  /** ORDER BY behind UNION means the columns of the whole. */
  isAfterSetOperation: boolean;
}

export interface TableTarget {
  readonly verb: "create" | "insert" | "update" | "delete" | "merge" | "drop" | "alter" | "truncate" | "copy";
  readonly path: readonly NamePart[];
  readonly isTemporary: boolean;
  /** Columns that CREATE TABLE names, or those of its query; null where neither tells. */
  readonly columns: readonly { readonly name: string; readonly type: string }[] | null;
  readonly query: Query | null;
  readonly start: number;
  readonly end: number;
}

export type StatementKind = "select" | "insert" | "update" | "delete" | "merge" | "create" | "drop" | "alter" | "truncate" | "copy" | "other";

export interface StatementShape {
  readonly kind: StatementKind;
  readonly start: number;
  /** Where the next statement begins, or the text ends: a cursor before it belongs to this one. */
  readonly end: number;
  /** Around everything in it; it has no sources of its own unless the statement changes a table. */
  readonly query: Query;
  readonly targets: readonly TableTarget[];
  /** Tables named outside of FROM, as REFERENCES does. */
  readonly mentions: readonly (readonly NamePart[])[];
  /** `{% %}` in it: what stands in the text may not be what runs. */
  readonly hasBlocks: boolean;
}

export interface TextShape {
  readonly statements: readonly StatementShape[];
  /** ATTACH, USE, SET search_path: names may mean other things than the catalogue says. */
  readonly movesNames: boolean;
}

export const plainJoin: Join = { isNatural: false, isSemi: false, using: [] };

export function newQuery(start: number, parent: Query | null, seesParent: boolean): Query {
  const query: Query = { start, end: start, parent, seesParent, ctes: [], sources: [], outputs: [], refs: [], clauses: [], children: [], body: null, isHidden: false, isAfterSetOperation: false };
  parent?.children.push(query);
  return query;
}

/** All queries of a statement, outer ones first. */
export function* queriesIn(query: Query): Generator<Query> {
  yield query;
  for (const child of query.children) yield* queriesIn(child);
}
