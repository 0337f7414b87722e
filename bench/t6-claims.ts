/** T6: engines that want one folder, at one moment and while its holder is frozen. 20 rounds, or 300. */
import { claimRun } from "../src-main/engine/fixtures/claim-run.ts";
import { askedSeed } from "../src-main/engine/fixtures/random.ts";
import { inTemporaryFolder, kept, never, quantile, type Figure, type RunOptions, type Workload } from "./harness.ts";

const id = "T6";

export const claims: Workload = { id, title: "Engines that want one folder: one holds it, frozen or not", run: (options) => inTemporaryFolder((folder) => measure(folder, options)) };

async function measure(folder: string, { long }: RunOptions): Promise<Figure[]> {
  const seed = askedSeed();
  const samples = long ? 300 : 20;
  console.error(`T6: seed ${seed}`);
  const { acked, attempts, refusalsMs, astray, found } = await claimRun({ folder, rounds: samples, seed });
  const refusal = (name: string, share: number): Figure => {
    const ours = quantile(refusalsMs, share);
    return kept({ id, metric: `refusal ${name}, ms`, ours, goal: "≤ 1000 ms", met: ours <= 1_000, samples: refusalsMs.length });
  };
  return [
    refusal("p50", 0.5),
    refusal("max", 1),
    never({ id, metric: "rounds without the one holder, or with a write beside it", found: astray, samples }),
    never({ id, metric: "acknowledged runs lost", found: found.lost, samples: acked }),
    never({ id, metric: "tries started twice", found: found.doubled, samples: attempts }),
    never({ id, metric: "tries with a false outcome", found: [...found.falseSuccesses, ...found.falseFailures, ...found.unsettled, ...found.unknown], samples: attempts }),
    never({ id, metric: "damage to the store", found: [...found.damage, ...found.broken], samples }),
  ];
}
