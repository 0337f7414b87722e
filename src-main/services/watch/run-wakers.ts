/** Which waits an event of the engine may end: by the DAG that they wait for, so that the others cost nothing. */
import type { EngineEvent } from "../../../shared/contract/engine.ts";
import { isFinished, isRunFinished } from "../../../shared/model/states.ts";
import type { Store } from "../../ports/store.ts";

/** A run by its id, or those of a logical date; as a whole, or tasks of it where there are any. */
export interface Awaited {
  readonly dag: string;
  readonly tasks: readonly string[];
  readonly runId?: string;
  readonly logicalDate?: number;
}

export class RunWakers<Waiter> {
  readonly #store: Pick<Store, "runs">;
  readonly #byDag = new Map<string, Map<Waiter, Awaited>>();
  readonly #dagOf = new Map<Waiter, string>();

  constructor(store: Pick<Store, "runs">) {
    this.#store = store;
  }

  add(waiter: Waiter, lookout: Awaited): void {
    const known = this.#byDag.get(lookout.dag) ?? new Map<Waiter, Awaited>();
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
      if (event.kind === "run") return isRunFinished(event.run.state) ? this.#of(event.run, (tasks) => tasks.length === 0) : [];
      if (event.kind !== "tasks" || !this.#byDag.has(event.dagId)) return [];
      const ended = new Set(event.tasks.flatMap(({ taskId, state }) => (isFinished(state) ? [taskId] : [])));
      if (ended.size === 0) return [];
      const { dagId, runId } = event;
      return this.#of({ dagId, runId, logicalDate: this.#store.runs.find(dagId, runId)?.logicalDate ?? null }, (tasks) => tasks.some((task) => ended.has(task)));
    });
  }

  #of({ dagId, runId, logicalDate }: { readonly dagId: string; readonly runId: string; readonly logicalDate: number | null }, isMeant: (tasks: readonly string[]) => boolean): Waiter[] {
    const isIt = (awaited: Awaited): boolean => (awaited.runId === undefined ? awaited.logicalDate === logicalDate : awaited.runId === runId) && isMeant(awaited.tasks);
    return [...(this.#byDag.get(dagId) ?? [])].flatMap(([waiter, awaited]) => (isIt(awaited) ? [waiter] : []));
  }
}
