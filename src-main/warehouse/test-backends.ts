/** Both databases, real, for tests that must hold on each. Only tests import this. */
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { ConnectionSpec, LoadPlan, RenderedCheck, SqlHost, SqlJob, SqlOutcome } from "../ports/sql-host.ts";
import type { SqlEvent } from "../../shared/contract/sql.ts";
import type { SqlQueries, SqlQuery } from "../ports/sql-queries.ts";
import { createSqlHost, type SqlHostOptions } from "./client.ts";
import { findPostgres, startPostgres } from "./test-postgres.ts";

export interface Bench {
  readonly host: SqlHost & { readonly queries: SqlQueries };
  readonly spec: ConnectionSpec;
  readonly folder: string;
  /** Runs a load with a fresh attempt id unless one is given. */
  load(plan: Partial<LoadPlan>, job?: Partial<SqlJob>): Promise<SqlOutcome>;
  script(sql: string, checks?: readonly RenderedCheck[], job?: Partial<SqlJob>): Promise<SqlOutcome>;
  /** Cells of a query, as text, ordered by themselves. */
  cells(query: string): Promise<(string | null)[][]>;
  /** Runs a text as the SQL editor does, and gives all that it told. */
  query(text: string, options?: Partial<SqlQuery>): Promise<SqlEvent[]>;
  /** Exact cells of the result of the one query in the text. */
  resultOf(text: string, options?: Partial<SqlQuery>): Promise<(string | null)[][]>;
  log(attemptId: string): string;
  nextAttempt(): string;
  stop(): Promise<void>;
}

export interface Backend {
  readonly name: "duckdb" | "postgres";
  /** Why it cannot be tested here; null when it can. */
  readonly missing: string | null;
  start(options?: SqlHostOptions): Promise<Bench>;
}

function createBench(parts: { spec: ConnectionSpec; folder: string; options: SqlHostOptions; stopServer(): Promise<void> }): Bench {
  const host = createSqlHost({ cwd: parts.folder, ...parts.options });
  let attempts = 0;
  const base = (job: Partial<SqlJob> | undefined): Omit<SqlJob, "work"> => {
    const attemptId = job?.attemptId ?? `attempt-${++attempts}`;
    return { attemptId, connection: parts.spec, timeoutMs: null, logPath: join(parts.folder, "logs", `${attemptId}.log`), secrets: [], ...job };
  };
  const plan: LoadPlan = {
    ddl: "create table t (a int)",
    source: { kind: "query", sql: "select 1 as a" },
    load: { mode: "replace" },
    prepSchema: "staging",
    finalSchema: "warehouse",
    checks: [],
  };
  const query = async (text: string, options: Partial<SqlQuery> = {}): Promise<SqlEvent[]> => {
    const events: SqlEvent[] = [];
    const queryId = options.queryId ?? `query-${++attempts}`;
    await host.queries.run({ queryId, connection: parts.spec, text, params: {}, origin: null, maxRows: 100_000, timeoutMs: null, secrets: [], ...options }, (event) => void events.push(event));
    return events;
  };
  return {
    query,
    async resultOf(text, options) {
      const events = await query(text, options);
      const columns = events.find((event) => event.kind === "columns");
      if (columns === undefined) throw new Error(JSON.stringify(events.at(-1)));
      return (await host.queries.page({ resultId: columns.resultId }, { offset: 0, limit: 5000 })).rows;
    },
    host,
    spec: parts.spec,
    folder: parts.folder,
    load: (given, job) => host.run({ ...base(job), work: { kind: "load", ...plan, ...given } }),
    script: (sql, checks = [], job) => host.run({ ...base(job), work: { kind: "script", sql, checks } }),
    async cells(query) {
      const name = `look_${++attempts}`;
      const made = await host.run({
        ...base(undefined),
        work: { kind: "script", sql: `create schema if not exists looks; create view looks.${name} as select * from (${query}) q`, checks: [] },
      });
      if (made.state !== "success") throw new Error(made.reason ?? "failed");
      const { rows } = await host.rows(parts.spec, { schema: "looks", table: name }, { limit: 5000, offset: 0 });
      await host.run({ ...base(undefined), work: { kind: "script", sql: `drop view looks.${name}`, checks: [] } });
      return rows;
    },
    log: (attemptId) => readFileSync(join(parts.folder, "logs", `${attemptId}.log`), "utf8"),
    nextAttempt: () => `attempt-${++attempts}`,
    async stop() {
      await host.close();
      await parts.stopServer();
      await rm(parts.folder, { recursive: true, force: true });
    },
  };
}

const duckdb: Backend = {
  name: "duckdb",
  missing: null,
  async start(options = {}) {
    const folder = await mkdtemp(join(tmpdir(), "dagwright-sql-"));
    const spec = { id: "test", kind: "duckdb", file: join(folder, "w.duckdb"), readOnly: false } as const;
    return createBench({ spec, folder, options, stopServer: async () => undefined });
  },
};

const postgres: Backend = {
  name: "postgres",
  missing: findPostgres().missing ?? null,
  async start(options = {}) {
    const folder = await mkdtemp(join(tmpdir(), "dagwright-sql-"));
    const server = await startPostgres();
    return createBench({ spec: server.spec, folder, options, stopServer: () => server.stop() });
  },
};

export const backends: readonly Backend[] = [duckdb, postgres];

/** Holds what a publication in PostgreSQL waits for, until released. In DuckDB nobody else can, but there it takes its time. */
export async function holdTable({ spec }: Bench, table: string): Promise<() => Promise<void>> {
  if (spec.kind !== "postgres") return async () => undefined;
  const client = new pg.Client({ ...spec, password: spec.password ?? "" });
  client.on("error", () => undefined); // a test that failed has stopped the server
  await client.connect();
  await client.query(`begin; lock table warehouse.${table} in row exclusive mode`);
  return async () => {
    await client.query("rollback");
    await client.end();
  };
}

/** For a describe title: the reason of a skip must be seen. */
/** Never process 0, which is the group of the test itself. */
export function killHost({ host }: Pick<Bench, "host">): void {
  if (host.pid === null) throw new Error(`There is no SQL host to kill: it is ${host.state}.`);
  process.kill(host.pid, "SIGKILL");
}

export function titleOf(backend: Backend): string {
  return backend.missing === null ? backend.name : `${backend.name} (skipped: ${backend.missing})`;
}
