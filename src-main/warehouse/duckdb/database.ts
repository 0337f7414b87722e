/**
 * One DuckDB file: one instance of the library while anything uses it, one connection for each job or question.
 * The file is closed a while after its last use, so that other programs can open it.
 */
import { existsSync, mkdirSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { DuckDBInstance } from "@duckdb/node-api";
import type { Catalog } from "../../../shared/contract/warehouse.ts";
import type { ConnectionSpec } from "../../ports/sql-host.ts";
import { messageOf } from "../../../shared/errors/app-error.ts";
import { bookkeepingSchema, readMarker } from "../load/bookkeeping.ts";
import { isPrepName } from "../load/prep-name.ts";
import { noSuchTable, profileTable, readRows } from "../preview.ts";
import type { ProfileSource } from "../profile-plan.ts";
import { type Column, type Database, type Session, SqlFailure, type TableName } from "../session.ts";
import { quoteTable, quoteText } from "../../../shared/sql/names.ts";
import { createDuckDialect } from "./dialect.ts";
import { duckProfile } from "./profile.ts";
import { createDuckSession } from "./session.ts";

type DuckSpec = Extract<ConnectionSpec, { kind: "duckdb" }>;

const closeAfterMs = 30_000;
const lockPatienceMs = 5000;
const sampledAbove = 2_000_000;
const sampleRows = 500_000;

function instanceOptions(spec: DuckSpec): Record<string, string> {
  return {
    threads: String(Math.max(2, Math.floor(availableParallelism() / 2))),
    memory_limit: `${Math.max(256, Math.floor(totalmem() / 2 / 1024 ** 2))}MiB`,
    // A query must not reach for the network because it names an unknown function.
    autoinstall_known_extensions: "false",
    temp_directory: `${spec.file}.tmp`,
  };
}

/**
 * The file is attached under this name to an instance in memory. Opened by itself it would be a catalog named after the file,
 * and `warehouse.duckdb` with a schema `warehouse` would make every `warehouse.table` ambiguous.
 */
const attachedName = "dagwright_file";

async function attach(library: typeof DuckDBInstance, spec: DuckSpec): Promise<DuckDBInstance> {
  const instance = await library.create(":memory:", instanceOptions(spec));
  try {
    const connection = await instance.connect();
    await connection.run(`ATTACH ${quoteText(spec.file)} AS ${attachedName}${spec.readOnly ? " (READ_ONLY)" : ""}`);
    connection.closeSync();
    return instance;
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

/** A host that was just killed may hold the file's lock a moment longer. */
async function openInstance(spec: DuckSpec): Promise<DuckDBInstance> {
  const { DuckDBInstance: Library } = await import("@duckdb/node-api");
  if (!spec.readOnly) mkdirSync(dirname(spec.file), { recursive: true });
  const until = performance.now() + lockPatienceMs;
  for (;;) {
    try {
      return await attach(Library, spec);
    } catch (error) {
      const message = messageOf(error);
      if (!message.includes("Could not set lock") || performance.now() > until) {
        throw new SqlFailure({ kind: "connection", message: `connection ${spec.id}: DuckDB could not open ${spec.file}: ${message}` });
      }
      await sleep(100);
    }
  }
}

async function readCatalog(session: Session, connection: string): Promise<Catalog> {
  const hidden = `database_name = current_database() AND NOT internal AND schema_name <> ${quoteText(bookkeepingSchema)}`;
  const relations = await session.read(
    `SELECT schema_name, table_name, 'table', CAST(estimated_size AS varchar) FROM duckdb_tables() WHERE ${hidden}
     UNION ALL SELECT schema_name, view_name, 'view', NULL FROM duckdb_views() WHERE ${hidden} ORDER BY 1, 2`,
  );
  const columns = await session.read(
    `SELECT schema_name, table_name, column_name, data_type, CAST(is_nullable AS varchar) FROM duckdb_columns() WHERE ${hidden} ORDER BY 1, 2, column_index`,
  );
  const byTable = Map.groupBy(columns, ([schema, table]) => JSON.stringify([schema, table]));
  const tables = relations.map(([schema, name, kind, rows]) => ({
    schema: schema ?? "",
    name: name ?? "",
    kind: kind === "view" ? ("view" as const) : ("table" as const),
    rowCount: rows == null ? null : Number(rows),
    columns: (byTable.get(JSON.stringify([schema, name])) ?? []).map(([, , column, type, nullable]) => ({
      name: column ?? "",
      type: type ?? "",
      nullable: nullable === "true",
    })),
  }));
  return { connection, tables: tables.filter((table) => !isPrepName(table.name)), takenAt: Date.now() };
}

/** Columns of a table or a view. */
async function relationColumns(session: Session, table: TableName): Promise<Column[]> {
  const rows = await session.read(
    `SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = ${quoteText(table.schema)} AND table_name = ${quoteText(table.table)} ORDER BY column_index`,
  );
  if (rows.length === 0) throw noSuchTable(table);
  return rows.map(([name, type]) => ({ name: name ?? "", type: type ?? "", nullable: true, hasDefault: false, generated: false }));
}

export function createDuckDatabase(spec: DuckSpec): Database {
  const dialect = createDuckDialect();
  let instance: Promise<DuckDBInstance> | null = null;
  let users = 0;
  let closing: NodeJS.Timeout | null = null;
  const closeInstance = async (): Promise<void> => {
    const open = instance;
    instance = null;
    (await open?.catch(() => null))?.closeSync();
  };
  const leave = (): void => {
    users--;
    if (users === 0) closing = setTimeout(() => void closeInstance(), closeAfterMs);
  };
  const open = async (): Promise<Session> => {
    if (closing !== null) clearTimeout(closing);
    users++;
    try {
      instance ??= openInstance(spec);
      const connection = await (await instance).connect();
      await connection.run(`USE ${attachedName}`);
      const session = createDuckSession(connection, dialect, leave);
      await session.prepareSettings();
      return session;
    } catch (error) {
      if (users === 1) instance = null;
      leave();
      throw error;
    }
  };
  const using = async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
    const session = await open();
    try {
      return await work(session);
    } finally {
      await session.close();
    }
  };
  return {
    open,
    wasPublished: async (attemptId) => {
      if (!existsSync(spec.file)) return null;
      return using(async (session) => {
        const known = await dialect.columns(session, { schema: bookkeepingSchema, table: "dagwright_published" });
        return known === null ? null : readMarker(session, attemptId);
      });
    },
    catalog: async () => (existsSync(spec.file) ? using((session) => readCatalog(session, spec.id)) : { connection: spec.id, tables: [], takenAt: Date.now() }),
    rows: (table, page) => using(async (session) => readRows(session, table, await relationColumns(session, table), page)),
    profile: (table, work) =>
      using(async (session) => {
        const columns = await relationColumns(session, table);
        const relation = quoteTable(table);
        const sourceOf = async (guarded: Session): Promise<ProfileSource> => {
          const [count] = await guarded.read(`SELECT CAST(count(*) AS varchar) FROM ${relation}`);
          const rows = Number(count?.[0] ?? 0);
          return rows > sampledAbove ? { relation: `(FROM ${relation} USING SAMPLE reservoir(${sampleRows} ROWS) REPEATABLE (1))`, sampledFrom: rows } : { relation, sampledFrom: null };
        };
        await profileTable(session, { dialect: duckProfile, columns, sourceOf }, work);
      }),
    async close() {
      if (closing !== null) clearTimeout(closing);
      await closeInstance();
    },
  };
}
