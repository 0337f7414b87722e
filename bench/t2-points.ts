/** T2: the engine dies at each named point on the way of a run. Once, or twenty times. DAGWRIGHT_POINT takes only those whose names hold it. */
import { pointCount, pointRun } from "../src-main/engine/fixtures/point-run.ts";
import { inTemporaryFolder, kept, never, quantile, type Figure, type RunOptions, type Workload } from "./harness.ts";

const id = "T2";

export const points: Workload = { id, title: "Engine killed at named points: nothing lost, doubled or guessed", run: (options) => inTemporaryFolder((folder) => measure(folder, options)) };

async function measure(folder: string, { long }: RunOptions): Promise<Figure[]> {
  const { kills, acked, attempts, recoveriesMs, found } = await pointRun({ folder, rounds: long ? 20 : 1, only: process.env["DAGWRIGHT_POINT"] ?? "" });
  console.error(`T2: ${pointCount} points, ${kills} kills, ${acked} runs acknowledged, ${attempts} tries`);
  const recovery = (name: string, share: number, goalMs: number): Figure => {
    const ours = quantile(recoveriesMs, share);
    return kept({ id, metric: `recovery ${name}, ms`, ours, goal: `≤ ${goalMs} ms`, met: ours <= goalMs, samples: recoveriesMs.length });
  };
  return [
    recovery("p50", 0.5, 1_000),
    recovery("p99", 0.99, 1_000),
    never({ id, metric: "acknowledged runs lost", found: found.lost, samples: acked }),
    never({ id, metric: "tries started twice", found: found.doubled, samples: attempts }),
    never({ id, metric: "tries that succeeded without their end", found: found.falseSuccesses, samples: attempts }),
    never({ id, metric: "tries that failed and had reached their end", found: found.falseFailures, samples: attempts }),
    never({ id, metric: "tries that never settled, or that the store does not know", found: [...found.unsettled, ...found.unknown], samples: attempts }),
    never({ id, metric: "promises of features that were not kept, points that were not reached", found: found.broken, samples: kills }),
    never({ id, metric: "damage to the store", found: found.damage, samples: kills }),
  ];
}
