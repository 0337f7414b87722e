/** Which waits an event of the engine may end: by the DAG that they wait for, so that the others cost nothing. */
import type { EngineEvent } from "../../../shared/contract/engine.ts";
import { isFinished, isRunFinished } from "../../../shared/model/states.ts";
import type { Store } from "../../ports/store.ts";
import type { RunLookout } from "./look-at-run.ts";

export class RunWakers<Waiter> {
  readonly #store: Pick<Store, "runs">;
  readonly #byDag = new Map<string, Map<Waiter, RunLookout>>();
  readonly #dagOf = new Map<Waiter, string>();

  constructor(store: Pick<Store, "runs">) {
    this.#store = store;
  }

  add(waiter: Waiter, lookout: RunLookout): void {
    const known = this.#byDag.get(lookout.dag) ?? new Map<Waiter, RunLookout>();
    this.#byDag.set(lookout.dag, known.set(waiter, lookout));
    this.#dagOf.set(waiter, lookout.dag);
  }

  remove(waiter: Waiter): void {
    const dag = this.#dagOf.get(waiter);
    if (dag === undefined) return;
    this.#dagOf.delete(waiter);
    const known = this.#byDag.get(dag);
    known?.delete(waiter);
    if (known?.size === 0) this.#byDag.delete(dag);
  }

  woken(events: readonly EngineEvent[]): Waiter[] {
    if (this.#byDag.size === 0) return [];
    return events.flatMap((event) => {
      if (event.kind === "run") return isRunFinished(event.run.state) ? this.#of(event.run.dagId, event.run.logicalDate, (task) => task === null) : [];
      if (event.kind !== "tasks" || !this.#byDag.has(event.dagId)) return [];
      const ended = new Set(event.tasks.flatMap(({ taskId, state }) => (isFinished(state) ? [taskId] : [])));
      if (ended.size === 0) return [];
      return this.#of(event.dagId, this.#store.runs.find(event.dagId, event.runId)?.logicalDate ?? null, (task) => task !== null && ended.has(task));
    });
  }

  #of(dagId: string, logicalDate: number | null, isMeant: (task: string | null) => boolean): Waiter[] {
    return [...(this.#byDag.get(dagId) ?? [])].flatMap(([waiter, lookout]) => (lookout.logicalDate === logicalDate && isMeant(lookout.task) ? [waiter] : []));
  }
}
