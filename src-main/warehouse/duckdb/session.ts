/** One DuckDB connection, held by one job. Statements of one session never overlap. */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Cells, Dialect, Session } from "../session.ts";
import { openDuckCursor } from "./cursor.ts";
import { toFailure } from "./failure.ts";

const settings = ["SET errors_as_json = true", "SET TimeZone = 'UTC'"];

/** ResultReturnType of the library, by number: its enum would have to be loaded. */
const returnsNothing = 2;
const returnsRows = 3;

/** Runs a statement row group by row group, so that a large result never sits in memory. */
async function drain(connection: DuckDBConnection, sql: string): Promise<number | null> {
  const result = await connection.stream(sql);
  let rows = 0;
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) rows += chunk.rowCount;
  const returns: number = result.returnType;
  if (returns === returnsNothing) return null;
  return returns === returnsRows ? rows : result.rowsChanged;
}

function firstWord(sql: string): string {
  return /^\s*(\w+)/.exec(sql)?.[1]?.toUpperCase() ?? "";
}

const begins = new Set(["BEGIN", "START"]);
const ends = new Set(["COMMIT", "END", "ROLLBACK", "ABORT"]);

export interface DuckSession extends Session {
  prepareSettings(): Promise<void>;
}

export function createDuckSession(connection: DuckDBConnection, dialect: Dialect, onClose: () => void): DuckSession {
  let inTransaction = false;
  const guard = async <T>(sql: string, work: () => Promise<T>): Promise<T> => {
    try {
      const result = await work();
      if (begins.has(firstWord(sql))) inTransaction = true;
      if (ends.has(firstWord(sql))) inTransaction = false;
      return result;
    } catch (error) {
      // A commit that fails has rolled back.
      if (ends.has(firstWord(sql))) inTransaction = false;
      throw toFailure(error, sql);
    }
  };
  return {
    dialect,
    execute: (sql) => guard(sql, () => drain(connection, sql)),
    read: (sql) => guard(sql, async () => (await connection.runAndReadAll(sql)).getRows() as Cells[]),
    open: (statement) => guard(statement.sql, () => openDuckCursor(connection, statement)),
    describe: (query) =>
      guard(query, async () => {
        const prepared = await connection.prepare(query);
        try {
          return Array.from({ length: prepared.columnCount }, (_, index) => ({
            name: prepared.columnName(index),
            type: prepared.columnType(index).toString(),
          }));
        } finally {
          prepared.destroySync();
        }
      }),
    checkStop: () => undefined,
    inTransaction: () => inTransaction,
    async interrupt() {
      connection.interrupt();
    },
    onNotice: () => undefined,
    async prepareSettings() {
      for (const setting of settings) await connection.run(setting);
    },
    async close() {
      // Disconnecting rolls back whatever is open.
      connection.disconnectSync();
      onClose();
    },
  };
}
