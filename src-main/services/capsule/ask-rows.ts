/** One question of ours to a database, answered with its rows. */
import { randomUUID } from "node:crypto";
import type { SqlEvent } from "../../../shared/contract/sql.ts";
import type { RowSet } from "../../../shared/contract/warehouse.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import type { ConnectionSpec } from "../../ports/sql-host.ts";
import type { SqlQueries } from "../../ports/sql-queries.ts";

const limitMs = 15_000;

export async function askRows(queries: SqlQueries, connection: ConnectionSpec, text: string, most: number): Promise<(string | null)[][]> {
  return (await askTable(queries, connection, text, most)).rows;
}

export async function askTable(queries: SqlQueries, connection: ConnectionSpec, text: string, most: number): Promise<Pick<RowSet, "columns" | "rows">> {
  let resultId: string | null = null;
  let columns: RowSet["columns"] = [];
  let ended: Extract<SqlEvent, { kind: "ended" }> | null = null;
  await queries.run({ queryId: randomUUID(), connection, text, params: {}, origin: null, maxRows: most, timeoutMs: limitMs, secrets: [] }, (event) => {
    if (event.kind === "columns") ({ resultId } = event);
    if (event.kind === "columns") columns = event.columns.map(({ name, type }) => ({ name, type }));
    if (event.kind === "ended") ended = event;
  });
  const { failure = null } = (ended ?? {}) as Partial<Extract<SqlEvent, { kind: "ended" }>>;
  if (resultId === null || failure !== null) throw new AppError("sql/failed", failure?.message ?? "The database gave no answer.");
  try {
    return { columns, rows: (await queries.page({ resultId }, { offset: 0, limit: most })).rows };
  } finally {
    await queries.release([resultId]);
  }
}
