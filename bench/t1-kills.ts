/** T1: the engine is killed at random moments while tasks run, and started again. 100 times, or 1,000. */
import { crashRun } from "../src-main/engine/fixtures/crash-run.ts";
import { askedSeed } from "../src-main/engine/fixtures/random.ts";
import { crashFigures } from "./crash-figures.ts";
import { inTemporaryFolder, type Figure, type RunOptions, type Workload } from "./harness.ts";

const id = "T1";

export const kills: Workload = { id, title: "Engine killed at random moments: nothing lost, nothing doubled", run: (options) => inTemporaryFolder((folder) => measure(folder, options)) };

async function measure(folder: string, { long }: RunOptions): Promise<Figure[]> {
  const seed = askedSeed();
  const samples = long ? 1_000 : 100;
  console.error(`T1: seed ${seed}`);
  const { acked, attempts, recoveriesMs, found } = await crashRun({ folder, kills: samples, seed });
  console.error(`T1: ${acked} runs acknowledged, ${attempts} tries`);
  return crashFigures(id, { kills: samples, acked, attempts, recoveriesMs, found });
}
