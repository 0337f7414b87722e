/**
 * The SQL editor's half of the SQL host, as the services see it: texts run, results kept there and paged. Beside `SqlHost`, whose
 * jobs belong to runs. Results live in the host's process: a lost host loses them, and says so when they are asked for.
 */
import type { ChartData, ChartSpec, FoundCell, SqlFind } from "../../shared/contract/sql-look.ts";
import type { ExportFormat, PlanNode, ProfileEvent, ResultOrder, SqlComparison, SqlEvent, SqlPage, SqlParam } from "../../shared/contract/sql.ts";
import type { ConnectionSpec } from "./sql-host.ts";

export interface SqlQuery {
  readonly queryId: string;
  readonly connection: ConnectionSpec;
  readonly text: string;
  readonly params: Readonly<Record<string, SqlParam>>;
  /** Where the text stands in what the person sees; places are counted from there. */
  readonly origin: { readonly offset: number; readonly line: number; readonly column: number } | null;
  readonly maxRows: number;
  readonly timeoutMs: number | null;
  readonly secrets: readonly string[];
  /** The person was asked and wants it: on production nothing writes without. */
  readonly mayWrite?: boolean;
}

export type ResultRef = { readonly resultId: string } & ResultOrder;
export type ExportSource = ({ readonly kind: "result" } & ResultRef) | { readonly kind: "query"; readonly connection: ConnectionSpec; readonly text: string; readonly params: Readonly<Record<string, SqlParam>> };

export interface ExportJob {
  readonly queryId: string;
  readonly source: ExportSource;
  readonly format: ExportFormat;
  /** Absolute. Written beside and put in place when it is whole. */
  readonly file: string;
  readonly csv: { readonly delimiter: string; readonly header: boolean; readonly nullText: string; readonly guardFormulas: boolean };
  readonly secrets: readonly string[];
}

export interface ExportProgress {
  readonly rows: number;
  readonly totalRows: number | null;
  readonly bytes: number;
}

export interface ProfileJob {
  readonly queryId: string;
  readonly of: { readonly kind: "result"; readonly resultId: string } | { readonly kind: "table"; readonly connection: ConnectionSpec; readonly schema: string; readonly table: string };
  readonly from: number;
  readonly count: number;
}

export interface ExplainJob {
  readonly queryId: string;
  readonly connection: ConnectionSpec;
  readonly text: string;
  readonly params: Readonly<Record<string, SqlParam>>;
  readonly analyze: boolean;
}

export type LookJob = { readonly queryId: string; readonly of: ResultRef };
export type ChartJob = LookJob & { readonly spec: ChartSpec };
export type FindJob = LookJob & { readonly find: SqlFind };
export interface CompareJob {
  readonly queryId: string;
  readonly before: string;
  readonly after: string;
  readonly keys: readonly number[];
}

/** Everything but `run` rejects with AppError: result/not-found, sql/failed, connection/failed, query/cancelled, engine/unavailable. */
export interface SqlQueries {
  /** Resolves after `ended` was told. Rejects with engine/unavailable when the host dies in it. */
  run(query: SqlQuery, tell: (event: SqlEvent) => void): Promise<void>;
  cancel(queryId: string): void;
  page(of: ResultRef, page: { offset: number; limit: number }): Promise<SqlPage>;
  cell(of: ResultRef, cell: { row: number; column: number; limit: number }): Promise<{ text: string | null; characters: number }>;
  /** Says how many were there. */
  release(resultIds: readonly string[]): Promise<number>;
  explain(job: ExplainJob): Promise<{ text: string; tree: PlanNode | null; ms: number }>;
  export(job: ExportJob, tell: (progress: ExportProgress) => void): Promise<{ rows: number; bytes: number; notes: readonly string[] }>;
  chart(job: ChartJob): Promise<ChartData>;
  find(job: FindJob): Promise<FoundCell | null>;
  compare(job: CompareJob): Promise<SqlComparison>;
  profile(job: ProfileJob, tell: (event: ProfileEvent) => void): Promise<void>;
}
