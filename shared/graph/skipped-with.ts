/** What a disabled task means for the tasks behind it, in a run in which all else goes well. Pure. */
import { topologicalOrder } from "./order.ts";
import { descendants } from "./reach.ts";
import { evaluateTriggerRule } from "./trigger-rules.ts";
import type { TriggerRule } from "../model/states.ts";

export interface RuledTask {
  readonly id: string;
  readonly deps: readonly string[];
  readonly enabled: boolean;
  readonly triggerRule: TriggerRule;
}

export interface Disabled {
  /** Behind it, and skipped as well by their trigger rules. */
  readonly skipped: readonly RuledTask[];
  /** Right behind it, and run all the same. */
  readonly runs: readonly RuledTask[];
}

export function skippedWith(tasks: readonly RuledTask[], id: string): Disabled {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const isSkipped = new Map<string, boolean>();
  for (const each of topologicalOrder(tasks)) {
    const task = byId.get(each);
    if (task !== undefined) isSkipped.set(each, !task.enabled || verdictOf(task, isSkipped) !== "run");
  }
  const behind = descendants(tasks, id).flatMap((each) => byId.get(each) ?? []);
  return {
    skipped: behind.filter((task) => task.enabled && isSkipped.get(task.id) === true),
    runs: behind.filter((task) => isSkipped.get(task.id) === false && task.deps.includes(id)),
  };
}

function verdictOf({ deps, triggerRule }: RuledTask, isSkipped: ReadonlyMap<string, boolean>): ReturnType<typeof evaluateTriggerRule> {
  const skipped = deps.filter((dep) => isSkipped.get(dep) === true).length;
  return evaluateTriggerRule(triggerRule, { total: deps.length, success: deps.length - skipped, failed: 0, upstreamFailed: 0, skipped });
}
