/** The SQL editor's use cases: trust and connection first, then the host; every run leaves an entry in the history. */
import { randomUUID } from "node:crypto";
import type { ChartData, ChartSpec, FoundCell, SqlCompare, SqlFind } from "../../shared/contract/sql-look.ts";
import { defaultMaxRows, keptParams, type ExportEvent, type HistoryEntry, type ProfileEvent, type SqlComparison, type SqlEvent, type SqlExport, type SqlFailureInfo, type SqlParam, type SqlPage, type SqlPageInput, type SqlPlan, type SqlProfile, type SqlRun } from "../../shared/contract/sql.ts";
import type { ConnectionTest } from "../../shared/contract/warehouse.ts";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import type { Clock, Log } from "../ports/machine.ts";
import type { ExportSource, ResultRef, SqlQueries, SqlQuery } from "../ports/sql-queries.ts";
import type { Store } from "../ports/store.ts";
import type { Connections } from "./connections.ts";
import { streamOf } from "./stream-of.ts";
import type { ExportTargets } from "./export-target.ts";

const keptText = 100_000;
const testLimitMs = 15_000;
const mostColumns = 100_000;

export interface SqlConsoleParts {
  readonly queries: SqlQueries;
  readonly connections: Connections;
  readonly store: Store;
  readonly targets: ExportTargets;
  readonly clock: Clock;
  readonly log: Log;
}

export class SqlConsole {
  readonly #parts: SqlConsoleParts;
  readonly #running = new Set<string>();

  constructor(parts: SqlConsoleParts) {
    this.#parts = parts;
  }

  /** Throws before the first event workspace/untrusted, connection/not-found; what happens later is told by `ended`. */
  run(input: SqlRun, signal?: AbortSignal): AsyncGenerator<SqlEvent, void> {
    const { queries, connections } = this.#parts;
    const query: SqlQuery = {
      queryId: input.queryId ?? randomUUID(),
      connection: connections.reach(input.connection),
      text: input.text,
      params: input.params ?? {},
      origin: input.origin ?? null,
      maxRows: input.maxRows ?? defaultMaxRows,
      timeoutMs: input.timeoutMs ?? null,
      secrets: connections.secrets(),
      mayWrite: input.mayWrite ?? false,
    };
    return this.#named(query.queryId, (tell: (event: SqlEvent) => void) => this.#runAndRemember(query, tell), () => queries.cancel(query.queryId), signal);
  }

  cancel(queryId: string): { wasRunning: boolean } {
    this.#parts.queries.cancel(queryId);
    return { wasRunning: this.#running.has(queryId) };
  }

  page({ resultId, offset, limit, ...order }: SqlPageInput): Promise<SqlPage> {
    return this.#parts.queries.page({ resultId, ...order }, { offset, limit });
  }

  cell({ row, column, limit = 5_000_000, ...of }: ResultRef & { row: number; column: number; limit?: number | undefined }): Promise<{ text: string | null; characters: number }> {
    return this.#parts.queries.cell(of, { row, column, limit });
  }

  async release(resultIds: readonly string[]): Promise<{ released: number }> {
    return { released: await this.#parts.queries.release(resultIds) };
  }

  explain(input: { connection: string; text: string; params?: SqlQuery["params"] | undefined; analyze?: boolean | undefined; queryId?: string | undefined }, signal?: AbortSignal): Promise<SqlPlan> {
    const { queries, connections } = this.#parts;
    const connection = connections.reach(input.connection);
    return this.#answered(input.queryId, signal, (queryId) => queries.explain({ queryId, connection, text: input.text, params: input.params ?? {}, analyze: input.analyze ?? false }));
  }

  chart({ spec, queryId: asked, ...of }: ResultRef & { spec: ChartSpec; queryId?: string | undefined }, signal?: AbortSignal): Promise<ChartData> {
    return this.#answered(asked, signal, (queryId) => this.#parts.queries.chart({ queryId, of, spec }));
  }

  find({ find, queryId: asked, ...of }: ResultRef & { find: SqlFind; queryId?: string | undefined }, signal?: AbortSignal): Promise<FoundCell | null> {
    return this.#answered(asked, signal, (queryId) => this.#parts.queries.find({ queryId, of, find }));
  }

  compare({ queryId: asked, ...job }: SqlCompare, signal?: AbortSignal): Promise<SqlComparison> {
    return this.#answered(asked, signal, (queryId) => this.#parts.queries.compare({ queryId, ...job }));
  }

  export(input: SqlExport, signal?: AbortSignal): AsyncGenerator<ExportEvent, void> {
    const { queries, connections, targets } = this.#parts;
    const source: ExportSource = "resultId" in input.source ? { kind: "result", ...input.source } : { kind: "query", connection: connections.reach(input.source.connection), text: input.source.text, params: input.source.params ?? {} };
    const { file, download } = targets.fileOf(input.target, input.format);
    const queryId = input.queryId ?? randomUUID();
    const csv = { delimiter: input.csv?.delimiter ?? ",", header: input.csv?.header ?? true, nullText: input.csv?.nullText ?? "", guardFormulas: input.csv?.guardFormulas ?? false };
    const work = async (tell: (event: ExportEvent) => void): Promise<void> => {
      const { rows, bytes, notes } = await queries.export({ queryId, source, format: input.format, file, csv, secrets: connections.secrets() }, (progress) => tell({ kind: "progress", ...progress }));
      tell({ kind: "done", rows, bytes, notes: [...notes], path: download === null ? file : null, download });
    };
    return this.#named(queryId, work, () => queries.cancel(queryId), signal);
  }

  profile({ of, from = 0, count = mostColumns }: SqlProfile, signal?: AbortSignal): AsyncGenerator<ProfileEvent, void> {
    const { queries, connections } = this.#parts;
    const subject = "resultId" in of ? { kind: "result" as const, resultId: of.resultId } : { kind: "table" as const, connection: connections.reach(of.connection), schema: of.schema, table: of.table };
    const queryId = randomUUID();
    return this.#named(queryId, (tell: (event: ProfileEvent) => void) => queries.profile({ queryId, of: subject, from, count }, tell), () => queries.cancel(queryId), signal);
  }

  history({ limit = 100, ...filter }: { search?: string | undefined; connection?: string | undefined; before?: number | undefined; limit?: number | undefined }): { entries: HistoryEntry[]; more: boolean } {
    const found = this.#parts.store.sqlHistory.list({ ...filter, limit: limit + 1 });
    return { entries: found.slice(0, limit), more: found.length > limit };
  }

  forgetHistory(ids: readonly number[] | null): { forgotten: number } {
    return { forgotten: this.#parts.store.atomically(() => this.#parts.store.sqlHistory.forget(ids)) };
  }

  /** Opens the connection and asks it for its version: what it says when it cannot be reached is the answer too. */
  async test(id: string): Promise<ConnectionTest> {
    const { queries, connections, clock } = this.#parts;
    const began = clock.monotonic();
    const queryId = randomUUID();
    let end: Extract<SqlEvent, { kind: "ended" }> | null = null;
    let resultId: string | null = null;
    const query = { queryId, connection: connections.reach(id), text: "SELECT version()", params: {}, origin: null, maxRows: 1, timeoutMs: testLimitMs, secrets: connections.secrets() };
    await queries.run(query, (event) => {
      if (event.kind === "columns") ({ resultId } = event);
      if (event.kind === "ended") end = event;
    });
    const { failure = null } = (end ?? {}) as Partial<Extract<SqlEvent, { kind: "ended" }>>;
    const ms = clock.monotonic() - began;
    if (failure !== null || resultId === null) return { ok: false, message: failure?.message ?? "The database gave no answer.", detail: failure?.detail ?? null, ms };
    const { rows } = await queries.page({ resultId }, { offset: 0, limit: 1 });
    await queries.release([resultId]);
    return { ok: true, version: rows[0]?.[0] ?? "", ms };
  }

  /** One answer, under a name by which it is cancelled; so does whoever stops waiting. */
  async #answered<T>(asked: string | undefined, signal: AbortSignal | undefined, work: (queryId: string) => Promise<T>): Promise<T> {
    const queryId = asked ?? randomUUID();
    const stop = (): void => this.#parts.queries.cancel(queryId);
    signal?.addEventListener("abort", stop);
    this.#running.add(queryId);
    try {
      return await work(queryId);
    } finally {
      this.#running.delete(queryId);
      signal?.removeEventListener("abort", stop);
    }
  }

  #named<Event>(queryId: string, work: (tell: (event: Event) => void) => Promise<void>, stop: () => void, signal: AbortSignal | undefined): AsyncGenerator<Event, void> {
    const running = this.#running;
    const kept = async (tell: (event: Event) => void): Promise<void> => {
      running.add(queryId);
      try {
        await work(tell);
      } finally {
        running.delete(queryId);
      }
    };
    return streamOf(kept, stop, signal);
  }

  async #runAndRemember(query: SqlQuery, tell: (event: SqlEvent) => void): Promise<void> {
    const { queries, clock, log } = this.#parts;
    const startedAt = clock.now();
    const began = clock.monotonic();
    let rows: number | null = null;
    let end: Extract<SqlEvent, { kind: "ended" }> | null = null;
    const hear = (event: SqlEvent): void => {
      if (event.kind === "statement" && event.writes) log.info("sql: a statement that writes", { connection: query.connection.id, words: event.words });
      if (event.kind === "finished") rows = event.rows ?? rows;
      if (event.kind === "ended") end = event;
      else tell(event);
    };
    await queries.run(query, hear).catch((error: unknown) => {
      end = { kind: "ended", state: "failed", failure: hostFailure(error), ms: clock.monotonic() - began };
    });
    const told: Extract<SqlEvent, { kind: "ended" }> = end ?? { kind: "ended", state: "failed", failure: hostFailure(new Error("the SQL host said nothing of the end")), ms: clock.monotonic() - began };
    const ms = Math.round(told.ms);
    log.info("sql: ran", { connection: query.connection.id, state: told.state, ms, rows });
    this.#remember({ connection: query.connection.id, text: masked(query.text, query.secrets).slice(0, keptText), startedAt, ms: told.ms, state: told.state, rows, error: told.failure?.message ?? null, params: rememberedParams(query) });
    // Told last, so that whoever hears of the end finds it in the history.
    tell(told);
  }

  /** A full disk may cost the entry, never the rows that a person waits for. */
  #remember(entry: Omit<HistoryEntry, "id">): void {
    try {
      this.#parts.store.atomically(() => this.#parts.store.sqlHistory.add(entry));
    } catch (thrown) {
      this.#parts.log.warn("sql: a run is not in the history", { reason: messageOf(thrown) });
    }
  }
}

function hostFailure(error: unknown): SqlFailureInfo {
  return { kind: error instanceof AppError && error.code === "connection/failed" ? "connection" : "host", message: messageOf(error), detail: null, state: "", place: null };
}

/** A value with a secret in it would run as another value: then none are kept. */
function rememberedParams({ params, secrets }: SqlQuery): Record<string, SqlParam> | null {
  const text = JSON.stringify(params);
  const values = Object.values(params).map(({ value }) => value ?? "");
  const isSecret = values.some((value) => masked(value, secrets) !== value);
  return text.length > keptParams || isSecret ? null : { ...params };
}

function masked(text: string, secrets: readonly string[]): string {
  return secrets.reduce((left, secret) => left.replaceAll(secret, "***"), text);
}
