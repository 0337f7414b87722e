/**
 * Writes down by when a run has to have succeeded, as far as that is known by now: in the transaction that makes it known, so that no crash between
 * the two can hide that it was missed.
 */
import type { Dag } from "../../shared/model/dag.ts";
import { countsFor, dueOfRun, rulesOf, type PlacedRule } from "../core/deadlines.ts";
import type { KeptRule } from "../ports/deadline-store.ts";
import type { Store } from "../ports/store.ts";

/**
 * Safe to call again: what is known already stays as it is. What earlier runs took is looked at once, when the run is made (`isNew`): a later answer would
 * be another. True where the run has rules.
 */
export function planDeadlines(store: Pick<Store, "deadlines" | "runs" | "atomically">, dag: Dag, run: number, { now, isNew = false }: { readonly now: number; readonly isNew?: boolean }): boolean {
  const rules = rulesOf(dag).filter(({ rule }) => rule.when.kind !== "no_success_by");
  const row = rules.length === 0 ? null : store.runs.get(run);
  if (row === null || row.runType === "try") return false;
  store.atomically(() => {
    const waiting = store.deadlines.waiting({ run: row.key });
    for (const placed of rules) {
      const { taskId, rule } = placed;
      const averageMs = isNew && rule.when.kind === "average_runtime" ? store.deadlines.averageOf({ dagId: row.dagId, taskId, ...rule.when }) : null;
      const dueAt = dueOfRun(rule, row, averageMs);
      if (dueAt === null || (taskId !== null && row.selection?.includes(taskId) === false)) continue;
      const others = waiting.filter((one) => one.taskId === taskId && one.rule.name === rule.name && one.dueAt !== dueAt);
      for (const { id } of others) store.deadlines.remove(id);
      if (countsFor(row, dueAt, now)) store.deadlines.add({ dagId: row.dagId, run: row.key, taskId, rule: { ...keptRule(dag, placed), ...(averageMs === null ? {} : { averageMs }) }, dueAt });
    }
  });
  return true;
}

/** With whom it tells: its own, else those of its task, else those of the DAG. */
export function keptRule(dag: Dag, { taskId, rule }: PlacedRule): KeptRule {
  const ofTask = taskId === null ? undefined : dag.tasks.find(({ id }) => id === taskId)?.messages?.deadline;
  return { ...rule, messages: rule.messages ?? ofTask ?? dag.messages?.deadline ?? [], hasSchedule: dag.schedule !== null || dag.assets !== undefined };
}
