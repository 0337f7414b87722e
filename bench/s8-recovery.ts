/**
 * S8: the engine is killed by SIGKILL while twenty runs have 800 unfinished tasks, as many of them at work as the settings allow, and started
 * again: how long from the start of the new process until every try is accounted for, and whether one was lost or done twice. Half of the rounds kill
 * the runner with it, so that nobody knows how its tasks ended.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { judgeRuns, type Acked, type CrashFindings } from "../src-main/engine/fixtures/crash-oracle.ts";
import { openEngineProcess, writeDag, type EngineProcess } from "../src-main/engine/fixtures/engine-client.ts";
import { inTemporaryFolder, kept, never, pause, quantile, type Figure, type RunOptions, type Workload } from "./harness.ts";

const id = "S8";
const runs = 20;
const tasksOfRun = 40;
const liveTasks = runs * tasksOfRun;
/** The most that the settings allow. */
const slots = 256;
const goalMs = 1_000;
/** Some tasks end while nobody looks. */
const deadMs = 300;
const dagOf = { adopted: "interrupting", unknown: "again" } as const;

export const recovery: Workload = { id, title: "Engine killed with 800 unfinished tasks: until all are accounted for", run: (options) => measure(options) };

interface Round {
  readonly recoveryMs: number;
  readonly found: CrashFindings;
  readonly astray: readonly string[];
}

async function measure({ long }: RunOptions): Promise<Figure[]> {
  const rounds: Round[] = [];
  for (let round = 0; round < (long ? 10 : 2); round += 1) rounds.push(await inTemporaryFolder((folder) => oneRound(folder, { withRunner: round % 2 === 1 })));
  const times = rounds.map(({ recoveryMs }) => recoveryMs);
  console.error(`${id}: ${times.map((ms) => Math.round(ms)).join(", ")} ms`);
  const worst = quantile(times, 1);
  const all = (of: (round: Round) => readonly string[]): string[] => rounds.flatMap((round) => [...of(round)]);
  const samples = rounds.length * liveTasks;
  return [
    kept({ id, metric: "ms from the start of the new process until all tries are accounted for, worst", ours: worst, goal: `≤ ${goalMs} ms`, met: worst <= goalMs, samples: rounds.length }),
    never({ id, metric: "tries said to run without a process", found: all(({ astray }) => astray), samples }),
    never({ id, metric: "runs lost", found: all(({ found }) => found.lost), samples }),
    never({ id, metric: "tries started twice", found: all(({ found }) => found.doubled), samples }),
    never({ id, metric: "tries that succeeded without their end", found: all(({ found }) => found.falseSuccesses), samples }),
    never({ id, metric: "tries that never settled, or that the store does not know", found: all(({ found }) => [...found.unsettled, ...found.unknown]), samples }),
    never({ id, metric: "damage to the store", found: all(({ found }) => found.damage), samples: rounds.length }),
  ];
}

async function oneRound(folder: string, { withRunner }: { withRunner: boolean }): Promise<Round> {
  const ledger = join(folder, "ledger.txt");
  const dagId = withRunner ? dagOf.unknown : dagOf.adopted;
  const script = (index: number): string => `echo "$DAGWRIGHT_ATTEMPT_ID start" >> ${ledger}; sleep ${(2 + ((index * 7) % 11) * 0.3).toFixed(1)}; echo "$DAGWRIGHT_ATTEMPT_ID end" >> ${ledger}`;
  writeDag(folder, dagId, Array.from({ length: tasksOfRun }, (_, index) => `  t${index}: { config_type: BashTask, on_crash: ${withRunner ? "rerun" : "interrupt"}, bash: ${JSON.stringify(script(index))} }`), `max_active_runs: ${runs}\n`);
  const engine = await openEngineProcess(folder, { parallelism: slots }, { orphanGraceMs: 30_000 });
  const started = await Promise.all(Array.from({ length: runs }, () => engine.start({ dagId })));
  await untilAtWork(ledger, slots);
  const runnerPid = (await engine.info()).runner.pid;
  await engine.kill();
  if (withRunner && runnerPid !== null) process.kill(runnerPid, "SIGKILL");
  await pause(deadMs);
  const began = performance.now();
  const next = await openEngineProcess(folder, { parallelism: slots }, { orphanGraceMs: 30_000 });
  const recoveryMs = performance.now() - began;
  const astray = withoutProcess(folder);
  await untilIdle(next);
  const acked: Acked[] = started.map(({ runId }) => ({ dagId, runId }));
  return { recoveryMs, astray, found: judgeRuns(folder, ledger, acked).found };
}

async function untilAtWork(ledger: string, count: number): Promise<void> {
  const begun = (): number => (existsSync(ledger) ? readFileSync(ledger, "utf8").split("\n").filter((line) => line.endsWith(" start")).length : 0);
  const giveUpAt = Date.now() + 60_000;
  while (begun() < count) {
    if (Date.now() > giveUpAt) throw new Error(`${id}: only ${begun()} of ${count} tasks began`);
    await pause(20);
  }
}

async function untilIdle(engine: EngineProcess): Promise<void> {
  await engine.idle();
  await engine.close();
}

/** What the store says to run, of which the machine knows nothing. */
function withoutProcess(folder: string): string[] {
  const database = new Sqlite(join(folder, ".dagwright", "state.db"), { readonly: true });
  const running = database.prepare<[], { name: string; pid: number | null }>("select run || '.' || task || '.' || try_number as name, pid from attempt where state = 'running'").all();
  database.close();
  return running.filter(({ pid }) => pid === null || !existsSync(`/proc/${pid}`)).map(({ name }) => name);
}
