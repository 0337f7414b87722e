/**
 * The SQL host without its process: keeps one Database for each connection, the jobs that run, and answers requests.
 * Libraries of a database are loaded when its first connection is used.
 */
import { assertNever } from "../../shared/base/assert-never.ts";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import type { ErrorCode } from "../../shared/errors/codes.ts";
import type { ConnectionSpec, SqlJob, SqlOutcome } from "../ports/sql-host.ts";
import { runJob } from "./job.ts";
import { createJobControl, type JobControl } from "./job-control.ts";
import type { FromHost, ToHost } from "./protocol.ts";
import { createMask } from "./secrets.ts";
import { type Database, SqlFailure } from "./session.ts";

export interface Host {
  receive(message: ToHost): void;
  close(): Promise<void>;
}

type Request = Extract<ToHost, { type: "request" }>;

async function openDatabase(spec: ConnectionSpec): Promise<Database> {
  if (spec.kind === "duckdb") return (await import("./duckdb/database.ts")).createDuckDatabase(spec);
  return (await import("./postgres/database.ts")).createPostgresDatabase(spec);
}

function wireError(error: unknown, mask: (text: string) => string): { code: ErrorCode; message: string } {
  const message = mask(messageOf(error));
  if (error instanceof AppError) return { code: error.code, message };
  if (error instanceof SqlFailure) return { code: error.kind === "connection" ? "connection/failed" : "sql/failed", message };
  return { code: "internal", message };
}

function specOf(request: Request): ConnectionSpec {
  return request.input.connection;
}

/** Two specs of one database share it; the id is only a name. */
function keyOf(spec: ConnectionSpec): string {
  return JSON.stringify({ ...spec, id: "" });
}

export function createHost(send: (message: FromHost) => void): Host {
  const databases = new Map<string, Promise<Database>>();
  const controls = new Map<string, JobControl>();
  const databaseOf = (spec: ConnectionSpec): Promise<Database> => {
    const key = keyOf(spec);
    const known = databases.get(key) ?? openDatabase(spec);
    databases.set(key, known);
    return known;
  };
  const run = async (job: SqlJob): Promise<SqlOutcome> => {
    const control = createJobControl(job.timeoutMs);
    controls.set(job.attemptId, control);
    try {
      return await runJob(job, await databaseOf(job.connection), control);
    } finally {
      controls.delete(job.attemptId);
    }
  };
  const answer = async (request: Request): Promise<unknown> => {
    if (request.method === "run") return run(request.input);
    const database = await databaseOf(specOf(request));
    switch (request.method) {
      case "wasPublished":
        return database.wasPublished(request.input.attemptId);
      case "catalog":
        return { ...(await database.catalog()), connection: request.input.connection.id };
      case "rows":
        return database.rows(request.input.table, request.input.page);
      case "profile":
        return database.profile(request.input.table);
      default:
        return assertNever(request);
    }
  };
  const reply = async (request: Request): Promise<void> => {
    const spec = specOf(request);
    const mask = createMask(spec.kind === "postgres" && spec.password !== null ? [spec.password] : []);
    const settled = await answer(request).then(
      (output) => ({ ok: true as const, output }),
      (error: unknown) => ({ ok: false as const, error: wireError(error, mask) }),
    );
    send({ type: "reply", id: request.id, ...settled });
  };
  return {
    receive(message) {
      if (message.type === "request") void reply(message);
      if (message.type === "cancel") controls.get(message.attemptId)?.stop("cancelled");
    },
    async close() {
      for (const control of controls.values()) control.stop("cancelled");
      const open = await Promise.all(databases.values());
      await Promise.all(open.map((database) => database.close()));
    },
  };
}
