/** One pooled PostgreSQL connection, held by one job. All values are read in the server's own text form. */
import { createReadStream } from "node:fs";
import type { Socket } from "node:net";
import { pipeline } from "node:stream/promises";
import type { PoolClient, QueryArrayConfig, QueryArrayResult } from "pg";
import type { Cells, Dialect, Session } from "../session.ts";
import { openPgCursor } from "./cursor.ts";
import { toFailure } from "./failure.ts";

/** Fixed for every session, so that text forms do not depend on the server's settings. */
export const sessionSettings =
  "SET TIME ZONE 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres'; SET standard_conforming_strings = on; SET bytea_output = 'hex'; SET extra_float_digits = 1";

const asText = { getTypeParser: () => (value: string | Buffer) => String(value) };

/** An answer to one of our own questions never comes near this; a server that sends more is broken or hostile. */
const largestAnswer = 64 * 1024 * 1024;
/** A server that has not ended a statement so long after it was asked to is taken for lost. */
const abandonAfterMs = 4000;

export interface PgParts {
  readonly client: PoolClient;
  readonly dialect: Dialect;
  /** Asks the server, over another connection, to end what this one does. */
  cancel(processId: number): Promise<void>;
  /** Names of types that this program does not know, asked on another connection. */
  typeNames(oids: readonly number[]): Promise<ReadonlyMap<number, string>>;
  /** Gives the connection back; it is closed when it may be in an unknown state. */
  release(isClean: boolean): void;
}

/** Rows are counted as they pass and never kept. */
async function drain(client: PoolClient, sql: string): Promise<number | null> {
  const { default: pg } = await import("pg");
  const config: QueryArrayConfig = { text: sql, rowMode: "array", types: asText };
  const query = new pg.Query(config);
  return new Promise((resolve, reject) => {
    query.on("row", () => undefined);
    query.on("error", reject);
    query.on("end", (result) => resolve(result.rowCount ?? null));
    client.query(query);
  });
}

interface Wire {
  readonly processID: number;
  readonly connection: { readonly stream: Socket };
}

/** Cuts the connection when the answer outgrows all bounds. */
async function bounded<T>(wire: Wire, work: () => Promise<T>): Promise<T> {
  const { stream } = wire.connection;
  const before = stream.bytesRead;
  const watch = (): void => {
    if (stream.bytesRead - before > largestAnswer)
      stream.destroy(new Error(`the server's answer is larger than ${largestAnswer / 1024 ** 2} MiB; expected a page of rows; ask for fewer`));
  };
  stream.on("data", watch);
  try {
    return await work();
  } finally {
    stream.off("data", watch);
  }
}

export function createPgSession({ client, dialect, cancel, typeNames, release }: PgParts): Session {
  let isBroken = false;
  const onError = (): void => {
    isBroken = true;
  };
  client.on("error", onError);
  const noticeHandlers: ((text: string) => void)[] = [];
  const onNotice = (notice: { message?: string | undefined }): void => {
    for (const handler of noticeHandlers) handler((notice.message ?? "").slice(0, 2000));
  };
  client.on("notice", onNotice);
  const wire = client as unknown as Wire;
  let inFlight: string | null = null;
  let abandoning: NodeJS.Timeout | null = null;
  const abandon = (): void => {
    // How a commit ends is for the server to say, however long that takes.
    if (inFlight !== null && inFlight !== "COMMIT") wire.connection.stream.destroy(new Error("the server did not end the statement when asked to"));
  };
  const guard = async <T>(sql: string, work: () => Promise<T>): Promise<T> => {
    inFlight = sql;
    try {
      return await work();
    } catch (error) {
      const failure = toFailure(error, sql);
      if (failure.kind === "connection") isBroken = true;
      throw failure;
    } finally {
      inFlight = null;
      if (abandoning !== null) clearTimeout(abandoning);
      abandoning = null;
    }
  };
  const query = (sql: string): Promise<QueryArrayResult> => client.query({ text: sql, rowMode: "array", types: asText });
  return {
    dialect,
    execute: (sql) => guard(sql, () => drain(client, sql)),
    read: (sql) => guard(sql, async () => (await bounded(wire, () => query(sql))).rows as Cells[]),
    open: (statement) =>
      openPgCursor({
        ...{ client, statement, typeNames },
        read: (work) => guard(statement.sql, () => bounded(wire, work)),
        bytesRead: () => wire.connection.stream.bytesRead,
      }),
    async describe(sql) {
      const prefix = "SELECT * FROM (";
      const wrapped = `${prefix}${sql}\n) AS described LIMIT 0`;
      const result = await guard(wrapped, () => query(wrapped)).catch((error: unknown) => {
        throw toFailure(error, wrapped).shifted(-prefix.length);
      });
      return result.fields.map((field) => ({ name: field.name, type: String(field.dataTypeID) }));
    },
    copyIn: ({ sql, path }) =>
      guard(sql, async () => {
        const { from } = await import("pg-copy-streams");
        const stream = client.query(from(sql));
        await pipeline(createReadStream(path), stream);
        return stream.rowCount;
      }),
    checkStop: () => undefined,
    inTransaction: () => !isBroken && ["T", "E"].includes(client.getTransactionStatus() ?? ""),
    async interrupt() {
      if (inFlight !== null) abandoning ??= setTimeout(abandon, abandonAfterMs);
      await cancel(wire.processID);
    },
    onNotice: (handler) => void noticeHandlers.push(handler),
    async close() {
      client.off("notice", onNotice);
      // Whatever the job set, made temporary or locked for itself must not reach the next one.
      const isClean = !isBroken && (await resetSession(client));
      client.off("error", onError);
      release(isClean);
    },
  };
}

async function resetSession(client: PoolClient): Promise<boolean> {
  try {
    if (client.getTransactionStatus() !== "I") await client.query("ROLLBACK");
    await client.query("DISCARD ALL");
    return true;
  } catch {
    return false; // the pool closes the connection instead
  }
}
