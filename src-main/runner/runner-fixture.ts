/** For tests: a runner of its own in a temporary folder, and what it said. Everything it started is gone after `dispose`. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ExitRecord, ProcessCommand, ProcessSpec, RunnerSignal } from "../ports/runner.ts";
import { connectRunner, type RunnerClient, type RunnerOptions } from "./client.ts";
import { listProcesses } from "./process-table.ts";

export interface Fixture {
  readonly folder: string;
  readonly runner: RunnerClient;
  readonly signals: RunnerSignal[];
  spec(attemptId: string, command: string | ProcessCommand, more?: Partial<ProcessSpec>): ProcessSpec;
  run(attemptId: string, command: string | ProcessCommand, more?: Partial<ProcessSpec>): Promise<ExitRecord>;
  exitOf(attemptId: string): Promise<ExitRecord>;
  log(attemptId: string): string;
  /** A further engine on the same folder. */
  connect(more?: Partial<RunnerOptions>): Promise<RunnerClient>;
  dispose(): Promise<void>;
}

export async function openFixture(options: Partial<RunnerOptions> = {}): Promise<Fixture> {
  const folder = mkdtempSync(path.join(tmpdir(), "runner-test-"));
  const signals: RunnerSignal[] = [];
  const clients: RunnerClient[] = [];
  const pids = new Set<number>();
  const connect = async (more: Partial<RunnerOptions> = {}): Promise<RunnerClient> => {
    const client = await connectRunner({ runtimeDir: path.join(folder, "run"), graceMs: 1_000, policy: "stop", nodePath: process.execPath, ...options, ...more });
    clients.push(client);
    if (client.pid !== null) pids.add(client.pid);
    client.onSignals((more) => signals.push(...more));
    return client;
  };
  const runner = await connect();
  const logPath = (id: string): string => path.join(folder, "logs", `${id}.log`);
  const fixture: Fixture = {
    folder,
    runner,
    signals,
    connect,
    spec: (attemptId, command, more = {}) => ({
      attemptId,
      command: typeof command === "string" ? { kind: "shell", script: command } : command,
      cwd: folder, env: {}, logPath: logPath(attemptId), logCapBytes: 1 << 20, secrets: [], timeoutMs: null, graceMs: 500, ...more,
    }),
    run(attemptId, command, more) {
      runner.start([fixture.spec(attemptId, command, more)]);
      return fixture.exitOf(attemptId);
    },
    async exitOf(attemptId) {
      const find = (): ExitRecord | undefined => signals.flatMap((signal) => (signal.kind === "exited" && signal.record.attemptId === attemptId ? [signal.record] : []))[0];
      return until(find, `exit of ${attemptId}`);
    },
    log: (attemptId) => (existsSync(logPath(attemptId)) ? readFileSync(logPath(attemptId), "utf8") : ""),
    async dispose() {
      for (const client of clients) if (client.pid !== null) pids.add(client.pid);
      await Promise.race([Promise.all(clients.map((client) => client.close({ stopTasks: true }))), sleep(5_000)]);
      await until(() => ![...pids].some(isAlive), "end of the runners");
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return fixture;
}

export async function until<Value>(probe: () => Value | undefined | false | null, what: string, withinMs = 15_000): Promise<Value> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const begun = performance.now();
    const value = probe();
    if (value !== undefined && value !== false && value !== null) return value;
    if (performance.now() > deadline) throw new Error(`waited ${withinMs} ms for ${what}`);
    // A look at all processes takes long: who only looks takes the time of what is waited for.
    await sleep(Math.max(10, 4 * (performance.now() - begun)));
  }
}

export function isAlive(pid: number): boolean {
  return listProcesses().some((row) => row.pid === pid && !row.dead);
}

/** Live processes whose command line holds `mark`: found without any cookie, the oracle of the tree tests. */
export function processesMarked(mark: string): number[] {
  return listProcesses().flatMap((row) => (!row.dead && row.pid !== process.pid && commandLine(row.pid).includes(mark) ? [row.pid] : []));
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
