/** One PostgreSQL database: a small pool for jobs and questions, and lone connections to cancel what runs. */
import type { Pool } from "pg";
import type { ConnectionSpec } from "../../ports/sql-host.ts";
import { readMarker, bookkeepingTable } from "../load/bookkeeping.ts";
import { previewLimitMs, profileTable, readOnly, readRows } from "../preview.ts";
import { type Database, type Session, SqlFailure } from "../session.ts";
import { quoteTable, quoteText } from "../../../shared/sql/names.ts";
import { readCatalog, readRelation } from "./catalog.ts";
import { attemptLock, postgresDialect } from "./dialect.ts";
import { toFailure } from "./failure.ts";
import { postgresProfile } from "./profile.ts";
import { createPgSession, sessionSettings } from "./session.ts";

type PgSpec = Extract<ConnectionSpec, { kind: "postgres" }>;

/** Jobs wait for one of these; the rest of the pool is for questions from the screen. */
const jobConnections = 8;
const questionConnections = 4;
const connectLimitMs = 10_000;
const cancelLimitMs = 3000;
const sampledAbove = 500_000;
const sampleRows = 200_000;

export function clientConfig(spec: PgSpec) {
  return {
    host: spec.host,
    port: spec.port,
    database: spec.database,
    user: spec.user,
    // A function, because an empty text would make the driver take PGPASSWORD, which belongs to somebody else.
    password: () => spec.password ?? "",
    ssl: spec.ssl,
    application_name: "dagwright",
    connectionTimeoutMillis: connectLimitMs,
    keepAlive: true,
  };
}

/** Lets `limit` callers in at once. */
function createGate(limit: number): { enter(): Promise<void>; leave(): void } {
  let free = limit;
  const waiting: (() => void)[] = [];
  return {
    async enter() {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
    },
    leave() {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    },
  };
}

async function createPool(spec: PgSpec): Promise<Pool> {
  const { default: pg } = await import("pg");
  const pool = new pg.Pool({ ...clientConfig(spec), max: jobConnections + questionConnections, idleTimeoutMillis: 30_000, allowExitOnIdle: true });
  // An idle connection that the server closes is no event for anybody: the pool opens another.
  pool.on("error", () => undefined);
  return pool;
}

async function cancelBackend(spec: PgSpec, processId: number): Promise<void> {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ ...clientConfig(spec), connectionTimeoutMillis: cancelLimitMs, query_timeout: cancelLimitMs });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query(`SELECT pg_cancel_backend(${processId})`);
  } finally {
    await client.end();
  }
}

function connectionFailure(spec: PgSpec, error: unknown): SqlFailure {
  const failure = toFailure(error, "");
  return new SqlFailure({
    kind: "connection",
    code: failure.code,
    detail: failure.detail,
    message: `connection ${spec.id}: PostgreSQL at ${spec.host}:${spec.port}/${spec.database}: ${failure.message}`,
  });
}

/** The server notices within seconds that we died in the middle of a long statement; older servers do not know how. */
const noticeDeath = "DO $$ BEGIN PERFORM set_config('client_connection_check_interval', '2s', false); EXCEPTION WHEN OTHERS THEN NULL; END $$";

export function createPostgresDatabase(spec: PgSpec): Database {
  const gate = createGate(jobConnections);
  let pool: Promise<Pool> | null = null;
  const connect = async (onRelease: () => void): Promise<Session> => {
    try {
      pool ??= createPool(spec);
      const client = await (await pool).connect();
      await client.query(`${sessionSettings}; ${noticeDeath}`);
      const release = (isClean: boolean): void => {
        client.release(!isClean);
        onRelease();
      };
      if (spec.readOnly) await client.query("SET default_transaction_read_only = on");
      return createPgSession({ client, dialect: postgresDialect, cancel: (processId) => cancelBackend(spec, processId), typeNames, release });
    } catch (error) {
      onRelease();
      throw connectionFailure(spec, error);
    }
  };
  const using = async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
    const session = await connect(() => undefined);
    try {
      return await work(session);
    } finally {
      await session.close();
    }
  };
  const typeNames = (oids: readonly number[]): Promise<ReadonlyMap<number, string>> =>
    using(async (session) => {
      const rows = await session.read(`SELECT oid::text, format_type(oid, NULL) FROM pg_type WHERE oid IN (${oids.map(Number).join(", ")})`);
      return new Map(rows.map(([oid, name]) => [Number(oid), name ?? ""]));
    });
  return {
    async open(who = "job") {
      if (who === "person") return connect(() => undefined);
      await gate.enter();
      return connect(() => gate.leave());
    },
    wasPublished: (attemptId) =>
      using(async (session) => {
        const [known] = await session.read(`SELECT to_regclass(${quoteText(bookkeepingTable)})::text`);
        if (known?.[0] == null) return null;
        // Waits for a commit that the dead host had asked for and the server has not finished.
        await session.execute(`SET lock_timeout = '30s'`);
        await session.execute(`SELECT pg_advisory_lock(${attemptLock(attemptId)})`);
        return readMarker(session, attemptId);
      }),
    catalog: () => using((session) => readOnly(session, previewLimitMs, () => readCatalog(session, spec.id))),
    rows: (table, page) => using(async (session) => readRows(session, table, (await readRelation(session, table)).columns, page)),
    profile: (table, work) =>
      using(async (session) => {
        const { columns, estimate, isTable } = await readRelation(session, table);
        const relation = quoteTable(table);
        const percent = Math.min(100, (sampleRows / Math.max(1, estimate)) * 100);
        const sample = { relation: `(SELECT * FROM ${relation} TABLESAMPLE SYSTEM (${percent}) REPEATABLE (1))`, sampledFrom: estimate };
        const source = isTable && estimate > sampledAbove ? sample : { relation, sampledFrom: null };
        await profileTable(session, { dialect: postgresProfile, columns, sourceOf: async () => source }, work);
      }),
    async close() {
      const open = pool;
      pool = null;
      await (await open)?.end();
    },
  };
}
