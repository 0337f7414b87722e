/** T11: backups while runs are stored, killed on their way, and put back after damage. 50 times, or 500. */
import { join } from "node:path";
import { backupRun } from "../src-main/store/fixtures/backup-run.ts";
import { inTemporaryFolder, never, type Figure, type RunOptions, type Workload } from "./harness.ts";

const id = "T11";

export const backups: Workload = { id, title: "Backups under load, killed and damaged: a restore is of one moment, or the damage is named", run: (options) => inTemporaryFolder((folder) => measure(folder, options)) };

async function measure(folder: string, { long }: RunOptions): Promise<Figure[]> {
  const seed = Number(process.env["DAGWRIGHT_SEED"]) || Date.now() % 100_000;
  console.error(`T11: seed ${seed}`);
  const wrong: string[] = [];
  let samples = 0;
  for (let round = 0; round < (long ? 10 : 1); round += 1) {
    const seen = await backupRun({ folder: join(folder, String(round)), kills: 10, damages: 40, seed: seed + round });
    console.error(`T11: ${seen.acked} commits, ${seen.killed} backups killed, named ${JSON.stringify(seen.named)}, ${seen.silent} changed values that only the backup tells`);
    wrong.push(...seen.wrong);
    samples += 50;
  }
  return [never({ id, metric: "backups that are none, damage that nobody names, histories that are empty or not of one moment", found: wrong, samples })];
}
