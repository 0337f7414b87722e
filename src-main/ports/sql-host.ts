/** The process that runs people's SQL, as the services see it. A job can be cancelled and may crash the host without harm to the engine. */
import type { Catalog, ColumnProfile, RowSet } from "../../shared/contract/warehouse.ts";
import type { Check, Load } from "../../shared/model/dag.ts";
import type { CheckResult } from "../../shared/model/run.ts";

export type ConnectionSpec =
  | { readonly id: string; readonly kind: "duckdb"; readonly file: string; readonly readOnly: boolean; readonly isProduction?: boolean }
  | {
      readonly id: string;
      readonly kind: "postgres";
      readonly host: string;
      readonly port: number;
      readonly database: string;
      readonly user: string;
      readonly password: string | null;
      readonly ssl: boolean;
      readonly readOnly: boolean;
      /** What a person types only reads there unless that very run was allowed to write; tasks are not bound by it. */
      readonly isProduction?: boolean;
    };

/** A check with its templates rendered and its query read. */
export type RenderedCheck = Exclude<Check, { kind: "sql" }> | { kind: "sql"; name: string; severity: "warn" | "error"; query: string };

/**
 * What `{{ this }}` stands for in a check's query and in the query of a load: render it as `"dagwright"."this"`
 * (see `auditedTableText`). The host puts the real prep table, whose name is the attempt's own, in its place; it does
 * the same with `prep_schema.table`.
 */
export const auditedTable = { schema: "dagwright", table: "this" } as const;
export const auditedTableText = '"dagwright"."this"';

/** Where the rows of a load come from. A `none` source means that the ddl alone (CREATE TABLE … AS) fills the table. */
export type LoadSource =
  | { readonly kind: "none" }
  | { readonly kind: "query"; readonly sql: string }
  | { readonly kind: "file"; readonly path: string; readonly format: "parquet" | "csv" | "jsonl" };

export interface LoadPlan {
  /** CREATE TABLE for the end table, rendered, unqualified or qualified; it is created in `prepSchema` first. */
  readonly ddl: string;
  readonly source: LoadSource;
  readonly load: Load;
  readonly prepSchema: string;
  readonly finalSchema: string;
  readonly checks: readonly RenderedCheck[];
}

/**
 * Where a try (run type `try`) builds its tables, and what it reads instead of published ones. Everything of the tries of one DAG lies in
 * `schema`, under names of its own; nothing is published.
 */
export interface TrialArea {
  readonly schema: string;
  /** Tables of tasks upstream, nearest first. */
  readonly upstream: readonly UpstreamTable[];
}

export type TrialOrigin = "pinned" | "tried" | "published";

/** A table that a task upstream builds. */
export interface UpstreamTable {
  readonly task: string;
  readonly schema: string;
  readonly table: string;
  /** Its name in the trial schema; null where the published table is meant. */
  readonly stored: string | null;
  readonly origin: TrialOrigin;
}

/** A table that a try has made: what it stands for, and its name in the trial schema. */
export interface MadeTable {
  readonly schema: string;
  readonly table: string;
  readonly stored: string;
  readonly rows: number | null;
}

export interface TrialOutcome {
  readonly made: readonly MadeTable[];
  /** What it read of tasks upstream. */
  readonly reads: readonly { readonly task: string; readonly table: string; readonly origin: TrialOrigin }[];
}

export interface NamedType {
  readonly name: string;
  readonly type: string;
}

export interface AskedColumns {
  readonly sql: string;
  /** Where unqualified names are looked up first. */
  readonly finalSchema: string;
  readonly area: TrialArea;
}

export interface SqlJob {
  readonly attemptId: string;
  readonly connection: ConnectionSpec;
  readonly work:
    /** `finalSchema`: where unqualified names are looked up first. */
    | { readonly kind: "script"; readonly sql: string; readonly checks: readonly RenderedCheck[]; readonly finalSchema?: string }
    | ({ readonly kind: "load" } & LoadPlan)
    /** A query that only reads, for its first `most` rows. */
    | { readonly kind: "rows"; readonly sql: string; readonly finalSchema: string; readonly most: number };
  readonly timeoutMs: number | null;
  /** Absolute; the host appends what it does, line by line, with times and row counts. */
  readonly logPath: string;
  readonly secrets: readonly string[];
  /** Makes it a try. */
  readonly trial?: TrialArea | undefined;
}

/** Each row as the JSON text of an object. */
export type SqlRows = readonly string[];

export interface SqlOutcome {
  readonly attemptId: string;
  readonly state: "success" | "failed";
  /** For a person; null on success. */
  readonly reason: string | null;
  readonly failure: "sql" | "check" | "timeout" | "cancelled" | "connection" | "host" | null;
  readonly startedAt: number;
  readonly endedAt: number;
  /** What it loads may have been published all the same: nobody heard how it ended, and only the database can say (`wasPublished`). */
  readonly isInDoubt?: boolean;
  /** `schema.table` that was published. */
  readonly table: string | null;
  readonly rowsLoaded: number | null;
  readonly checks: readonly CheckResult[];
  /** Of a try. */
  readonly trial?: TrialOutcome | undefined;
  /** Of a query for rows. */
  readonly rows?: SqlRows | undefined;
}

export interface SqlHost {
  readonly pid: number | null;
  readonly state: "idle" | "up" | "down";
  /** Resolves for every job, also when the host dies in it (failure "host"). Never rejects. */
  run(job: SqlJob): Promise<SqlOutcome>;
  cancel(attemptId: string): void;
  /** Whether this attempt's publication was committed, asked after a crash. Null: cannot be known. */
  wasPublished(connection: ConnectionSpec, attemptId: string): Promise<{ table: string; rowsLoaded: number } | null>;
  catalog(connection: ConnectionSpec): Promise<Catalog>;
  rows(connection: ConnectionSpec, table: { schema: string; table: string }, page: { limit: number; offset: number }): Promise<RowSet>;
  profile(connection: ConnectionSpec, table: { schema: string; table: string }): Promise<ColumnProfile[]>;
  /** Drops what lies in a trial schema and is not to be kept, and an empty schema itself. */
  sweepTrials(connection: ConnectionSpec, schema: string, keep: readonly string[]): Promise<void>;
  /** Columns of the last statement of a SQL text, as a try would see it; nothing is run and nothing stays. Throws sql/failed with its place. */
  columnsOfQuery(connection: ConnectionSpec, asked: AskedColumns): Promise<readonly NamedType[]>;
  /** Copies a table, rows and all, into a trial schema. Says how many rows. */
  copyIntoTrials(connection: ConnectionSpec, from: { schema: string; table: string }, to: { schema: string; table: string }): Promise<number>;
  /** The same from a Parquet file of ours. Columns get the given types where these are plain ones. */
  loadIntoTrials(connection: ConnectionSpec, from: { readonly file: string; readonly columns: readonly NamedType[] }, to: { schema: string; table: string }): Promise<number>;
  close(): Promise<void>;
}
