/** The table that remembers which attempts have published: written in the publishing transaction, asked after a crash. */
import type { Session } from "../session.ts";
import { quoteText } from "../../../shared/sql/names.ts";

export const bookkeepingSchema = "dagwright";
export const bookkeepingTable = "dagwright.dagwright_published";

export const createBookkeeping = `CREATE TABLE IF NOT EXISTS ${bookkeepingTable} (
  attempt_id varchar PRIMARY KEY, table_name varchar NOT NULL, row_count bigint NOT NULL, published_at timestamptz NOT NULL)`;

export async function readMarker(session: Session, attemptId: string): Promise<{ table: string; rowsLoaded: number } | null> {
  const [cells] = await session.read(`SELECT table_name, CAST(row_count AS varchar) FROM ${bookkeepingTable} WHERE attempt_id = ${quoteText(attemptId)}`);
  const [table, rows] = cells ?? [];
  return table == null || rows == null ? null : { table, rowsLoaded: Number(rows) };
}
