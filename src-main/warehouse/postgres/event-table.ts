/**
 * Events in a table of PostgreSQL, over one connection that listens and takes. Rows stay locked from the look until their marks are committed, so that
 * other takers pass over them; what dies in between leaves them unmarked. Runs in the engine: the statements are ours, and answers are bounded.
 */
import type { Socket } from "node:net";
import type { Client } from "pg";
import { AppError } from "../../../shared/errors/app-error.ts";
import { quoteName, quoteTable, quoteText, showTable } from "../../../shared/sql/names.ts";
import type { EventRow, EventTable, EventTableNews, EventTableSpec } from "../../ports/event-table.ts";
import { clientConfig } from "./database.ts";
import { toFailure } from "./failure.ts";
import { sessionSettings } from "./session.ts";

/** A server that is silent for so long is taken for lost. */
const answerLimitMs = 15_000;

const partingMs = 1_000;

interface Wire {
  readonly connection: { readonly stream: Socket };
}

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly is_unique: boolean;
  readonly may_update: boolean;
}

export async function openEventTable(spec: EventTableSpec, news: EventTableNews): Promise<EventTable> {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ ...clientConfig(spec.connection), query_timeout: answerLimitMs });
  let isOpen = true;
  let isTold = false;
  const lost = (reason: string): void => {
    if (!isOpen || isTold) return;
    isTold = true;
    news.onLost(reason);
  };
  client.on("error", (error) => lost(failureOf(spec, error).message));
  client.on("end", () => lost(`${placeOf(spec)}: the connection was lost`));
  client.on("notification", () => news.onNotice());
  const close = async (): Promise<void> => {
    isOpen = false;
    // A server that does not answer is not waited for.
    const patience = setTimeout(() => (client as unknown as Wire).connection.stream.destroy(), partingMs);
    await client.end().catch(() => {});
    clearTimeout(patience);
  };
  try {
    await client.connect();
    await client.query(`${sessionSettings}; SET default_transaction_read_only = off; SET lock_timeout = '5s'; SET statement_timeout = '10s'; SET idle_in_transaction_session_timeout = '60s'`);
    if (spec.channel !== null) await client.query(`LISTEN ${quoteName(spec.channel)}`);
    const idType = await checkTable(client, spec);
    return { ...statementsOf(client, spec, idType), close };
  } catch (thrown) {
    await close();
    throw failureOf(spec, thrown);
  }
}

function statementsOf(client: Client, spec: EventTableSpec, idType: string): Omit<EventTable, "close"> {
  const table = quoteTable(spec);
  const [id, mark] = [`t.${quoteName(spec.id)}`, quoteName(spec.mark)];
  const event = spec.event === null ? `(to_jsonb(t) - ${quoteText(spec.mark)})::text` : `t.${quoteName(spec.event)}::text`;
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (thrown) {
      throw failureOf(spec, thrown);
    }
  };
  return {
    take: (most, deal) =>
      guarded(async () => {
        await client.query("BEGIN");
        const { rows } = await client.query<{ id: string; text: string | null; bytes: number | null }>(
          `SELECT ${id}::text AS id, CASE WHEN octet_length(e.said) <= ${most.bytes} THEN e.said END AS text, octet_length(e.said) AS bytes
             FROM ${table} t, LATERAL (SELECT ${event} AS said) e WHERE t.${mark} IS NULL ORDER BY ${id} LIMIT ${most.rows} FOR UPDATE OF t SKIP LOCKED`,
        );
        const marks = marksOf(rows, deal);
        if (marks.ids.length > 0) await client.query(`UPDATE ${table} t SET ${mark} = m.mark FROM unnest($1::text[], $2::text[]) AS m(id, mark) WHERE ${id} = m.id::${idType}`, [marks.ids, marks.texts]);
        await client.query("COMMIT");
        return rows.length;
      }),
    waiting: (most) =>
      guarded(async () => {
        const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM (SELECT 1 FROM ${table} t WHERE t.${mark} IS NULL LIMIT ${most}) AS unmarked`);
        return rows[0]?.count ?? 0;
      }),
  };
}

function marksOf(rows: readonly EventRow[], deal: (rows: readonly EventRow[]) => readonly (string | null)[]): { ids: string[]; texts: string[] } {
  const marks = rows.length === 0 ? [] : deal(rows);
  const dealt = rows.flatMap(({ id }, at) => {
    const text = marks[at] ?? null;
    // PostgreSQL keeps no text with a NUL in it.
    return text === null ? [] : [{ id, text: text.replaceAll("\0", "�") }];
  });
  return { ids: dealt.map(({ id }) => id), texts: dealt.map(({ text }) => text) };
}

/** The type of the id. Rejects where rows could not be told apart, or not be marked. */
async function checkTable(client: Client, spec: EventTableSpec): Promise<string> {
  const { id, event, mark } = spec;
  const wanted = event === null ? [id, mark] : [id, mark, event];
  const { rows } = await client.query<ColumnRow>(
    `SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, has_column_privilege(c.oid, a.attnum, 'UPDATE') AS may_update,
            a.attnotnull AND EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indnkeyatts = 1 AND i.indkey[0] = a.attnum) AS is_unique
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped`,
    [spec.schema, spec.table],
  );
  if (rows.length === 0) throw wrong(spec, "there is no such table; create it, or correct `queue.table`");
  const columns = new Map(rows.map((row) => [row.name, row]));
  const missing = wanted.find((name) => !columns.has(name));
  if (missing !== undefined) throw wrong(spec, `it has no column "${missing}"; its columns are ${[...columns.keys()].slice(0, 20).join(", ")}`);
  const [idColumn, markColumn] = [columns.get(id), columns.get(mark)];
  if (idColumn?.is_unique !== true) throw wrong(spec, `column "${id}" does not tell rows apart; make it the primary key, or give it a unique index and NOT NULL`);
  if (markColumn?.type !== "text") throw wrong(spec, `column "${mark}" is of type ${markColumn?.type ?? "unknown"}; expected text, for what became of a row`);
  if (!markColumn.may_update) throw wrong(spec, `user "${spec.connection.user}" may not write to column "${mark}"; grant UPDATE`);
  return idColumn.type;
}

const placeOf = (spec: EventTableSpec): string => `connection ${spec.connection.id}: table ${showTable(spec)}`;

function wrong(spec: EventTableSpec, what: string): AppError {
  return new AppError("sql/failed", `${placeOf(spec)}: ${what}.`, { connection: spec.connection.id });
}

function failureOf(spec: EventTableSpec, thrown: unknown): Error {
  if (thrown instanceof AppError) return thrown;
  const failure = toFailure(thrown, "");
  return new AppError(failure.kind === "connection" ? "connection/failed" : "sql/failed", `${placeOf(spec)}: ${failure.message}`, { connection: spec.connection.id }, { cause: thrown });
}
