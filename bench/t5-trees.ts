/** T5: every kind of process tree, fork bombs among them, × every cause of its end. Once, or thirty times. */
import { messageOf } from "../shared/errors/app-error.ts";
import { openFixture, processesMarked } from "../src-main/runner/runner-fixture.ts";
import { bombKinds, bothKilled, fastBombKinds, treeCauses, treeKinds, treeTrial, type TreeCause, type TreeKind } from "../src-main/runner/tree-trials.ts";
import { kept, never, quantile, type Figure, type RunOptions, type Workload } from "./harness.ts";

const id = "T5";
const graceMs = 300;
/** Of all causes: that of what a dead runner left. */
const longestGraceMs = 1_000;
const bombs = [...bombKinds, ...fastBombKinds];

export const trees: Workload = { id, title: "Process trees by kind and cause of their end: none is left", run: measure };

async function measure({ long }: RunOptions): Promise<Figure[]> {
  const left: string[] = [];
  const took = { trees: [] as number[], bombs: [] as number[] };
  let trials = 0;
  for (let round = 0; round < (long ? 30 : 1); round += 1) {
    for (const kind of [...treeKinds, ...bombs])
      for (const cause of [...treeCauses, bothKilled]) {
        const outcome = await tryOne(kind, cause, `${7_000_000 + process.pid}${trials}`);
        trials += 1;
        if (typeof outcome === "number") took[bombs.includes(kind) ? "bombs" : "trees"].push(outcome);
        else left.push(`${kind.name}, ${cause.name}: ${outcome}`);
      }
    console.error(`T5: round ${round + 1} is over: ${trials} trees${left.length > 0 ? `; left: ${left.join("; ")}` : ""}`);
  }
  const within = (what: string, ms: readonly number[], limitMs: number): Figure[] =>
    ([["p50", 0.5], ["max", 1]] as const).map(([name, share]) => {
      const ours = quantile(ms, share);
      return kept({ id, metric: `from the cause to the end of the ${what} ${name}, ms`, ours, goal: `≤ ${limitMs} ms`, met: ours <= limitMs, samples: ms.length });
    });
  return [
    never({ id, metric: "trees of which something was left", found: left, samples: trials }),
    ...within("tree", took.trees, longestGraceMs + 2_000),
    ...(took.bombs.length > 0 ? within("fork bomb", took.bombs, longestGraceMs + 5_000) : []),
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
