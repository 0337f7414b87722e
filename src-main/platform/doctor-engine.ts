/** The engine's part of the doctor: the databases load and keep what is written. Tried for real, in a temporary folder. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DoctorQuestion } from "./doctor.ts";

export function engineChecks(): DoctorQuestion[] {
  return [
    { id: "sqlite", title: "State database", required: true, needed: "SQLite with write-ahead log and full synchronisation", fix: "npm ci --ignore-scripts", look: sqliteState },
    { id: "duckdb", title: "Embedded warehouse", required: true, needed: "DuckDB loads and answers", fix: "npm ci --ignore-scripts", look: duckdbState },
  ];
}

async function sqliteState(): Promise<{ ok: boolean; found: string }> {
  const { default: Database } = await import("better-sqlite3");
  const folder = mkdtempSync(join(tmpdir(), "dagwright-doctor-"));
  const database = new Database(join(folder, "probe.db"));
  try {
    database.pragma("journal_mode = wal");
    database.pragma("synchronous = full");
    const mode = String(database.pragma("journal_mode", { simple: true }));
    const level = Number(database.pragma("synchronous", { simple: true }));
    const version = String(database.prepare("select sqlite_version()").pluck().get());
    return { ok: mode === "wal" && level === 2, found: `SQLite ${version}, journal ${mode}, synchronous ${level}` };
  } finally {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function duckdbState(): Promise<{ ok: boolean; found: string }> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    const rows = (await connection.runAndReadAll("select version() as version, 6 * 7 as answer")).getRows();
    return { ok: Number(rows[0]?.[1]) === 42, found: `DuckDB ${String(rows[0]?.[0])}` };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
