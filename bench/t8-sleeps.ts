/** T8: fifty schedules over stops of the whole process tree and a clock that is set. Two stops, or ten, of half a minute to two. */
import { askedSeed } from "../src-main/engine/fixtures/random.ts";
import { sleepRun } from "../src-main/engine/fixtures/sleep-run.ts";
import { inTemporaryFolder, never, type Figure, type RunOptions, type Workload } from "./harness.ts";

const id = "T8";

export const sleeps: Workload = { id, title: "Fifty schedules over sleeps and a clock that is set: each instant once, or passed over and told", run: (options) => inTemporaryFolder((folder) => measure(folder, options)) };

async function measure(folder: string, { long }: RunOptions): Promise<Figure[]> {
  const seed = askedSeed();
  const stops = long ? 10 : 2;
  console.error(`T8: seed ${seed}`);
  const { runs, passed, found } = await sleepRun({ folder, schedules: 50, everySeconds: 10, stops, shortestStopMs: 30_000, longestStopMs: long ? 120_000 : 30_000, seed });
  console.error(`T8: ${runs} runs by schedule, ${passed} instants passed over`);
  return [
    never({ id, metric: "instants with two runs", found: found.doubled, samples: runs }),
    never({ id, metric: "instants that are neither a run nor passed over, or both", found: found.unaccounted, samples: runs + passed }),
    never({ id, metric: "schedules that did other than their catchup says", found: found.astray, samples: 50 }),
    never({ id, metric: "tasks that went on over a stop, and failed", found: found.failed, samples: stops }),
  ];
}
