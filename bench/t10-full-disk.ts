/** T10: the disk is full for a while in mid-run, also while engines are killed, or their files may not grow. Three times each, or fifty. */
import { join } from "node:path";
import { canMountSmallDisk, fullDiskRun, shortages, troublesOf } from "../src-main/engine/fixtures/full-disk-run.ts";
import { inTemporaryFolder, kept, never, quantile, type Figure, type RunOptions, type Workload } from "./harness.ts";

const id = "T10";

export const fullDisk: Workload = { id, title: "Full disk in mid-run: nothing lost, nothing started, work goes on by itself", run: (options) => inTemporaryFolder((folder) => measure(folder, options)) };

async function measure(folder: string, { long }: RunOptions): Promise<Figure[]> {
  if (!canMountSmallDisk()) throw new Error("T10: no small file system can be mounted here; it needs Linux, and root or user namespaces.");
  const recoveriesMs: number[] = [];
  const found: string[] = [];
  for (let round = 0; round < (long ? 50 : 3); round += 1) {
    for (const how of shortages) {
      const seen = await fullDiskRun(join(folder, `${round}-${how}`), how);
      recoveriesMs.push(seen.recoveredMs);
      found.push(...troublesOf(seen).map((text) => `round ${round}, ${how}: ${text}`));
    }
    console.error(`T10: round ${round + 1} is over${found.length > 0 ? `: ${found.join("; ")}` : ""}`);
  }
  const longest = quantile(recoveriesMs, 1);
  const samples = recoveriesMs.length;
  return [
    never({ id, metric: "tasks lost, doubled or started on a full disk, or no word of it", found, samples }),
    kept({ id, metric: "from room on the disk to the end of the run p50, ms", ours: quantile(recoveriesMs, 0.5), goal: "≤ 10000 ms", met: quantile(recoveriesMs, 0.5) <= 10_000, samples }),
    kept({ id, metric: "from room on the disk to the end of the run max, ms", ours: longest, goal: "≤ 10000 ms", met: longest <= 10_000, samples }),
  ];
}
