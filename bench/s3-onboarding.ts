/**
 * S3: twenty runs of the onboarding DAG at once, 800 no-op processes, beside ninja on the same graph laid flat. The gap is the start of a task
 * minus the end of the last one it waited for, both stamped by the tasks; what of it was spent waiting for a slot (the engine's own times) is told
 * apart, because with 800 tasks and a few slots that is the length of the queue and not the engine. Statements are counted in an engine of
 * its own, so that counting takes no time from the gaps.
 */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { openEngineProcess, writeDag, type EngineProcess } from "../src-main/engine/fixtures/engine-client.ts";
import { figure, inTemporaryFolder, kept, median, pause, quantile, type Figure, type RunOptions, type Workload } from "./harness.ts";
import { prepareNinja } from "./ninja.ts";
import { onboardingSteps } from "./onboarding.ts";
import { buildStamp, gapsAfterParents, readStamps, spanS, type Stamp } from "./stamp.ts";

export const runsAtOnce = 20;
const slots = 8;
const settleMs = 8_000;
const idleMs = 6_000;
const longIdleMs = 60_000;
const id = "S3";

export const onboarding: Workload = { id, title: "20 runs of a DAG of 40 tasks at once, beside ninja on the flat graph", run: (options) => inTemporaryFolder((folder) => measure(folder, options)) };

export interface OnboardingSamples {
  /** Milliseconds, one for each dependent task. */
  readonly gaps: number[];
  /** The same less the wait for a slot. */
  readonly own: number[];
  readonly slotWaits: number[];
  /** Seconds from the first start to the last end, one for each round. */
  readonly makespans: number[];
}

const steps = onboardingSteps();
const tasks = steps.length * runsAtOnce;

async function measure(folder: string, { long }: RunOptions): Promise<Figure[]> {
  const rounds = long ? 10 : 5;
  const ledger = join(folder, "ledger");
  const stamp = buildStamp(folder);
  const peer = flatNinja(folder, (task) => `${stamp} ${ledger} ${task}`);
  const workspace = join(folder, "ours");
  writeOnboarding(workspace, `${stamp} ${ledger}`);
  const engine = await openEngineProcess(workspace, { parallelism: slots });
  const ours = newSamples();
  const theirs = { gaps: [] as number[], makespans: [] as number[] };
  for (let round = 0; round <= rounds; round += 1) {
    await onboardingRound(engine, { workspace, ledger, into: round > 0 ? ours : newSamples() });
    if (peer && round > 0) {
      rmSync(ledger, { force: true });
      peer();
      const stamps = wholeLedger(ledger);
      theirs.gaps.push(...gapsAfterParents(stamps, steps).values());
      theirs.makespans.push(spanS(stamps));
    }
  }
  await engine.close();
  return [...figures(ours, peer ? theirs : null), ...(await statements(folder, { stamp, ledger, idle: long ? longIdleMs : idleMs }))];
}

export const newSamples = (): OnboardingSamples => ({ gaps: [], own: [], slotWaits: [], makespans: [] });

export function writeOnboarding(workspace: string, command: string): void {
  writeDag(workspace, "onboarding", steps.map(({ id: task, deps }) => `  ${task}: { config_type: BashTask, bash: '${command} ${task} DAGWRIGHT_RUN_ID', deps: [${deps.join()}] }`), `max_active_runs: ${runsAtOnce}\n`);
}

/** All runs are asked for at once; the samples are of a round in which no task was lost. */
export async function onboardingRound(engine: EngineProcess, { workspace, ledger, into }: { workspace: string; ledger: string; into: OnboardingSamples }): Promise<void> {
  rmSync(ledger, { force: true });
  const runs = await Promise.all(Array.from({ length: runsAtOnce }, () => engine.start({ dagId: "onboarding" })));
  await engine.idle();
  const stamps = wholeLedger(ledger);
  const waits = slotWaitsOf(workspace, runs.map(({ runId }) => runId));
  for (const [task, gap] of gapsAfterParents(stamps, steps)) {
    const wait = waits.get(task) ?? 0;
    into.gaps.push(gap);
    into.own.push(gap - wait);
    into.slotWaits.push(wait);
  }
  into.makespans.push(spanS(stamps));
}

function wholeLedger(ledger: string): Stamp[] {
  const stamps = readStamps(ledger);
  if (stamps.length !== tasks || new Set(stamps.map((one) => one.id)).size !== tasks) throw new Error(`${id}: ${stamps.length} of ${tasks} tasks left a stamp; a round with a lost or doubled task scores nothing.`);
  return stamps;
}

/** Milliseconds between being ready and getting a slot, by `run/task`. */
function slotWaitsOf(workspace: string, runIds: readonly string[]): Map<string, number> {
  const database = new Sqlite(join(workspace, ".dagwright", "state.db"), { readonly: true });
  const rows = database
    .prepare<[string], { name: string; wait: number }>("select run_id || '/' || task_id as name, task_instance.queued_at - scheduled_at as wait from task_instance join dag_run on run = dag_run.id where dag_id = 'onboarding' and run_id in (select value from json_each(?))")
    .all(JSON.stringify(runIds));
  database.close();
  return new Map(rows.map(({ name, wait }) => [name, wait]));
}

/** All twenty graphs as one build, with as many jobs as we have slots. */
function flatNinja(folder: string, command: (task: string) => string): (() => void) | null {
  const peerFolder = join(folder, "peer");
  mkdirSync(peerFolder);
  const flat = Array.from({ length: runsAtOnce }, (_, run) => steps.map(({ id: task, deps }) => ({ id: `r${run}.${task}`, deps: deps.map((dep) => `r${run}.${dep}`) }))).flat();
  return prepareNinja(peerFolder, flat, (task) => command(task.replace(".", "/")), slots);
}

function figures(ours: OnboardingSamples, theirs: { gaps: number[]; makespans: number[] } | null): Figure[] {
  const name = theirs ? `ninja -j${slots}` : "ninja (not installed)";
  const [own, makespan] = [quantile(ours.own, 0.99), median(ours.makespans)];
  const theirMakespan = theirs && median(theirs.makespans);
  const whole = quantile(ours.gaps, 0.99);
  const theirWhole = theirs && quantile(theirs.gaps, 0.99);
  return [
    kept({ id, metric: "gap p50 less the wait for a slot, ms", ours: median(ours.own), goal: "≤ 50 ms", met: median(ours.own) <= 50, samples: ours.own.length }),
    kept({ id, metric: "gap p99 less the wait for a slot, ms", ours: own, goal: "≤ 50 ms", met: own <= 50, samples: ours.own.length }),
    figure({ id, metric: "gap p99 with the wait for a slot, ms", ours: whole, peer: { name, value: theirWhole }, goal: "≤ 1.5 × ninja", met: theirWhole !== null && whole <= 1.5 * theirWhole, samples: ours.gaps.length }),
    figure({ id, metric: "makespan, s", ours: makespan, peer: { name, value: theirMakespan }, goal: "≤ 1.5 × ninja", met: theirMakespan !== null && makespan <= 1.5 * theirMakespan, samples: ours.makespans.length }),
  ];
}

async function statements(folder: string, { stamp, ledger, idle }: { stamp: string; ledger: string; idle: number }): Promise<Figure[]> {
  const workspace = join(folder, "counted");
  writeOnboarding(workspace, `${stamp} ${ledger}`);
  process.env["DAGWRIGHT_COUNT_STATEMENTS"] = "1";
  const engine = await openEngineProcess(workspace, { parallelism: slots });
  delete process.env["DAGWRIGHT_COUNT_STATEMENTS"];
  await onboardingRound(engine, { workspace, ledger, into: newSamples() });
  const before = await engine.statements();
  await onboardingRound(engine, { workspace, ledger, into: newSamples() });
  const after = await engine.statements();
  // What work has left in memory is given back some seconds after it.
  await pause(settleMs);
  const quiet = await engine.statements();
  await pause(idle);
  const later = await engine.statements();
  await engine.close();
  const each = (after.all - before.all) / tasks;
  console.error(`${id}: ${after.all - before.all} statements in ${after.commits - before.commits} transactions for ${tasks} tasks`);
  return [
    kept({ id, metric: "statements per finished task, with those of transactions", ours: each, goal: "≤ 3", met: each <= 3, samples: tasks }),
    kept({ id, metric: `statements in ${idle / 1000} s without work`, ours: later.all - quiet.all, goal: "0", met: later.all === quiet.all, samples: 1 }),
  ];
}
