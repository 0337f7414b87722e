/** A run with the instances of its mapped tasks, each after its task. */
import type { RunDetail } from "../../shared/contract/runs.ts";
import type { TaskInstance } from "../../shared/model/run.ts";
import type { TaskState } from "../../shared/model/states.ts";
import type { EngineClient } from "./engine-client.ts";

export function readWholeRun(client: EngineClient, ref: { readonly dagId: string; readonly runId: string }): Promise<RunDetail> {
  return client.runs.get({ dagId: ref.dagId, runId: ref.runId, instances: true });
}

export const isInstance = ({ mapIndex }: TaskInstance): boolean => mapIndex !== undefined;

const quiet: ReadonlySet<TaskState> = new Set(["success", "none", "scheduled", "skipped", "removed"]);
const mostOfEach = 20;

/** For a person: of many instances those that failed or are at work, and how many the others are. */
export function inShort(tasks: readonly TaskInstance[]): { readonly task: TaskInstance; readonly more: number }[] {
  const shown: { task: TaskInstance; more: number }[] = [];
  const groups = Map.groupBy(tasks, (task) => (isInstance(task) ? task.taskId.slice(0, task.taskId.lastIndexOf("[")) : ""));
  for (const task of groups.get("") ?? []) {
    const instances = groups.get(task.taskId) ?? [];
    const chosen = (instances.length <= mostOfEach ? instances : instances.filter(({ state }) => !quiet.has(state))).slice(0, mostOfEach);
    shown.push({ task, more: instances.length - chosen.length }, ...chosen.map((one) => ({ task: one, more: 0 })));
  }
  return shown;
}

/** `8 success, 2 failed`. */
export function countsText(mapped: Partial<Record<TaskState, number>>): string {
  return Object.entries(mapped).map(([state, count]) => `${count} ${state}`).join(", ");
}
