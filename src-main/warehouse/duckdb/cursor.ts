/** One statement of a person in DuckDB, streamed: rows stay in DuckDB's own pieces, nothing is parsed here. */
import type { DuckDBConnection, DuckDBResult } from "@duckdb/node-api";
import type { Batch, BoundStatement, Cursor } from "../session.ts";
import { toFailure } from "./failure.ts";
import { duckColumn } from "./result-types.ts";

/** Of the library's enums, by number: they would have to be loaded. */
const returnsChanges = 1;
const returnsRows = 3;
const isSelect = 1;

async function nextOf(result: DuckDBResult, sql: string): Promise<Batch | null> {
  try {
    const chunk = await result.fetchChunk();
    return chunk === null || chunk.rowCount === 0 ? null : { chunk, rows: chunk.rowCount };
  } catch (error) {
    throw toFailure(error, sql);
  }
}

export async function openDuckCursor(connection: DuckDBConnection, { sql, values }: BoundStatement): Promise<Cursor> {
  const result = await connection.stream(sql, values.length === 0 ? undefined : [...values]);
  const returnType: number = result.returnType;
  const statementType: number = result.statementType;
  const types = result.columnTypes();
  let isAtEnd = false;
  let rows = 0;
  const next = async (): Promise<Batch | null> => {
    if (isAtEnd) return null;
    const batch = await nextOf(result, sql);
    if (batch === null) isAtEnd = true;
    rows += batch?.rows ?? 0;
    return batch;
  };
  return {
    columns: returnType === returnsRows ? result.columnNames().map((name, index) => duckColumn(name, types[index] ?? result.columnType(index))) : null,
    next,
    async close() {
      // A stream that is dropped half-way rolls its statement back: right for a query, wrong for INSERT … RETURNING.
      if (statementType !== isSelect || returnType !== returnsRows) while ((await next()) !== null);
      if (returnType === returnsChanges) return result.rowsChanged;
      return returnType === returnsRows ? rows : null;
    },
    // The next statement, or the end of the session, drops the stream.
    abandon: async () => undefined,
  };
}
