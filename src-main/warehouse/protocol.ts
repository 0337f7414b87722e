/**
 * What the engine and the SQL host say to each other over the IPC channel. Every request gets one reply with its id.
 * Some tell of their progress before it. `cancel` is a hint about an attempt, `cancelQuery` about a query, and get none. `close` asks the host to end by itself; a closed channel ends it at once.
 */
import type { Catalog, ColumnProfile, RowSet } from "../../shared/contract/warehouse.ts";
import type { ErrorCode } from "../../shared/errors/codes.ts";
import type { ChartData, FoundCell } from "../../shared/contract/sql-look.ts";
import type { PlanNode, ProfileEvent, ResultOrder, SqlComparison, SqlEvent, SqlPage } from "../../shared/contract/sql.ts";
import type { ChartJob, CompareJob, ExplainJob, ExportJob, ExportProgress, FindJob, ProfileJob, SqlQuery } from "../ports/sql-queries.ts";
import type { ArchiveFiles } from "../ports/run-archive.ts";
import type { AskedColumns, ConnectionSpec, NamedType, SqlJob, SqlOutcome } from "../ports/sql-host.ts";

interface TableRef {
  readonly schema: string;
  readonly table: string;
}

export interface Requests {
  run: { input: SqlJob; output: SqlOutcome };
  wasPublished: { input: { connection: ConnectionSpec; attemptId: string }; output: { table: string; rowsLoaded: number } | null };
  catalog: { input: { connection: ConnectionSpec }; output: Catalog };
  rows: { input: { connection: ConnectionSpec; table: TableRef; page: { limit: number; offset: number } }; output: RowSet };
  profile: { input: { connection: ConnectionSpec; table: TableRef }; output: ColumnProfile[] };
  sweepTrials: { input: { connection: ConnectionSpec; schema: string; keep: readonly string[] }; output: null };
  columnsOfQuery: { input: { connection: ConnectionSpec } & AskedColumns; output: readonly NamedType[] };
  loadIntoTrials: { input: { connection: ConnectionSpec; file: string; columns: readonly NamedType[]; to: TableRef }; output: number };
  copyIntoTrials: { input: { connection: ConnectionSpec; from: TableRef; to: TableRef }; output: number };
  query: { input: SqlQuery; output: null };
  page: { input: { resultId: string; order: ResultOrder; page: { offset: number; limit: number } }; output: SqlPage };
  cell: { input: { resultId: string; order: ResultOrder; cell: { row: number; column: number; limit: number } }; output: { text: string | null; characters: number } };
  release: { input: { resultIds: readonly string[] }; output: number };
  explain: { input: ExplainJob; output: { text: string; tree: PlanNode | null; ms: number } };
  export: { input: ExportJob; output: { rows: number; bytes: number; notes: readonly string[] } };
  chart: { input: ChartJob; output: ChartData };
  find: { input: FindJob; output: FoundCell | null };
  compare: { input: CompareJob; output: SqlComparison };
  profileOf: { input: ProfileJob; output: null };
  archiveWrite: { input: { lines: Parameters<ArchiveFiles["write"]>[0]; to: string }; output: Awaited<ReturnType<ArchiveFiles["write"]>> };
  archiveCopy: { input: { from: string; without: readonly number[]; to: string }; output: Awaited<ReturnType<ArchiveFiles["copyWithout"]>> };
  archiveSearch: { input: { archives: Parameters<ArchiveFiles["search"]>[0]; query: Parameters<ArchiveFiles["search"]>[1] }; output: Awaited<ReturnType<ArchiveFiles["search"]>> };
  archiveGet: { input: { archives: Parameters<ArchiveFiles["get"]>[0]; run: Parameters<ArchiveFiles["get"]>[1] }; output: Awaited<ReturnType<ArchiveFiles["get"]>> };
}

/** What is told on the way to the reply, by those requests that take their time. */
export interface Progress {
  query: SqlEvent;
  export: ExportProgress;
  profileOf: ProfileEvent;
}

export type Method = keyof Requests;

export type ToHost =
  | { [M in Method]: { readonly type: "request"; readonly id: number; readonly method: M; readonly input: Requests[M]["input"] } }[Method]
  | { readonly type: "cancel"; readonly attemptId: string }
  | { readonly type: "cancelQuery"; readonly queryId: string }
  | { readonly type: "ping" }
  | { readonly type: "close" };

export type FromHost =
  | { readonly type: "ready" }
  | { readonly type: "pong" }
  /** Results that are kept: a host that holds some is in use. */
  | { readonly type: "holds"; readonly results: number }
  | { readonly type: "progress"; readonly id: number; readonly event: Progress[keyof Progress] }
  | { readonly type: "reply"; readonly id: number; readonly ok: true; readonly output: unknown }
  | { readonly type: "reply"; readonly id: number; readonly ok: false; readonly error: { readonly code: ErrorCode; readonly message: string } };
