/** T1: the engine is killed at random moments while tasks run, and started again. 100 times, or 1,000. */
import { crashRun } from "../src-main/engine/fixtures/crash-run.ts";
import { askedSeed } from "../src-main/engine/fixtures/random.ts";
import { inTemporaryFolder, kept, never, quantile, type Figure, type RunOptions, type Workload } from "./harness.ts";

const id = "T1";

export const kills: Workload = { id, title: "Engine killed at random moments: nothing lost, nothing doubled", run: (options) => inTemporaryFolder((folder) => measure(folder, options)) };

async function measure(folder: string, { long }: RunOptions): Promise<Figure[]> {
  const seed = askedSeed();
  const samples = long ? 1_000 : 100;
  console.error(`T1: seed ${seed}`);
  const { acked, attempts, recoveriesMs, found } = await crashRun({ folder, kills: samples, seed });
  console.error(`T1: ${acked} runs acknowledged, ${attempts} tries`);
  const recovery = (name: string, share: number, goalMs: number): Figure => {
    const ours = quantile(recoveriesMs, share);
    return kept({ id, metric: `recovery ${name}, ms`, ours, goal: `≤ ${goalMs} ms`, met: ours <= goalMs, samples });
  };
  return [
    recovery("p50", 0.5, 1_000),
    recovery("p99", 0.99, 1_000),
    recovery("max", 1, 5_000),
    never({ id, metric: "acknowledged runs lost", found: found.lost, samples: acked }),
    never({ id, metric: "tries started twice", found: found.doubled, samples: attempts }),
    never({ id, metric: "tries that succeeded without their end", found: found.falseSuccesses, samples: attempts }),
    never({ id, metric: "tries that failed and had reached their end", found: found.falseFailures, samples: attempts }),
    never({ id, metric: "promises of features that were not kept", found: found.broken, samples: attempts }),
    never({ id, metric: "tries that never settled", found: found.unsettled, samples: attempts }),
    never({ id, metric: "tries that the store does not know", found: found.unknown, samples: attempts }),
    never({ id, metric: "damage to the store", found: found.damage, samples }),
  ];
}
