/**
 * T1: the engine is killed again and again while tasks run. The oracle is a ledger that the tasks write themselves, and a list of
 * what was acknowledged. `DAGWRIGHT_KILLS` makes it longer.
 */
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEngineProcess, writeDag, type EngineProcess } from "./fixtures/engine-client.ts";

const kills = Number(process.env["DAGWRIGHT_KILLS"] ?? 100);
const asked = Number(process.env["DAGWRIGHT_SEED"]);
const seed = asked > 0 ? asked : Date.now() % 100_000;
const dagCount = 20;
const random = mulberry(seed);

let folder: string;
let ledger: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-crash-"));
  ledger = join(folder, "ledger.txt");
  for (let index = 0; index < dagCount; index += 1) writeDag(folder, `d${index}`, tasksOf(index), "max_active_runs: 4\n");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Ten short tasks in three layers; every second DAG asks for lost tries to be run again. */
function tasksOf(dag: number): string[] {
  const onCrash = dag % 2 === 0 ? "rerun" : "interrupt";
  return Array.from({ length: 10 }, (_, index) => {
    const seconds = (0.005 * (1 + ((index * 7 + dag) % 9))).toFixed(3);
    const script = `echo "$DAGWRIGHT_ATTEMPT_ID start" >> ${ledger}; sleep ${seconds}; echo "$DAGWRIGHT_ATTEMPT_ID end" >> ${ledger}`;
    const deps = index < 4 ? "" : index < 8 ? `t${index - 4}` : "t4, t5, t6, t7";
    return `  t${index}: { config_type: BashTask, on_crash: ${onCrash}, bash: ${JSON.stringify(script)}, deps: [${deps}] }`;
  });
}

describe("an engine that is killed", () => {
  it(`loses nothing and doubles nothing in ${kills} kills (seed ${seed})`, { timeout: 600_000 }, async () => {
    const acked: { dagId: string; runId: string }[] = [];
    const recoveries: number[] = [];
    for (let kill = 0; kill < kills; kill += 1) {
      const engine = await openTimed(recoveries);
      const lifeMs = 5 + random() * 495;
      const dies = new Promise<void>((resolve) => setTimeout(() => void engine.kill().then(resolve), lifeMs));
      await startRuns(engine, acked, dies);
      await dies;
    }
    const last = await openTimed(recoveries);
    await last.idle();
    await last.close();
    report(recoveries);
    verify(acked);
  });
});

async function openTimed(recoveries: number[]): Promise<EngineProcess> {
  const engine = await openEngineProcess(folder, { parallelism: 8 }, { orphanGraceMs: 10_000 });
  const info = await engine.info();
  recoveries.push(Date.now() - info.startedAt);
  return engine;
}

/** A few runs at random moments until the engine dies; only what was answered counts as acknowledged. */
async function startRuns(engine: EngineProcess, acked: { dagId: string; runId: string }[], dies: Promise<void>): Promise<void> {
  let isDead = false;
  void dies.then(() => (isDead = true));
  while (!isDead && acked.length < kills * 1.2) {
    const dagId = `d${Math.floor(random() * dagCount)}`;
    await engine.start({ dagId }).then(
      (run) => acked.push({ dagId, runId: run.runId }),
      () => {},
    );
    await new Promise((resolve) => setTimeout(resolve, 20 + random() * 200));
  }
}

function verify(acked: readonly { dagId: string; runId: string }[]): void {
  const database = new Sqlite(join(folder, ".dagwright", "state.db"), { readonly: true });
  expect(database.pragma("integrity_check", { simple: true })).toBe("ok");
  expect(database.pragma("foreign_key_check")).toEqual([]);
  const runs = new Map(database.prepare<[], { dag_id: string; run_id: string; state: string }>("select dag_id, run_id, state from dag_run").all().map((run) => [`${run.dag_id}/${run.run_id}`, run.state]));
  expect(acked.filter((run) => !["success", "failed"].includes(runs.get(`${run.dagId}/${run.runId}`) ?? "lost"))).toEqual([]);
  const attempts = database.prepare<[], { id: string; state: string }>("select (select value from meta where key = 'id') || '.' || run || '.' || task || '.' || try_number as id, state from attempt").all();
  expect(attempts.filter((attempt) => ["starting", "running"].includes(attempt.state))).toEqual([]);
  database.close();
  const { started, ended } = readLedger();
  expect([...started].filter(([, times]) => times > 1)).toEqual([]);
  expect(attempts.filter((attempt) => attempt.state === "success" && !ended.has(attempt.id))).toEqual([]);
  const known = new Set(attempts.map((attempt) => attempt.id));
  expect([...started.keys()].filter((id) => !known.has(id))).toEqual([]);
  expect(acked.length).toBeGreaterThan(kills / 2);
}

function readLedger(): { started: Map<string, number>; ended: Set<string> } {
  const started = new Map<string, number>();
  const ended = new Set<string>();
  for (const line of existsSync(ledger) ? readFileSync(ledger, "utf8").trim().split("\n") : []) {
    const [id = "", what] = line.split(" ");
    if (what === "start") started.set(id, (started.get(id) ?? 0) + 1);
    else ended.add(id);
  }
  return { started, ended };
}

function report(recoveries: number[]): void {
  const sorted = [...recoveries].sort((one, other) => one - other);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const line = `${kills} kills: recovery p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms`;
  console.log(line);
  const file = process.env["DAGWRIGHT_CRASH_REPORT"];
  if (file) appendFileSync(file, `${line}\n`);
}

function mulberry(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
