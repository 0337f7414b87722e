/** One pooled PostgreSQL connection, held by one job. All values are read in the server's own text form. */
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { PoolClient, QueryArrayConfig, QueryArrayResult } from "pg";
import type { Cells, Dialect, Session } from "../session.ts";
import { toFailure } from "./failure.ts";

/** Fixed for every session, so that text forms do not depend on the server's settings. */
export const sessionSettings =
  "SET TIME ZONE 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres'; SET standard_conforming_strings = on; SET bytea_output = 'hex'; SET extra_float_digits = 1";

const asText = { getTypeParser: () => (value: string | Buffer) => String(value) };

export interface PgParts {
  readonly client: PoolClient;
  readonly dialect: Dialect;
  /** Asks the server, over another connection, to end what this one does. */
  cancel(processId: number): Promise<void>;
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

export function createPgSession({ client, dialect, cancel, release }: PgParts): Session {
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
  const processId = (client as unknown as { processID: number }).processID;
  const guard = async <T>(sql: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      const failure = toFailure(error, sql);
      if (failure.kind === "connection") isBroken = true;
      throw failure;
    }
  };
  const query = (sql: string): Promise<QueryArrayResult> => client.query({ text: sql, rowMode: "array", types: asText });
  return {
    dialect,
    execute: (sql) => guard(sql, () => drain(client, sql)),
    read: (sql) => guard(sql, async () => (await query(sql)).rows as Cells[]),
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
    interrupt: () => cancel(processId),
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
