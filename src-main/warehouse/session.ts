/**
 * What every database of the SQL host offers the rest of it. A session is one connection held by one job.
 * Values come back as exact display text (null is SQL NULL); nothing is parsed into JavaScript numbers.
 * A new database is a folder that implements `Database`, `Session` and `Dialect`.
 */
import type { DuckDBDataChunk } from "@duckdb/node-api";
import type { ProfileEvent, ResultColumn } from "../../shared/contract/sql.ts";
import type { Catalog, RowSet } from "../../shared/contract/warehouse.ts";
import type { TableName } from "../../shared/sql/names.ts";

export type { TableName };

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  /** A default, a sequence or an identity fills it when a row leaves it out. */
  readonly hasDefault: boolean;
  /** Computed by the database: may not be written. */
  readonly generated: boolean;
}

export type Cells = readonly (string | null)[];

/** A refusal or a loss reported by the database. `offset` is a UTF-16 index into the statement that was sent. */
export class SqlFailure extends Error {
  readonly kind: "sql" | "connection";
  readonly offset: number | null;
  /** SQLSTATE, or the database's own name of the trouble. */
  readonly code: string;
  readonly detail: string | null;
  /** Where the server was when it refused a row of a file, in its own words and language (PostgreSQL's CONTEXT). */
  readonly context: string | null;
  /** The column that the database itself names. */
  readonly column: string | null;

  constructor(facts: {
    kind: "sql" | "connection";
    message: string;
    offset?: number | null;
    code?: string;
    detail?: string | null;
    context?: string | null;
    column?: string | null;
  }) {
    super(facts.message);
    this.name = "SqlFailure";
    this.kind = facts.kind;
    this.offset = facts.offset ?? null;
    this.code = facts.code ?? "";
    this.detail = facts.detail ?? null;
    this.context = facts.context ?? null;
    this.column = facts.column ?? null;
  }

  /** The same failure seen from a text in which the statement starts `by` units later (negative: earlier). */
  shifted(by: number): SqlFailure {
    return this.relocated((offset) => (offset + by < 0 ? null : offset + by));
  }

  relocated(place: (offset: number) => number | null): SqlFailure {
    return new SqlFailure({ ...this, message: this.message, offset: this.offset === null ? null : place(this.offset) });
  }
}

/** A column of a query's result, and how it is kept: the type of DuckDB that holds it, and the one that it means where it is kept as text. */
export interface CursorColumn extends ResultColumn {
  readonly storedAs: string;
  /** Null where the stored value has its own type. */
  readonly textOf: string | null;
}

/** Rows as they came: a piece of DuckDB's own, or cells of text. */
export type Batch = { readonly rows: number } & ({ readonly chunk: DuckDBDataChunk } | { readonly cells: readonly Cells[] });

/** One statement under way. */
export interface Cursor {
  /** Null where it returns no rows. */
  readonly columns: readonly CursorColumn[] | null;
  /** The next rows, or null at the end. */
  next(): Promise<Batch | null>;
  /** Ends it, early too: what it writes is written all the same. Says how many rows it changed or gave. */
  close(): Promise<number | null>;
  /** Leaves it where it is, after a failure or a stop. */
  abandon(): Promise<void>;
}

export interface BoundStatement {
  readonly sql: string;
  /** For $1, $2 …, as text; null is SQL NULL. */
  readonly values: readonly (string | null)[];
}

export interface Session {
  readonly dialect: Dialect;
  /** Runs one statement, drops the rows it returns, and says how many rows it changed or returned. */
  execute(sql: string): Promise<number | null>;
  /** Runs one query of ours whose columns are all text. Meant for small results. */
  read(sql: string): Promise<Cells[]>;
  /** Runs one statement of a person, its rows piece by piece. Until it is closed the session can do nothing else. */
  open(statement: BoundStatement): Promise<Cursor>;
  /** Columns of a query, without running it. */
  describe(query: string): Promise<{ name: string; type: string }[]>;
  /** Streams a CSV file into a table (PostgreSQL's COPY); absent where the database reads files itself. */
  readonly copyIn?: ((copy: { readonly sql: string; readonly path: string }) => Promise<number>) | undefined;
  inTransaction(): boolean;
  /** For long work between statements: throws when the job is to stop. */
  checkStop(): void;
  /** Stops the statement in flight; resolves when the request has been delivered. Harmless when nothing runs. */
  interrupt(): Promise<void>;
  /** What the server says on the side (RAISE NOTICE). */
  onNotice(handler: (text: string) => void): void;
  /** Rolls back what is open and gives the connection back. */
  close(): Promise<void>;
}

/** A load that has been written and audited, about to be shown to readers. */
export interface Publication {
  readonly prep: TableName;
  readonly final: TableName;
  /** Builds the empty end table under the given name. */
  createTable(name: TableName): string;
  /** Statements on the published table: comments, and indexes where these are made late. */
  finishing(name: TableName): string[];
  /** True when `create table … as` filled the table: `createTable` would run the query again. */
  readonly filledByDdl: boolean;
  /** Part of the names that belong to this attempt alone; taken out of index names when the table moves. */
  readonly mark: string;
}

export interface Dialect {
  readonly kind: "duckdb" | "postgres";
  /** Whether indexes of the ddl are built on the prep table (it moves) or on the published one (rows are copied). */
  readonly indexesOnPrep: boolean;
  /** Whether an unquoted identifier is folded to lower case. */
  readonly foldsCase: boolean;
  /** Exact text of a column, cut at `limit` + 1 characters. */
  text(expression: string, type: string, limit: number): string;
  /** Milliseconds between now and an instant. */
  ageMs(expression: string): string;
  searchPath(schemas: readonly string[]): string;
  ensureSchema(session: Session, schema: string): Promise<void>;
  ensureBookkeeping(session: Session): Promise<void>;
  /** Null when there is no such relation; views are refused. */
  columns(session: Session, table: TableName): Promise<Column[] | null>;
  /** Says that this session works on a prep table, so that nobody takes it for a leftover. */
  claim(session: Session, prep: TableName): Promise<void>;
  release(session: Session, prep: TableName): Promise<void>;
  /** Drops a prep table that may be gone already, without a word about that in the job's log. */
  dropPrep(session: Session, prep: TableName): Promise<void>;
  /** Drops prep tables of attempts that are gone, whatever table they were for; returns their names. */
  dropLeftovers(session: Session, schema: string): Promise<string[]>;
  /** Fills a table from a file; says how many rows came and which columns they filled. */
  loadFile(session: Session, load: FileLoad): Promise<{ rows: number; columns: readonly Column[] }>;
  /** Runs `work` while no other publication of this host runs, where the database needs that. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** First statement of the publishing transaction, after BEGIN. */
  lockPublication(session: Session, attemptId: string, final: TableName): Promise<void>;
  replace(session: Session, publication: Publication): Promise<void>;
  /** Words that start a statement which cannot run in a transaction. */
  runsAlone(words: readonly string[]): boolean;
  readonly trial: TrialDialect;
}

/** What tries need to know of a database, and to do there. */
export interface TrialDialect {
  kindOf(session: Session, name: TableName): Promise<"table" | "view" | null>;
  hasSchema(session: Session, schema: string): Promise<boolean>;
  list(session: Session, schema: string): Promise<{ name: string; kind: "table" | "view" }[]>;
  /** Makes a table like another, keys and defaults included, with its rows. */
  copyTable(session: Session, from: TableName, to: TableName): Promise<void>;
  /** Called when a transaction begins; the answer says which tables outside of `schema` it has changed since, as far as the database tells. */
  watchOutside(session: Session, schema: string): Promise<() => Promise<string[]>>;
  /** How a temporary table or view is written, so that nothing else is meant. */
  temporary(table: string): string;
}

export interface FileLoad {
  readonly path: string;
  readonly format: "parquet" | "csv" | "jsonl";
  readonly target: TableName;
  /** The end table's name, for what is said of it. */
  readonly table: string;
  readonly columns: readonly Column[];
  note(line: string): void;
}

export interface ProfileWork {
  /** The columns from `from` on, at most `count`. */
  readonly from: number;
  readonly count: number;
  /** The session whose statements may be stopped. */
  guard(session: Session): Session;
  tell(event: ProfileEvent): void;
}

export interface Database {
  /** A `person` does not queue behind jobs. */
  open(who?: "job" | "person"): Promise<Session>;
  wasPublished(attemptId: string): Promise<{ table: string; rowsLoaded: number } | null>;
  catalog(): Promise<Catalog>;
  rows(table: TableName, page: { limit: number; offset: number }): Promise<RowSet>;
  profile(table: TableName, work: ProfileWork): Promise<void>;
  close(): Promise<void>;
}
