/** T15: the whole engine in simulation, under faults that follow a seed. 500 seeds of 100 steps, or 20,000 of 1,000; DAGWRIGHT_SEED=n begins with another, DAGWRIGHT_SEEDS=n takes so many. */
import { simulate, type SimReport } from "../src-main/engine/fixtures/simulate.ts";
import { kept, never, type Figure, type RunOptions, type Workload } from "./harness.ts";

const id = "T15";
const toldEvery = 500;

export const simulation: Workload = { id, title: "The engine in simulation: kills, bad disks, clocks and runners by seed", run: measure };

async function measure({ long }: RunOptions): Promise<Figure[]> {
  const first = Number(process.env["DAGWRIGHT_SEED"]) || 1;
  const seeds = Number(process.env["DAGWRIGHT_SEEDS"]) || (long ? 20_000 : 500);
  const steps = Number(process.env["DAGWRIGHT_STEPS"]) || (long ? 1_000 : 100);
  const found: string[] = [];
  const sum = { moves: 0, kills: 0, runs: 0, spawned: 0 };
  const begun = performance.now();
  const rate = (done: number): number => done / ((performance.now() - begun) / 1_000);
  for (let done = 0; done < seeds; done += 1) {
    const report = await simulate({ seed: first + done, steps });
    for (const name of ["moves", "kills", "runs", "spawned"] as const) sum[name] += report[name];
    if (report.found.length > 0) tell(report, steps, found);
    if ((done + 1) % toldEvery === 0) console.error(`T15: ${done + 1} seeds, ${rate(done + 1).toFixed(1)} a second, ${found.length} wrong`);
  }
  console.error(`T15: ${sum.moves} moves, ${sum.kills} kills, ${sum.runs} runs, ${sum.spawned} processes`);
  return [
    never({ id, metric: `seeds of ${steps} steps in which a promise was broken`, found, samples: seeds }),
    kept({ id, metric: "seeds a second", ours: rate(seeds), goal: "> 0", met: true, samples: seeds }),
  ];
}

function tell({ seed, found, last }: SimReport, steps: number, into: string[]): void {
  into.push(`seed ${seed}: ${found[0]}`);
  console.error([`T15: DAGWRIGHT_SEED=${seed} DAGWRIGHT_SEEDS=1 DAGWRIGHT_STEPS=${steps}`, ...last, ...found].join("\n  "));
}
