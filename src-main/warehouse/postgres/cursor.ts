/**
 * One statement of a person in PostgreSQL, read portal by portal: the server sends the next rows only when asked, so nothing piles
 * up here, and a portal that is closed early commits what it did, where a cancelled statement would roll it back.
 */
import type { FieldDef, PoolClient } from "pg";
import type { BoundStatement, Cells, Cursor, CursorColumn } from "../session.ts";
import { cellReader, pgColumn, unknownTypes, type Field } from "./result-types.ts";

/** Rows asked for first, when nobody knows how long they are, and at most; later as many as hold about `targetBytes`. */
const firstRows = 10;
const mostRows = 2000;
const targetBytes = 4 * 1024 * 1024;

const asText = { getTypeParser: () => (value: string | Buffer) => String(value) };

/** The cursor does not know these messages, and the driver would call into nothing. */
const copyRefused = {
  handleCopyInResponse: (connection: { sendCopyFail(reason: string): void }) => connection.sendCopyFail("COPY … FROM STDIN has no input here; name a file, or write INSERT"),
  handleCopyData: () => undefined,
};

interface Answer {
  readonly rows: readonly Cells[];
  readonly fields: readonly FieldDef[];
  readonly rowCount: number | null;
}

export interface PgCursorParts {
  readonly client: PoolClient;
  readonly statement: BoundStatement;
  typeNames(oids: readonly number[]): Promise<ReadonlyMap<number, string>>;
  /** Maps failures, and cuts off an answer without bounds. */
  read<T>(work: () => Promise<T>): Promise<T>;
  bytesRead(): number;
}

export async function openPgCursor({ client, statement, typeNames, read, bytesRead }: PgCursorParts): Promise<Cursor> {
  const { default: PortalCursor } = await import("pg-cursor");
  const portal = client.query(Object.assign(new PortalCursor(statement.sql, [...statement.values], { rowMode: "array", types: asText }), copyRefused));
  let wanted = firstRows;
  let hasFailed = false;
  const fetch = (): Promise<Answer> =>
    read(
      () =>
        new Promise((resolve, reject) => {
          portal.read(wanted, (error: Error | undefined, rows: Cells[], result: { fields: FieldDef[]; rowCount: number | null }) => {
            if (!error) return resolve({ rows, fields: result.fields, rowCount: result.rowCount });
            hasFailed = true;
            reject(error);
          });
        }),
    );
  const before = bytesRead();
  let ahead: Answer | null = await fetch();
  const { fields } = ahead;
  const columns = fields.length === 0 ? null : await columnsOf(fields, typeNames);
  const toCells = cellReader(fields);
  let given = 0;
  let changed = ahead.rowCount;
  let isAtEnd = ahead.rows.length < wanted;
  const adapt = (bytes: number, rows: number): void => {
    wanted = Math.max(1, Math.min(mostRows, Math.floor(targetBytes / Math.max(1, bytes / rows))));
  };
  if (ahead.rows.length > 0) adapt(bytesRead() - before, ahead.rows.length);
  return {
    columns,
    async next() {
      if (ahead === null && !isAtEnd) {
        const start = bytesRead();
        const asked = wanted;
        ahead = await fetch();
        isAtEnd = ahead.rows.length < asked;
        changed = ahead.rowCount ?? changed;
        if (ahead.rows.length > 0) adapt(bytesRead() - start, ahead.rows.length);
      }
      const rows = ahead?.rows ?? [];
      ahead = null;
      given += rows.length;
      return rows.length === 0 ? null : { rows: rows.length, cells: rows.map(toCells) };
    },
    async close() {
      await read(() => portal.close());
      return columns === null ? changed : given;
    },
    async abandon() {
      // The server has closed a portal that failed; one that is left open would keep the connection waiting.
      if (!hasFailed) await read(() => portal.close());
    },
  };
}

async function columnsOf(fields: readonly Field[], typeNames: PgCursorParts["typeNames"]): Promise<CursorColumn[]> {
  const unknown = unknownTypes(fields);
  // A name that cannot be had is no reason to withhold the rows.
  const asked = unknown.length === 0 ? new Map<number, string>() : await typeNames(unknown).catch(() => new Map<number, string>());
  return fields.map((field) => pgColumn(field, asked));
}
