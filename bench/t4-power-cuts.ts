/** T4: the power fails while a store commits. 300 disks as it leaves them, or 5,000. */
import { canTrace, powerRun } from "../src-main/store/fixtures/power-run.ts";
import { never, type Figure, type RunOptions, type Workload } from "./harness.ts";

const id = "T4";
const imagesOfRun = 500;

export const powerCuts: Workload = { id, title: "Power cut at every sync, unsynced writes dropped, reordered and torn: nothing acknowledged is lost", run: async (options) => measure(options) };

function measure({ long }: RunOptions): Figure[] {
  if (!canTrace()) throw new Error("T4: strace is needed to see what is written when; install it (apt-get install strace).");
  const seed = Number(process.env["DAGWRIGHT_SEED"]) || Date.now() % 100_000;
  console.error(`T4: seed ${seed}`);
  const runs = Array.from({ length: long ? 10 : 1 }, (_, n) => powerRun({ commits: 200, images: long ? imagesOfRun : 300, seed: seed + n }));
  const samples = runs.reduce((sum, { images }) => sum + images, 0);
  const mutant = powerRun({ commits: 200, images: 100, seed, synchronous: "NORMAL" });
  console.error(`T4: ${runs[0]?.syncs ?? 0} syncs and ${runs[0]?.checkpoints ?? 0} of the database in the first run; with synchronous NORMAL ${mutant.lost.length} of 100 disks miss acknowledged commits`);
  return [
    never({ id, metric: "disks that miss an acknowledged commit", found: runs.flatMap(({ lost }) => lost), samples }),
    never({ id, metric: "disks that do not open, or are not whole", found: runs.flatMap(({ damage }) => damage), samples }),
    never({ id, metric: "runs with synchronous NORMAL in which nothing is missing", found: mutant.lost.length > 0 ? [] : ["the trial cannot fail"], samples: 1 }),
  ];
}
