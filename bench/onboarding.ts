/**
 * The onboarding DAG of the workloads S3 and S4: 40 tasks in three blocks, each a seeded tree in layers whose tasks have one to eight tasks after
 * them, closed by a join. The same seed makes the same graph, for us and for every peer.
 */
import { randomFrom } from "../src-main/store/fixtures/seed-runs.ts";
import type { Step } from "./ninja.ts";

const blocks = 3;
const tasksOfBlock = 12;
const mostAfterOne = 8;

/** A task after those it waits for: the order is one in which they may run. */
export function onboardingSteps(seed = 36): Step[] {
  const random = randomFrom(seed);
  const steps: Step[] = [];
  const add = (deps: readonly string[]): string => {
    const id = `t${steps.length}`;
    steps.push({ id, deps });
    return id;
  };
  let root = add([]);
  for (let block = 0; block < blocks; block += 1) {
    const made = tree(root, add, random);
    const isAParent = new Set(steps.flatMap(({ deps }) => deps));
    root = add(made.filter((id) => !isAParent.has(id)));
  }
  return steps;
}

/** Twelve tasks below the root, layer by layer. */
function tree(root: string, add: (deps: readonly string[]) => string, random: () => number): string[] {
  const made: string[] = [];
  let layer = [root];
  while (made.length < tasksOfBlock) {
    const next: string[] = [];
    for (const parent of layer) {
      const fan = 1 + Math.floor(random() * random() * mostAfterOne);
      for (let child = 0; child < fan && made.length + next.length < tasksOfBlock; child += 1) next.push(add([parent]));
    }
    made.push(...next);
    layer = next;
  }
  return made;
}
