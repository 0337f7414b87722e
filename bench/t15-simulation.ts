/**
 * T15: the whole engine in simulation, under faults that follow a seed. 500 seeds of 100 steps, or 20,000 of 1,000, on all processors; DAGWRIGHT_SEED=n
 * begins with another, DAGWRIGHT_SEEDS=n takes so many, DAGWRIGHT_AT_ONCE=n works on so many.
 */
import { fork, type ChildProcess } from "node:child_process";
import { availableParallelism } from "node:os";
import type { SimReport } from "../src-main/engine/fixtures/simulate.ts";
import { kept, never, type Figure, type RunOptions, type Workload } from "./harness.ts";

const id = "T15";
const toldEvery = 500;

export const simulation: Workload = { id, title: "The engine in simulation: kills, bad disks, clocks and runners by seed", run: measure };

async function measure({ long }: RunOptions): Promise<Figure[]> {
  const first = Number(process.env["DAGWRIGHT_SEED"]) || 1;
  const seeds = Number(process.env["DAGWRIGHT_SEEDS"]) || (long ? 20_000 : 500);
  const steps = Number(process.env["DAGWRIGHT_STEPS"]) || (long ? 1_000 : 100);
  const atOnce = Number(process.env["DAGWRIGHT_AT_ONCE"]) || availableParallelism();
  const found: string[] = [];
  const sum = { moves: 0, kills: 0, runs: 0, spawned: 0 };
  const begun = performance.now();
  const rate = (done: number): number => done / ((performance.now() - begun) / 1_000);
  let done = 0;
  await simulateAll({ first, seeds, steps, atOnce: Math.min(atOnce, seeds) }, (report) => {
    for (const name of ["moves", "kills", "runs", "spawned"] as const) sum[name] += report[name];
    if (report.found.length > 0) tell(report, steps, found);
    done += 1;
    if (done % toldEvery === 0) console.error(`T15: ${done} seeds, ${rate(done).toFixed(1)} a second, ${found.length} wrong`);
  });
  console.error(`T15: ${sum.moves} moves, ${sum.kills} kills, ${sum.runs} runs, ${sum.spawned} processes`);
  return [
    never({ id, metric: `seeds of ${steps} steps in which a promise was broken`, found, samples: seeds }),
    kept({ id, metric: "seeds a second", ours: rate(seeds), goal: "> 0", met: true, samples: seeds }),
  ];
}

interface Share {
  readonly first: number;
  readonly seeds: number;
  readonly steps: number;
  readonly atOnce: number;
}

/** Each process takes the next seed as soon as it is done with one: an engine is at work on one thread, and what one seed brings about concerns no other. */
async function simulateAll({ first, seeds, steps, atOnce }: Share, onReport: (report: SimReport) => void): Promise<void> {
  let next = first;
  const work = async (): Promise<void> => {
    const child = fork(new URL("./simulate-seeds.ts", import.meta.url));
    try {
      while (next < first + seeds) onReport(await askFor(child, { seed: next++, steps }));
    } finally {
      child.kill("SIGKILL");
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

/** Throws when the process ends over it. */
function askFor(child: ChildProcess, asked: { readonly seed: number; readonly steps: number }): Promise<SimReport> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null, signal: string | null): void => reject(new Error(`Seed ${asked.seed} of ${asked.steps} steps: the simulation ended with ${signal ?? code} instead of a report.`));
    child.once("exit", onExit);
    child.once("message", (report: SimReport) => {
      child.off("exit", onExit);
      resolve(report);
    });
    child.send(asked);
  });
}

function tell({ seed, found, last }: SimReport, steps: number, into: string[]): void {
  into.push(`seed ${seed}: ${found[0]}`);
  console.error([`T15: DAGWRIGHT_SEED=${seed} DAGWRIGHT_SEEDS=1 DAGWRIGHT_STEPS=${steps}`, ...last, ...found].join("\n  "));
}
