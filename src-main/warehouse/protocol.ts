/**
 * What the engine and the SQL host say to each other over the IPC channel. Every request gets one reply with its id.
 * `cancel` is a hint about an attempt and gets none. `close` asks the host to end by itself; a closed channel ends it at once.
 */
import type { Catalog, ColumnProfile, RowSet } from "../../shared/contract/warehouse.ts";
import type { ErrorCode } from "../../shared/errors/codes.ts";
import type { ConnectionSpec, SqlJob, SqlOutcome } from "../ports/sql-host.ts";

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
}

export type Method = keyof Requests;

export type ToHost =
  | { [M in Method]: { readonly type: "request"; readonly id: number; readonly method: M; readonly input: Requests[M]["input"] } }[Method]
  | { readonly type: "cancel"; readonly attemptId: string }
  | { readonly type: "close" };

export type FromHost =
  | { readonly type: "ready" }
  | { readonly type: "reply"; readonly id: number; readonly ok: true; readonly output: unknown }
  | { readonly type: "reply"; readonly id: number; readonly ok: false; readonly error: { readonly code: ErrorCode; readonly message: string } };
