/** T5: every kind of process tree × every cause of its end. Once, or thirty times. */
import { messageOf } from "../shared/errors/app-error.ts";
import { openFixture, processesMarked } from "../src-main/runner/runner-fixture.ts";
import { treeCauses, treeKinds, treeTrial, type TreeCause, type TreeKind } from "../src-main/runner/tree-trials.ts";
import { kept, never, quantile, type Figure, type RunOptions, type Workload } from "./harness.ts";

const id = "T5";
const graceMs = 300;
/** The longest grace of the four causes (what a dead runner left) and two seconds. */
const limitMs = 1_000 + 2_000;

export const trees: Workload = { id, title: "Process trees by kind and cause of their end: none is left", run: measure };

async function measure({ long }: RunOptions): Promise<Figure[]> {
  const took: number[] = [];
  const left: string[] = [];
  let trials = 0;
  for (let round = 0; round < (long ? 30 : 1); round += 1)
    for (const kind of treeKinds)
      for (const cause of treeCauses) {
        const outcome = await tryOne(kind, cause, `${7_000_000 + process.pid}${trials}`);
        trials += 1;
        if (typeof outcome === "number") took.push(outcome);
        else left.push(`${kind.name}, ${cause.name}: ${outcome}`);
      }
  const longest = quantile(took, 1);
  return [
    never({ id, metric: "trees of which something was left", found: left, samples: trials }),
    kept({ id, metric: "from the cause to the end of the tree p50, ms", ours: quantile(took, 0.5), goal: `≤ ${limitMs} ms`, met: quantile(took, 0.5) <= limitMs, samples: took.length }),
    kept({ id, metric: "from the cause to the end of the tree max, ms", ours: longest, goal: `≤ ${limitMs} ms`, met: longest <= limitMs, samples: took.length }),
  ];
}

async function tryOne(kind: TreeKind, cause: TreeCause, mark: string): Promise<number | string> {
  const fixture = await openFixture({ graceMs });
  try {
    return await treeTrial(fixture, kind, cause, mark);
  } catch (thrown) {
    for (const pid of processesMarked(mark)) process.kill(pid, "SIGKILL");
    return messageOf(thrown);
  } finally {
    await fixture.dispose();
  }
}
