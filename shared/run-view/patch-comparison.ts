/** What events tell of a run that still goes, put into a comparison that it is a side of. Pure; the same object again where nothing changed. */
import type { RunSummary, TaskInstance } from "../model/run.ts";
import { sideOfInstance } from "./compare-runs.ts";
import type { RunComparison, TaskPair } from "./comparison.ts";
import { judgeTask } from "./judge-task.ts";

type SideName = "before" | "after";

export function patchRun(comparison: RunComparison, side: SideName, run: RunSummary): RunComparison {
  return { ...comparison, [side]: run };
}

export function patchTasks(comparison: RunComparison, side: SideName, changed: ReadonlyMap<string, TaskInstance>): RunComparison {
  if (!comparison.tasks.some((pair) => pair[side] !== null && changed.has(pair.taskId))) return comparison;
  return { ...comparison, tasks: comparison.tasks.map((pair) => patched(pair, side, changed.get(pair.taskId))) };
}

function patched(pair: TaskPair, side: SideName, instance: TaskInstance | undefined): TaskPair {
  const old = pair[side];
  if (instance === undefined || old === null) return pair;
  const next = { ...pair, [side]: { ...old, ...sideOfInstance(instance) } };
  return { ...next, ...judgeTask(next) };
}
