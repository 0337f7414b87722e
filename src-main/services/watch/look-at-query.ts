/** Is the first cell of a query true? Asked through the SQL host, and only to read. */
import type { ColumnKind, SqlEvent } from "../../../shared/contract/sql.ts";
import { cutStatements } from "../../../shared/sql/statements.ts";
import { isMeaningful, lexSql } from "../../../shared/sql/tokens.ts";
import { writes } from "../../../shared/sql/writing.ts";
import type { ConnectionSpec } from "../../ports/sql-host.ts";
import type { SqlQueries } from "../../ports/sql-queries.ts";
import type { Finding } from "./finding.ts";

export interface QueryLook {
  readonly queries: SqlQueries;
  readonly queryId: string;
  readonly sql: string;
  readonly connection: ConnectionSpec;
  readonly secrets: readonly string[];
}

const longestQueryMs = 600_000;
const shownCell = 80;

export async function lookAtQuery({ queries, queryId, sql, connection, secrets }: QueryLook): Promise<Finding> {
  if (cutStatements(sql, lexSql(sql, { templates: false }).filter(isMeaningful)).some(writes)) return { kind: "failed", reason: "its query writes, and a sensor may only read", mayRetry: false };
  const seen: { results: { id: string; kind: ColumnKind | null }[]; end: Extract<SqlEvent, { kind: "ended" }> | null } = { results: [], end: null };
  // As on production, nothing of it may write, whatever its words hide.
  await queries.run({ queryId, connection: { ...connection, isProduction: true }, text: sql, params: {}, origin: null, maxRows: 1, timeoutMs: longestQueryMs, secrets }, (event) => {
    if (event.kind === "columns") seen.results.push({ id: event.resultId, kind: event.columns[0]?.kind ?? null });
    if (event.kind === "ended") seen.end = event;
  });
  const ids = seen.results.map(({ id }) => id);
  try {
    if (seen.end?.failure) return { kind: "failed", reason: `its query failed: ${seen.end.failure.message}`, mayRetry: true };
    const last = seen.results.at(-1);
    if (!last) return { kind: "failed", reason: "its query gives no rows to look at; write a SELECT", mayRetry: false };
    const { rows } = await queries.page({ resultId: last.id }, { offset: 0, limit: 1 });
    return judge(rows[0]?.[0], last.kind);
  } finally {
    if (ids.length > 0) await queries.release(ids).catch(() => 0);
  }
}

/** As Airflow: no row, NULL, false, 0 and the empty text are not yet. */
function judge(cell: string | null | undefined, kind: ColumnKind | null): Finding {
  if (cell === undefined) return { kind: "waiting", saw: "the query gave no row" };
  const shown = cell === null ? "NULL" : cell.length > shownCell ? `${cell.slice(0, shownCell)}…` : cell;
  if (cell === null || !isTrue(cell, kind)) return { kind: "waiting", saw: `the first cell is ${shown === "" ? "empty" : shown}` };
  return { kind: "met", saw: `the first cell is ${shown}`, value: cell };
}

function isTrue(cell: string, kind: ColumnKind | null): boolean {
  if (kind === "boolean") return /^t(?:rue)?$/i.test(cell);
  if (kind === "integer" || kind === "decimal" || kind === "float") return Number(cell) !== 0;
  return cell !== "" && cell !== "0";
}
