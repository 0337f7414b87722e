/**
 * S5: a DAG of 5,000 tasks (with --long 50,000 too) beside one of 100: ten chains beside each other, with a slot for each. The gap between dependent
 * tasks, and what the engine's own process spends for each task that finishes.
 */
import { readFileSync, rmSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { openEngineProcess, writeDag, type EngineProcess } from "../src-main/engine/fixtures/engine-client.ts";
import { figure, inTemporaryFolder, median, type Figure, type RunOptions, type Workload } from "./harness.ts";
import type { Step } from "./ninja.ts";
import { buildStamp, gapsAfterParents, readStamps } from "./stamp.ts";

const id = "S5";
const small = 100;
const chains = 10;
const slots = chains + 2;
const mostTimes = 1.2;
const goalCpuMs = 0.2;

export const largeDag: Workload = { id, title: "One DAG of 5,000 tasks (--long: and of 50,000) beside one of 100", run: (options) => inTemporaryFolder((folder) => measure(folder, options)) };

interface Sample {
  readonly gaps: number[];
  cpuMs: number;
  tasks: number;
}

async function measure(folder: string, { long }: RunOptions): Promise<Figure[]> {
  const stamp = buildStamp(folder);
  const ledger = join(folder, "ledger");
  const workspace = join(folder, "workspace");
  const sizes = [5_000, ...(long ? [50_000] : [])];
  for (const size of [small, ...sizes]) {
    const steps = stepsOf(size);
    writeDag(workspace, `d${size}`, steps.map(({ id: task, deps }) => `  ${task}: { config_type: BashTask, bash: '${stamp} ${ledger} ${task}', deps: [${deps.join()}] }`));
  }
  const engine = await openEngineProcess(workspace, { parallelism: slots });
  const figures: Figure[] = [];
  await take(engine, { size: small, ledger, into: newSample() });
  for (const size of sizes) {
    const [few, many] = [newSample(), newSample()];
    for (let round = 0; round < 10; round += 1) await take(engine, { size: small, ledger, into: few });
    await take(engine, { size, ledger, into: many });
    for (let round = 0; round < 10; round += 1) await take(engine, { size: small, ledger, into: few });
    figures.push(...compare(size, few, many));
  }
  await engine.close();
  return figures;
}

/** Ten chains, and a last task that waits for all of them. */
function stepsOf(size: number): Step[] {
  const steps = Array.from({ length: size - 1 }, (_, index): Step => ({ id: `t${index}`, deps: index < chains ? [] : [`t${index - chains}`] }));
  return [...steps, { id: "last", deps: steps.slice(-chains).map((step) => step.id) }];
}

const newSample = (): Sample => ({ gaps: [], cpuMs: 0, tasks: 0 });

async function take(engine: EngineProcess, { size, ledger, into }: { size: number; ledger: string; into: Sample }): Promise<void> {
  rmSync(ledger, { force: true });
  const run = await engine.start({ dagId: `d${size}` });
  const before = cpuMsOf(engine.pid);
  await engine.idle();
  into.cpuMs += cpuMsOf(engine.pid) - before;
  into.tasks += size;
  const stamps = readStamps(ledger);
  if (stamps.length !== size) throw new Error(`${id}: ${stamps.length} of ${size} tasks of ${run.runId} left a stamp; a run with a lost task scores nothing.`);
  into.gaps.push(...gapsAfterParents(stamps, stepsOf(size)).values());
}

/** Processor time of the whole process until now, all its threads. */
function cpuMsOf(pid: number): number {
  const ticks = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return ((Number(fields[11]) + Number(fields[12])) / ticks) * 1_000;
}

function compare(size: number, few: Sample, many: Sample): Figure[] {
  const name = `our DAG of ${small} tasks, before and after`;
  const [ours, theirs] = [median(many.gaps), median(few.gaps)];
  const [cpu, theirCpu] = [many.cpuMs / many.tasks, few.cpuMs / few.tasks];
  const of = `${size.toLocaleString("en")} tasks`;
  return [
    figure({ id, metric: `${of}, gap p50, ms`, ours, peer: { name, value: theirs }, goal: `≤ ${mostTimes} ×`, met: ours <= mostTimes * theirs, samples: many.gaps.length }),
    figure({ id, metric: `${of}, processor time of the engine for each finished task, ms`, ours: cpu, peer: { name, value: theirCpu }, goal: `≤ ${mostTimes} ×, and ≤ ${goalCpuMs} ms`, met: cpu <= mostTimes * theirCpu && cpu <= goalCpuMs, samples: many.tasks }),
  ];
}
