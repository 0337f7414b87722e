/**
 * What the runner alone costs, without engine and store: a chain of no-ops (hand-over of one exit to the next start), a fan-out beside
 * ninja, Python steps warm and cold, and the runner's memory afterwards. Prints one JSON object.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ProcessCommand, ProcessSpec, RunnerSignal } from "../src-main/ports/runner.ts";
import { connectRunner, type RunnerClient } from "../src-main/runner/client.ts";

const folder = mkdtempSync(path.join(tmpdir(), "runner-floor-"));
let count = 0;

function specOf(command: ProcessCommand): ProcessSpec {
  const attemptId = `bench-${process.pid}-${count++}`;
  return {
    attemptId, command, cwd: folder, env: { DAGWRIGHT_RUN_ID: "bench", DAGWRIGHT_TASK_ID: "noop" }, logPath: path.join(folder, "logs", `${attemptId}.log`),
    logCapBytes: 64 * 1024 * 1024, secrets: [], timeoutMs: 600_000, graceMs: 1_000,
  };
}

/** Runs `total` commands with at most `width` at a time; answers the milliseconds from each hand-over to its exit report. */
function pump(runner: RunnerClient, total: number, width: number, command: (index: number) => ProcessCommand): Promise<{ each: number[]; ms: number }> {
  const begun = new Map<string, number>();
  const each: number[] = [];
  const t0 = performance.now();
  let started = 0;
  return new Promise((resolve) => {
    const more = (): void => {
      const specs: ProcessSpec[] = [];
      while (started < total && begun.size < width) {
        const spec = specOf(command(started++));
        begun.set(spec.attemptId, performance.now());
        specs.push(spec);
      }
      if (specs.length > 0) runner.start(specs);
    };
    runner.onSignals((signals: readonly RunnerSignal[]) => {
      const ended = signals.flatMap((signal) => (signal.kind === "exited" ? [signal.record] : []));
      for (const record of ended) {
        if (record.exitCode !== 0) throw new Error(JSON.stringify(record));
        each.push(performance.now() - (begun.get(record.attemptId) ?? 0));
        begun.delete(record.attemptId);
      }
      runner.acknowledge(ended.map((record) => record.attemptId));
      if (each.length === total) resolve({ each, ms: performance.now() - t0 });
      else more();
    });
    more();
  });
}

const at = (sorted: readonly number[], share: number): number => Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(3));
const spread = (each: readonly number[]): object => {
  const sorted = [...each].sort((one, other) => one - other);
  return { p50: at(sorted, 0.5), p95: at(sorted, 0.95), p99: at(sorted, 0.99), max: at(sorted, 1) };
};

function ninja(edges: (index: number) => string, total: number): number | null {
  const lines = ["rule r", "  command = : > $out", ...Array.from({ length: total }, (_, index) => edges(index))];
  writeFileSync(path.join(folder, "build.ninja"), `${lines.join("\n")}\n`);
  writeFileSync(path.join(folder, "in"), "");
  const t0 = performance.now();
  const done = spawnSync("ninja", ["-j2"], { cwd: folder, stdio: "ignore" });
  const ms = performance.now() - t0;
  spawnSync("sh", ["-c", "rm -f .ninja_log .ninja_deps [a-z][0-9]*"], { cwd: folder });
  return done.status === 0 ? ms : null;
}

const rss = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
const noop = (): ProcessCommand => ({ kind: "shell", script: ":" });
const file = (index: number): ProcessCommand => ({ kind: "shell", script: `: > f${index}` });
const program = (): ProcessCommand => ({ kind: "shell", script: "/bin/true" });
const own = (): ProcessCommand => ({ kind: "shell", script: "trap : USR1; :" });

/** The built runner's main file, if given: sources also carry Node's type stripper (about 35 MB). */
const entry = process.argv[2];
const runner = await connectRunner({ runtimeDir: path.join(folder, "run"), graceMs: 2_000, policy: "stop", ...(entry ? { entry: path.resolve(entry) } : {}) });
const result: Record<string, unknown> = {};
try {
  await pump(runner, 50, 2, noop);
  result["chain100 no-op ms"] = spread((await pump(runner, 100, 1, noop)).each);
  result["chain1000 no-op ms"] = spread((await pump(runner, 1000, 1, noop)).each);
  result["chain300 /bin/true ms"] = spread((await pump(runner, 300, 1, program)).each);
  result["chain300 own session (bash) ms"] = spread((await pump(runner, 300, 1, own)).each);
  const chainNinja = ninja((index) => `build c${index}: r ${index === 0 ? "in" : `c${index - 1}`}`, 1000);
  result["chain ninja ms/step"] = chainNinja === null ? "missing" : chainNinja / 1000;
  for (const width of [2, 4, 8]) result[`fan-out 1000, ${width} at a time, tasks/s`] = Math.round(1e6 / (await pump(runner, 1000, width, file)).ms);
  result["fan-out own session, 4, tasks/s"] = Math.round(5e5 / (await pump(runner, 500, 4, own)).ms);
  const fanNinja = ninja((index) => `build f${index}: r in`, 1000);
  result["fan-out ninja -j2 tasks/s"] = fanNinja === null ? "missing" : Math.round(1e6 / fanNinja);
  const script = path.join(folder, "noop.py");
  writeFileSync(script, "pass\n");
  const python = (warm: boolean) => (): ProcessCommand => ({ kind: "python", interpreter: "python3", script, args: [], warm });
  await pump(runner, 2, 1, python(true));
  result["python warm ms/step"] = spread((await pump(runner, 100, 1, python(true))).each);
  result["python cold ms/step"] = spread((await pump(runner, 20, 1, python(false))).each);
  await pump(runner, 5000, 4, noop);
  result["tasks in all"] = count;
  result["runner RSS MB"] = runner.pid === null ? null : Math.round(rss(runner.pid));
} finally {
  await runner.close({ stopTasks: true });
  rmSync(folder, { recursive: true, force: true });
}
console.log(JSON.stringify(result, null, 2));
