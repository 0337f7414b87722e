import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { AppError } from "../../shared/errors/app-error.ts";
import { formatAttemptId } from "../core/attempt-id.ts";
import type { ExitRecord, ProcessSpec, Runner, RunnerSignal, RunnerSnapshot } from "../ports/runner.ts";
import type { SqlHost, SqlJob, SqlOutcome } from "../ports/sql-host.ts";
import type { TryKey } from "../ports/store.ts";
import type { AttemptPlan } from "./attempt-plan.ts";
import type { CallJob, CallOutcome } from "./calls.ts";
import { TaskPerformer } from "./performer.ts";
import { createWorld, silentLog, type World } from "./test-world.ts";

const yaml = `tasks:
  sh: { config_type: BashTask, bash: "true" }
  py: { config_type: PythonTask, python: x.py, ddl: x.sql, deps: [sh] }
  q: { config_type: SqlTask, sql: x.sql, ddl: y.sql, deps: [py] }
  h: { config_type: HttpTask, url: "http://localhost/", method: POST, deps: [q] }
`;
const kinds = ["process", "load", "sql", "call"] as const;

interface Bench {
  readonly world: World;
  readonly performer: TaskPerformer;
  readonly sent: ProcessSpec[];
  readonly stopped: string[];
  readonly acknowledged: string[];
  readonly jobs: { job: SqlJob; end: (outcome: Partial<SqlOutcome>) => void }[];
  readonly calls: { job: CallJob; end: (outcome: Partial<CallOutcome>) => void }[];
  readonly cancelled: string[];
  readonly published: Set<string>;
  readonly broken: { plan: boolean; database: boolean };
  tell(...signals: RunnerSignal[]): void;
  id(task: number, tryNumber?: number): string;
}

let world: World;
afterEach(() => world.close());

/** A run whose task number `at` is the current one, every earlier one done. Without `recovering` the engine is up. */
function bench(at: 0 | 1 | 2 | 3, recovering = false, mode = "replace"): Bench {
  world = createWorld({ d: yaml });
  const sent: ProcessSpec[] = [];
  const stopped: string[] = [];
  const acknowledged: string[] = [];
  const cancelled: string[] = [];
  const published = new Set<string>();
  const broken = { plan: false, database: false };
  const jobs: Bench["jobs"] = [];
  const calls: Bench["calls"] = [];
  let hear: ((signals: readonly RunnerSignal[]) => void) | null = null;
  const unheard: RunnerSignal[] = [];
  const runner: Runner = {
    pid: 1,
    snapshot: { sameRunner: true, live: [], exited: [] },
    start: (specs) => void sent.push(...specs),
    stop: (id) => void stopped.push(id),
    acknowledge: (ids) => void acknowledged.push(...ids),
    onSignals: (handler) => {
      hear = handler;
      if (unheard.length > 0) handler(unheard.splice(0));
    },
    close: async () => {},
  };
  const sqlHost = {
    run: (job: SqlJob) => new Promise((resolve) => jobs.push({ job, end: (outcome) => resolve({ attemptId: job.attemptId, state: "success", reason: null, failure: null, startedAt: 1, endedAt: 2, table: null, rowsLoaded: null, checks: [], ...outcome }) })),
    cancel: (id: string) => void cancelled.push(id),
    wasPublished: async (_connection: unknown, id: string) => {
      if (broken.database) throw new AppError("connection/failed", "nobody answers");
      return published.has(id) ? { table: "w.t", rowsLoaded: 7 } : null;
    },
  } as unknown as SqlHost;
  const workRoot = join(world.folder, "work");
  const plan = (key: TryKey, attemptId: string): AttemptPlan => {
    if (broken.plan) throw new AppError("input/invalid", "x.sql: does not exist.");
    return planOf(kinds[key.task] ?? "process", { attemptId, workRoot, mode });
  };
  const { store, scheduler, clock, events, options } = world;
  const performer = new TaskPerformer({ store, scheduler, runner, sqlHost, clock, log: silentLog, events, plan, secrets: () => ["hunter2secret"], calls: { run: (job) => new Promise((resolve) => void calls.push({ job, end: (outcome) => resolve({ state: "success", reason: null, mayRetry: false, values: [], endedAt: 2, ...outcome }) })), cancel: (id) => void cancelled.push(id) }, isTrusted: () => options.trusted, workRoot, reached: () => {} });
  world.runs.start({ dagId: "d", runId: "r" });
  for (const task of ["sh", "py", "q"].slice(0, at)) world.end("r", task, "success");
  scheduler.load(performer);
  if (!recovering) performer.listen();
  if (!recovering) performer.start([{ run: 1, task: at, tryNumber: 1 }]);
  return { world, performer, sent, stopped, acknowledged, jobs, calls, cancelled, published, broken, tell: (...signals) => (hear === null ? void unheard.push(...signals) : hear(signals)), id: (task, tryNumber = 1) => formatAttemptId(store.id, { run: 1, task, tryNumber }) };
}

const connection = { id: "w", kind: "duckdb", file: "w.duckdb", readOnly: false } as const;
const load = { ddl: "create table t (a int)", load: { mode: "replace" }, prepSchema: "p", finalSchema: "w", checks: [] } as never as object;

function planOf(kind: (typeof kinds)[number], { attemptId, workRoot, mode }: { readonly attemptId: string; readonly workRoot: string; readonly mode: string }): AttemptPlan {
  if (kind === "call") return { kind: "call", rendered: [], job: { attemptId } as CallJob };
  if (kind === "sql") return { kind: "sql", rendered: [{ name: "sql", text: "select 1" }], job: { attemptId, connection, work: { kind: "load", ...load, load: { mode }, source: { kind: "query", sql: "select 1" } }, timeoutMs: null, logPath: "", secrets: [] } as unknown as SqlJob };
  const stem = join(workRoot, attemptId);
  const spec: ProcessSpec = { attemptId, command: { kind: "shell", script: "true" }, cwd: "/", env: {}, logPath: "", logCapBytes: 1, secrets: [], timeoutMs: null, graceMs: 1 };
  const work = { stem, contextFile: `${stem}.context.json`, outputFile: `${stem}.output`, xcomFile: `${stem}.xcom.jsonl`, decisionFile: "", context: {}, tellsColumns: false };
  return { kind: "process", spec, rendered: [], files: [{ path: join(stem, "script.py"), text: "print(1)" }], work, decision: null, load: kind === "load" ? ({ plan: { ...load, load: { mode } }, connection } as never) : null, hidden: [] };
}

const exit = (attemptId: string, changes: Partial<ExitRecord> = {}): ExitRecord => ({ attemptId, startedAt: 1, endedAt: 2, exitCode: 0, signal: null, stopReason: null, startError: null, logBytes: 0, logDroppedBytes: 0, cpuMs: 1, peakRssBytes: 1, ...changes });
const nothing: RunnerSnapshot = { sameRunner: true, live: [], exited: [] };
const settle = async (): Promise<void> => {
  for (let round = 0; round < 20; round += 1) await Promise.resolve();
};
const taskOf = (name: string): { state: string; reason: string | null } => world.local.task({ dagId: "d", runId: "r" }, name).instance;
const output = (id: string): void => {
  mkdirSync(join(world.folder, "work"), { recursive: true });
  writeFileSync(join(world.folder, "work", `${id}.output.jsonl`), "{}\n");
};

describe("a load whose end nobody heard", () => {
  const lostAt = async (outcome: Partial<SqlOutcome>, { isPublished = false, isDatabaseGone = false, mode = "append" } = {}): Promise<unknown> => {
    const { jobs, id, published, broken } = bench(2, false, mode);
    if (isPublished) published.add(id(2));
    broken.database = isDatabaseGone;
    jobs[0]?.end({ state: "failed", reason: "it was lost", ...outcome });
    await settle();
    const { attempts } = world.local.task({ dagId: "d", runId: "r" }, "q");
    world.close();
    return [...attempts.map(({ state }) => state), attempts[0]?.reason ?? null];
  };
  const inDoubt = { failure: "connection", isInDoubt: true } as const;

  it("counts as what the database says", async () => {
    expect(await lostAt(inDoubt, { isPublished: true })).toEqual(["success", null]);
    expect(await lostAt(inDoubt)).toEqual(["failed", "it was lost"]);
    expect(await lostAt({ failure: "host", isInDoubt: true }, { isPublished: true })).toEqual(["success", null]);
  });

  it("is unknown where the database does not say, unless it had not begun", async () => {
    expect(await lostAt(inDoubt, { isDatabaseGone: true })).toEqual(["interrupted", "the outcome is unknown: the connection was lost while its rows were published, and the database could not be asked what was published: nobody answers"]);
    expect(await lostAt({ failure: "host", isInDoubt: true }, { isDatabaseGone: true })).toEqual(["interrupted", "the outcome is unknown: the SQL host stopped while it ran, and the database could not be asked what was published: nobody answers"]);
    // What is replaced, or merged, is the same after a second time.
    for (const mode of ["replace", "merge"]) expect(await lostAt(inDoubt, { isDatabaseGone: true, mode })).toEqual(["interrupted", "running", expect.stringContaining("the outcome is unknown")]);
    expect(await lostAt({ failure: "host", isInDoubt: false }, { isDatabaseGone: true })).toEqual(["failed", "it was lost"]);
    expect(await lostAt({ failure: "connection" }, { isDatabaseGone: true })).toEqual(["failed", "it was lost"]);
  });
});

describe("a try in flight", () => {
  it("gets its files before it starts, and loses them when it is settled", async () => {
    const { sent, tell, id, acknowledged } = bench(0);
    expect(sent.map((spec) => spec.attemptId)).toEqual([id(0)]);
    const folder = join(world.folder, "work", id(0));
    expect(readFileSync(join(folder, "script.py"), "utf8")).toBe("print(1)");
    tell({ kind: "exited", record: exit(id(0)) });
    expect(taskOf("sh").state).toBe("success");
    expect(acknowledged).toEqual([id(0)]);
    await expect.poll(() => readdirSync(join(world.folder, "work")).filter((name) => name.startsWith(id(0)))).toEqual([]);
  });

  it("that was cancelled while its process was ending loads nothing", async () => {
    const { tell, id, jobs } = bench(1);
    output(id(1));
    world.runs.cancel("d", "r");
    tell({ kind: "exited", record: exit(id(1)) });
    await settle();
    expect(jobs).toEqual([]);
    expect(taskOf("py")).toMatchObject({ state: "failed", reason: "cancelled" });
    expect(world.stateOf("r")).toBe("failed");
  });

  it("that is a call keeps what it brought, and is cancelled where it is", async () => {
    const { calls, cancelled, id } = bench(3);
    world.runs.cancel("d", "r");
    expect(cancelled).toEqual([id(3)]);
    calls[0]?.end({ values: [{ name: "status", value: 204 }] });
    await settle();
    expect(taskOf("h").state).toBe("success");
    expect(world.store.xcoms.ofRun(1)).toEqual([{ taskId: "h", key: "status", value: 204 }]);
  });

  it("keeps secrets out of what is stored of its end", async () => {
    const { jobs } = bench(2);
    jobs[0]?.end({ state: "failed", failure: "sql", reason: "no such user 'hunter2secret'" });
    await settle();
    expect(taskOf("q").reason).toBe("no such user '***'");
  });

  it("is failed once, with the reason, when it cannot be planned", () => {
    const { broken, performer } = bench(0, true);
    broken.plan = true;
    performer.start([{ run: 1, task: 0, tryNumber: 1 }]);
    expect(taskOf("sh")).toMatchObject({ state: "failed", reason: "x.sql: does not exist." });
    expect(world.scheduler.counts.running).toBe(0);
  });
});

describe("after a crash", () => {
  it("settles a process by its exit record", async () => {
    const { performer, id } = bench(0, true);
    await performer.recover({ ...nothing, exited: [exit(id(0))] });
    expect(taskOf("sh").state).toBe("success");
  });

  it("does not make a call again whose outcome nobody knows", async () => {
    const { performer, calls } = bench(3, true);
    await performer.recover(nothing);
    expect(calls).toEqual([]);
    expect(taskOf("h")).toMatchObject({ state: "interrupted", reason: expect.stringContaining("while the call was under way") });
  });

  it.each(["before", "while"])("settles a try whose process ends %s the new engine takes it up", async (when) => {
    const { performer, tell, id, acknowledged } = bench(0, true);
    if (when === "before") tell({ kind: "exited", record: exit(id(0)) });
    const recovered = performer.recover({ ...nothing, live: [{ attemptId: id(0), pid: 5, startedAt: 1 }] });
    if (when === "while") tell({ kind: "exited", record: exit(id(0)) });
    await recovered;
    expect([taskOf("sh").state, acknowledged]).toEqual(["success", [id(0)]]);
  });

  it("gives up a try whose runner dies while the new engine takes it up", async () => {
    const { performer, tell, id } = bench(0, true);
    const recovered = performer.recover({ ...nothing, live: [{ attemptId: id(0), pid: 5, startedAt: 1 }] });
    tell({ kind: "runnerLost", at: 3 });
    await recovered;
    expect(taskOf("sh")).toMatchObject({ state: "interrupted", reason: expect.stringContaining("the process that watches tasks stopped") });
  });

  it("gives up a try that an earlier runner had, and no other", async () => {
    const { performer, tell, id, sent } = bench(0, true);
    await performer.recover(nothing);
    expect(sent.map((spec) => spec.attemptId)).toEqual([id(0)]);
    tell({ kind: "lost", attemptIds: ["another"], at: 3 });
    expect(taskOf("sh").state).toBe("queued");
    tell({ kind: "lost", attemptIds: [id(0)], at: 3 });
    expect(taskOf("sh")).toMatchObject({ state: "interrupted", reason: expect.stringContaining("the process that watches tasks stopped") });
  });

  it("keeps the end of a try that waited for the disk when its runner dies meanwhile", () => {
    const { tell, id } = bench(0);
    world.disk.fail = () => Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
    tell({ kind: "exited", record: exit(id(0)) });
    tell({ kind: "runnerLost", at: 3 });
    world.disk.fail = null;
    world.clock.advance(1_000);
    expect([taskOf("sh").state, world.store.attempts.listOf(1, 0).map(({ state, reason }) => ({ state, reason }))]).toEqual(["success", [{ state: "success", reason: null }]]);
  });

  it("adopts a live process", async () => {
    const { performer, id, tell } = bench(0, true);
    await performer.recover({ ...nothing, live: [{ attemptId: id(0), pid: 5, startedAt: 1 }] });
    world.clock.advance(30);
    expect(taskOf("sh").state).toBe("running");
    tell({ kind: "exited", record: exit(id(0), { exitCode: 3 }) });
    expect(taskOf("sh")).toMatchObject({ state: "failed", reason: "exit code 3" });
  });

  it("judges a process by its end also when its plan cannot be made any more", async () => {
    const { performer, id, broken, stopped, tell } = bench(0, true);
    broken.plan = true;
    await performer.recover({ ...nothing, live: [{ attemptId: id(0), pid: 5, startedAt: 1 }] });
    expect(taskOf("sh").state).toBe("queued");
    world.runs.cancel("d", "r");
    expect(stopped).toEqual([id(0)]);
    tell({ kind: "exited", record: exit(id(0), { signal: "SIGTERM", exitCode: null, stopReason: "cancelled" }) });
    expect(taskOf("sh")).toMatchObject({ state: "failed", reason: "cancelled" });
  });

  it("says of a process that ended well but cannot be planned what is in the way", async () => {
    const { performer, id, broken } = bench(1, true);
    broken.plan = true;
    await performer.recover({ ...nothing, exited: [exit(id(1))] });
    expect(taskOf("py").state).toBe("failed");
    expect(taskOf("py").reason).toContain("x.sql: does not exist");
  });

  it("calls a try unknown, not failed, when nobody knows of it and it cannot be planned", async () => {
    const { performer, broken } = bench(0, true);
    broken.plan = true;
    await performer.recover({ ...nothing, sameRunner: false });
    expect(taskOf("sh").state).toBe("interrupted");
  });

  it("sends again, with its files, what the runner never read", async () => {
    const { performer, sent, id } = bench(0, true);
    await performer.recover(nothing);
    expect(sent.map((spec) => spec.attemptId)).toEqual([id(0)]);
    expect(existsSync(join(world.folder, "work", `${id(0)}.context.json`))).toBe(true);
  });

  it("does not send what was cancelled before, and calls it cancelled", async () => {
    const { performer, sent } = bench(0, true);
    world.runs.cancel("d", "r");
    await performer.recover(nothing);
    expect(sent).toEqual([]);
    expect(taskOf("sh")).toMatchObject({ state: "failed", reason: "cancelled" });
  });

  it("stops a live process whose cancel was stored but not sent", async () => {
    const { performer, stopped, id } = bench(0, true);
    world.runs.cancel("d", "r");
    stopped.length = 0;
    await performer.recover({ ...nothing, live: [{ attemptId: id(0), pid: 5, startedAt: 1 }] });
    expect(stopped).toEqual([id(0)]);
  });

  it("starts nothing in a workspace that is not trusted any more", async () => {
    const { performer, sent, jobs } = bench(0, true);
    world.options.trusted = false;
    await performer.recover(nothing);
    expect([sent.length, jobs.length]).toEqual([0, 0]);
    expect(taskOf("sh").state).toBe("interrupted");
  });

  it("finds that the load after a Python process was published, and does not load twice", async () => {
    const { performer, id, jobs, published } = bench(1, true);
    output(id(1));
    published.add(id(1));
    await performer.recover({ ...nothing, exited: [exit(id(1))] });
    await settle();
    expect(jobs.map(({ job }) => job.attemptId)).toEqual([id(2)]);
    expect(taskOf("py").state).toBe("success");
    expect(world.local.task({ dagId: "d", runId: "r" }, "py").attempts[0]).toMatchObject({ table: "w.t", rowsLoaded: 7 });
  });

  it("does the load after a Python process that was not published", async () => {
    const { performer, id, jobs } = bench(1, true);
    output(id(1));
    await performer.recover({ ...nothing, exited: [exit(id(1))] });
    await settle();
    expect(jobs.map(({ job }) => job.attemptId)).toEqual([id(1)]);
    jobs[0]?.end({ table: "w.t", rowsLoaded: 1 });
    await settle();
    expect(taskOf("py").state).toBe("success");
  });

  it("loads nothing of a Python process whose run was cancelled", async () => {
    const { performer, id, jobs } = bench(1, true);
    output(id(1));
    world.runs.cancel("d", "r");
    await performer.recover({ ...nothing, exited: [exit(id(1))] });
    await settle();
    expect(jobs).toEqual([]);
    expect(taskOf("py")).toMatchObject({ state: "failed", reason: "cancelled" });
  });

  it("knows of a SqlTask whether it was published", async () => {
    const { performer, id, published } = bench(2, true);
    published.add(id(2));
    await performer.recover({ ...nothing, sameRunner: false });
    await settle();
    expect(taskOf("q").state).toBe("success");
  });

  it("loads nothing after a Python process where the database does not say whether that was done", async () => {
    const { performer, id, jobs, broken } = bench(1, true, "append");
    output(id(1));
    broken.database = true;
    await performer.recover({ ...nothing, exited: [exit(id(1))] });
    await settle();
    expect(jobs).toEqual([]);
    expect(taskOf("py")).toMatchObject({ state: "interrupted", reason: expect.stringContaining("the outcome is unknown") });
  });

  it("does a SqlTask that was not published again, under a new try", async () => {
    const { performer, jobs, id } = bench(2, true);
    await performer.recover({ ...nothing, sameRunner: false });
    await settle();
    expect(world.local.task({ dagId: "d", runId: "r" }, "q").attempts.map((one) => one.state)).toEqual(["interrupted", "running"]);
    expect(jobs.map(({ job }) => job.attemptId)).toEqual([id(2, 2)]);
  });

  it("removes work files that belong to nobody", async () => {
    const { performer, id } = bench(0, true);
    for (const name of ["old.1.1.1", `${id(0)}1`, id(0)]) mkdirSync(join(world.folder, "work", name), { recursive: true });
    for (const name of ["old.1.1.1.output.csv", `${id(0)}1.output`, `${id(0)}.output.csv`]) writeFileSync(join(world.folder, "work", name), "");
    await performer.recover({ ...nothing, live: [{ attemptId: id(0), pid: 5, startedAt: 1 }] });
    await expect.poll(() => readdirSync(join(world.folder, "work")).toSorted()).toEqual([id(0), `${id(0)}.output.csv`]);
  });

  it("settles hundreds of tries in one transaction", async () => {
    const count = 800;
    const many = Array.from({ length: count }, (_, n) => `  t${n}: { config_type: BashTask, bash: "true" }`);
    world = createWorld({ d: `tasks:\n${many.join("\n")}\n` });
    world.options.parallelism = count;
    const { store, scheduler, clock, events } = world;
    world.runs.start({ dagId: "d", runId: "r" });
    const silent = { start: () => {}, stop: () => {}, acknowledge: () => {}, onSignals: () => {}, pid: 1, close: async () => {}, snapshot: nothing } as Runner;
    const plan = (_key: TryKey, attemptId: string): AttemptPlan => planOf("process", { attemptId, workRoot: join(world.folder, "work"), mode: "replace" });
    const performer = new TaskPerformer({ store, scheduler, runner: silent, sqlHost: {} as SqlHost, calls: { run: () => new Promise(() => {}), cancel: () => {} }, clock, log: silentLog, events, plan, secrets: () => [], isTrusted: () => true, workRoot: join(world.folder, "work"), reached: () => {} });
    scheduler.load(performer);
    let commits = 0;
    world.disk.fail = () => ((commits += 1), null);
    await performer.recover({ ...nothing, exited: Array.from({ length: count }, (_, task) => exit(formatAttemptId(store.id, { run: 1, task, tryNumber: 1 }))) });
    expect(world.stateOf("r")).toBe("success");
    expect(commits).toBeLessThan(10);
  });
});
