/**
 * The engine's side of the SQL host: starts the process on first use, hands jobs and questions over, starts it anew
 * after a crash, and ends it when nobody has used it for a while. States: idle (not running, by choice) → up → idle | down (it
 * died; the next use starts another). A job that was under way when the process died fails and is never sent twice; a question is, once.
 */
import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import type { Beating } from "../ports/heartbeat.ts";
import type { ArchiveFiles } from "../ports/run-archive.ts";
import type { SqlHost, SqlJob, SqlOutcome } from "../ports/sql-host.ts";
import type { SqlQueries } from "../ports/sql-queries.ts";
import { createQueryClient } from "./query-client.ts";
import type { FromHost, Method, Progress, Requests, ToHost } from "./protocol.ts";

export type SqlHostState = SqlHost["state"];

export interface SqlHostOptions {
  /** File of the host process; by default the one beside this module (or beside the bundle it is in). */
  readonly entry?: string;
  /** Node 24 to run it with; by default the one that runs this. */
  readonly nodePath?: string;
  readonly execArgv?: readonly string[];
  /** Working directory: relative paths in people's SQL start here. By default this process's own. */
  readonly cwd?: string;
  /** Where results of queries go that do not fit into memory; emptied with each host. By default a temporary folder. */
  readonly resultsFolder?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** How long an unused host is kept; default five minutes. */
  readonly idleMs?: number;
  readonly onStateChange?: (state: SqlHostState) => void;
}

interface Waiting {
  resolve(output: unknown): void;
  reject(error: unknown): void;
  tell(event: Progress[keyof Progress]): void;
}

interface Running {
  readonly child: ChildProcess;
  readonly exited: Promise<void>;
  readonly waiting: Map<number, Waiting>;
  /** It has begun to do what it is asked. */
  isReady: boolean;
  /** Results it keeps for somebody. */
  holds: number;
}

const defaultIdleMs = 5 * 60_000;
const closeLimitMs = 3000;
/** Each statement of DuckDB occupies one of these threads while it runs; they are made on first use and cost little. */
const workerThreads = "24";
const keptStderr = 2000;

/** Sources run as they are, or start what is built where that is asked for. */
function defaultEntry(): string {
  const source = process.env["DAGWRIGHT_BUILT_PROGRAMS"] === "1" ? "../../dist/warehouse/main.mjs" : "./main.ts";
  return fileURLToPath(new URL(import.meta.url.endsWith(".ts") ? source : "../warehouse/main.mjs", import.meta.url));
}

function spawnHost(options: SqlHostOptions, resultsFolder: string): ChildProcess {
  return fork(options.entry ?? defaultEntry(), [resultsFolder], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    // DuckDB's pieces hold memory that V8 does not see: the host collects them itself.
    execArgv: [...(options.execArgv ?? []), "--expose-gc"],
    env: { ...process.env, ...options.env, UV_THREADPOOL_SIZE: workerThreads },
    ...(options.nodePath === undefined ? {} : { execPath: options.nodePath }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
}

/** `hadBegun`: it may have done some of what was asked of it, or all. */
function lostHost(why: string, hadBegun: boolean): AppError {
  return new AppError("engine/unavailable", `the SQL host ${why}; try again: it starts anew by itself`, { hadBegun });
}

export interface SqlHostClient extends SqlHost, Beating {
  readonly queries: SqlQueries;
  readonly archives: ArchiveFiles;
  /** Starts the process that died before somebody needs it. */
  revive(): void;
}

export function createSqlHost(options: SqlHostOptions = {}): SqlHostClient {
  const resultsFolder = options.resultsFolder ?? join(tmpdir(), `dagwright-results-${process.pid}-${randomUUID()}`);
  let running: Running | null = null;
  let ending: Promise<void> = Promise.resolve();
  let state: SqlHostState = "idle";
  let nextId = 1;
  let idleTimer: NodeJS.Timeout | null = null;
  let isClosed = false;
  let onPong = (): void => {};

  const setState = (next: SqlHostState): void => {
    if (next === state) return;
    state = next;
    options.onStateChange?.(next);
  };

  const lose = (lost: Running, why: string): void => {
    for (const each of lost.waiting.values()) each.reject(lostHost(why, lost.isReady));
    lost.waiting.clear();
    if (running !== lost) return;
    running = null;
    setState("down");
  };

  const start = (): Running => {
    const child = spawnHost(options, resultsFolder);
    const waiting = new Map<number, Waiting>();
    let stderr = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr = (stderr + text).slice(-keptStderr)));
    const exited = new Promise<void>((resolve) => {
      child.once("exit", (code, signal) => {
        lose(host, `ended (${signal ?? `exit code ${code}`})${stderr.trim() === "" ? "" : `: ${stderr.trim()}`}`);
        rmSync(resultsFolder, { recursive: true, force: true });
        resolve();
      });
      child.once("error", (error) => {
        lose(host, `could not start: ${messageOf(error)}`);
        resolve();
      });
    });
    const host: Running = { child, exited, waiting, isReady: false, holds: 0 };
    child.on("message", (message: FromHost) => receive(host, message));
    return host;
  };

  const receive = (host: Running, message: FromHost): void => {
    if (message.type === "progress") host.waiting.get(message.id)?.tell(message.event);
    if (message.type === "holds") {
      host.holds = message.results;
      restWhenUnused(host);
    }
    if (message.type === "ready") host.isReady = true;
    if (message.type === "pong") onPong();
    if (message.type !== "reply") return;
    const each = host.waiting.get(message.id);
    host.waiting.delete(message.id);
    if (message.ok) each?.resolve(message.output);
    else each?.reject(new AppError(message.error.code, message.error.message));
    restWhenUnused(host);
  };

  const restWhenUnused = (host: Running): void => {
    if (idleTimer !== null) clearTimeout(idleTimer);
    idleTimer = null;
    if (host.waiting.size > 0 || host.holds > 0 || running !== host) return;
    idleTimer = setTimeout(() => void end(), options.idleMs ?? defaultIdleMs);
    idleTimer.unref();
  };

  /** Ends the process: in order if it answers in time, by force otherwise. */
  const end = (): Promise<void> => {
    const host = running;
    if (host === null) return ending;
    running = null;
    setState("idle");
    const force = setTimeout(() => host.child.kill("SIGKILL"), closeLimitMs);
    if (host.child.connected) host.child.send({ type: "close" } satisfies ToHost, () => undefined);
    ending = host.exited.finally(() => clearTimeout(force));
    return ending;
  };

  const ask = async <M extends Method>(method: M, input: Requests[M]["input"], tell: Waiting["tell"] = () => undefined): Promise<Requests[M]["output"]> => {
    // The DuckDB file is free only when the process before is gone.
    await ending;
    if (isClosed) throw new AppError("engine/stopping", "the SQL host is closed: the engine is stopping");
    running ??= start();
    setState("up");
    const host = running;
    if (idleTimer !== null) clearTimeout(idleTimer);
    idleTimer = null;
    const id = nextId++;
    const message = { type: "request", id, method, input } as ToHost;
    return new Promise((resolve, reject) => {
      host.waiting.set(id, { resolve: resolve as (output: unknown) => void, reject, tell });
      host.child.send(message, (error) => {
        if (error === null) return;
        host.waiting.delete(id);
        reject(lostHost(`could not be reached: ${messageOf(error)}`, false));
      });
    });
  };

  /** Questions change nothing, so one that fell into a dying host is asked again. */
  const askTwice = async <M extends Exclude<Method, "run">>(method: M, input: Requests[M]["input"]): Promise<Requests[M]["output"]> => {
    try {
      return await ask(method, input);
    } catch (error) {
      if (isClosed || !(error instanceof AppError) || error.code !== "engine/unavailable") throw error;
      return ask(method, input);
    }
  };

  const run = async (job: SqlJob): Promise<SqlOutcome> => {
    const startedAt = Date.now();
    try {
      return await ask("run", job);
    } catch (error) {
      return {
        attemptId: job.attemptId,
        state: "failed",
        failure: "host",
        reason: messageOf(error),
        isInDoubt: error instanceof AppError && error.details["hadBegun"] === true,
        startedAt,
        endedAt: Date.now(),
        table: null,
        rowsLoaded: null,
        checks: [],
      };
    }
  };

  // Behind `ending`, as requests are: a cancel may not overtake what it is about.
  const hint = (message: ToHost): void => {
    void ending.then(() => {
      if (running?.child.connected === true) running.child.send(message, () => undefined);
    });
  };
  return {
    queries: createQueryClient(ask, hint),
    // Each writes a file of a name of its own, or only reads.
    archives: {
      write: (lines, to) => askTwice("archiveWrite", { lines, to }),
      copyWithout: (from, without, to) => askTwice("archiveCopy", { from, without, to }),
      search: (archives, query) => askTwice("archiveSearch", { archives, query }),
      get: (archives, run) => askTwice("archiveGet", { archives, run }),
    },
    get pid() {
      return running?.child.pid ?? null;
    },
    get state() {
      return state;
    },
    ping(onAnswer) {
      onPong = onAnswer;
      if (running?.child.connected === true) running.child.send({ type: "ping" } satisfies ToHost, () => undefined);
    },
    revive() {
      if (isClosed || state !== "down") return;
      running = start();
      setState("up");
      restWhenUnused(running);
    },
    run,
    cancel: (attemptId) => hint({ type: "cancel", attemptId }),
    wasPublished: (connection, attemptId) => askTwice("wasPublished", { connection, attemptId }),
    catalog: (connection) => askTwice("catalog", { connection }),
    rows: (connection, table, page) => askTwice("rows", { connection, table, page }),
    profile: (connection, table) => askTwice("profile", { connection, table }),
    sweepTrials: async (connection, schema, keep) => void (await askTwice("sweepTrials", { connection, schema, keep })),
    columnsOfQuery: (connection, asked) => askTwice("columnsOfQuery", { connection, ...asked }),
    loadIntoTrials: (connection, from, to) => ask("loadIntoTrials", { connection, ...from, to }),
    copyIntoTrials: (connection, from, to) => ask("copyIntoTrials", { connection, from, to }),
    async close() {
      isClosed = true;
      if (idleTimer !== null) clearTimeout(idleTimer);
      await end();
    },
  };
}
