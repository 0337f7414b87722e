/**
 * Taking back a clear or a mark: what is kept for it, and whether it can still be done. It can as long as nothing has begun since in any
 * task that the act changed or that comes after one: then every record, and the run's own, is put back as it was.
 */
import { isAtWork, taskIdAt } from "./mapping.ts";
import type { RunGraph } from "./run-graph.ts";
import type { Decision, RunImage, RunRecord, TaskRecord } from "./run-image.ts";
import type { RunSignal } from "./run-signal.ts";

/** Plain data, as it is stored. */
export interface FormerRun {
  readonly run: RunRecord;
  readonly tasks: readonly (readonly [task: number, record: TaskRecord])[];
  /** Tasks after those, which the act left as they were: none of them may have moved. */
  readonly after: readonly (readonly [task: number, state: string, tryNumber: number])[];
}

/** Call before the decision is applied. */
export function formerOf(image: RunImage, decision: Decision): FormerRun {
  const changed = [...decision.tasks.keys()];
  const tasks = changed.flatMap((index) => (image.tasks[index] === undefined ? [] : [[index, image.tasks[index]] as const]));
  const after = [...downstreamOf(image.graph, changed)].flatMap((index) => {
    const record = decision.tasks.has(index) ? undefined : image.tasks[index];
    return record === undefined ? [] : [[index, record.state, record.tryNumber] as const];
  });
  return { run: image.run, tasks, after };
}

/** Null when it can be taken back; otherwise why not, as the rest of a sentence. */
export function whyNotRestore(image: RunImage, former: FormerRun): string | null {
  if (image.run.cancelling) return "the run is being cancelled";
  const idOf = (index: number): string => taskIdAt(image, index);
  for (const [index, record] of former.tasks) {
    const now = image.tasks[index];
    if (now !== undefined && now.tryNumber !== record.tryNumber) return `task "${idOf(index)}" has begun again since (try ${now.tryNumber}, ${now.state})`;
    if (now !== undefined && isAtWork(now)) return `task "${idOf(index)}" is ${now.state}`;
  }
  for (const [index, state, tryNumber] of former.after) {
    const now = image.tasks[index];
    if (now !== undefined && (now.state !== state || now.tryNumber !== tryNumber)) return `task "${idOf(index)}", which comes after, was ${state} then and is ${now.state} now`;
  }
  return null;
}

export function restoreSignal(former: FormerRun, at: number): RunSignal {
  return { kind: "restoreAsked", tasks: new Map(former.tasks), run: former.run, at };
}

function downstreamOf(graph: RunGraph, start: readonly number[]): Set<number> {
  const seen = new Set<number>();
  const open = [...start];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    for (const child of graph.tasks[index]?.downstream ?? []) {
      if (seen.has(child)) continue;
      seen.add(child);
      open.push(child);
    }
  }
  return seen;
}
