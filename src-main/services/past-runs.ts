/**
 * Which tasks of a run the run before holds back, as the store has it; and, while runs are active, whom the end of a task lets go on.
 * A task that ends costs one look for each active run that comes right after its own, and DAGs without `depends_on_past` nothing.
 */
import { isPastDone, pastHolders, type PastHolder } from "../core/past-runs.ts";
import type { RunGraph } from "../core/run-graph.ts";
import type { Decision } from "../core/run-image.ts";
import type { RunSignal } from "../core/run-signal.ts";
import type { DagVersion, RunRow, Store } from "../ports/store.ts";
import type { ActiveRun } from "./images.ts";

type Of = { readonly row: RunRow; readonly version: DagVersion; readonly graph: RunGraph };

export interface PastHold {
  readonly run: RunRow;
  readonly holders: readonly PastHolder[];
}

export interface PastLetter {
  readonly run: number;
  readonly signal: RunSignal;
}

type Versions = (id: number) => { readonly version: DagVersion; readonly graph: RunGraph };

export class PastRuns {
  readonly #store: Pick<Store, "past" | "backfills">;
  readonly #versions: Versions;
  /** Active runs that wait for what a run does, by the key of that run; and those of a DAG that may wait for one. */
  readonly #followers = new Map<number, Set<ActiveRun>>();
  readonly #followed = new Map<ActiveRun, Set<number>>();
  readonly #ofDag = new Map<string, Set<ActiveRun>>();
  /** Tasks of runs that are followed that are done, or are not any more. */
  readonly #changed: { readonly run: number; readonly taskId: string }[] = [];

  constructor(store: Pick<Store, "past" | "backfills">, versions: Versions) {
    this.#store = store;
    this.#versions = versions;
  }

  /** Null when no earlier run holds the task. */
  holdOf(of: Of, index: number): PastHold | null {
    const before = this.#before(of, index);
    const holders = before === null ? [] : this.#holders(of, index, before);
    return before === null || holders.length === 0 ? null : { run: before, holders };
  }

  heldOf(of: Of): number[] {
    return of.row.runType === "try" ? [] : of.graph.past.filter((index) => this.holdOf(of, index) !== null);
  }

  /** The run is kept in memory from now on. */
  follow(run: ActiveRun): void {
    const { row, image, version } = run;
    if (image.graph.past.length === 0 || row.runType === "try") return;
    addTo(this.#ofDag, row.dagId, run);
    for (const index of image.graph.past) {
      const before = this.#before({ row, version, graph: image.graph }, index);
      if (before === null) continue;
      addTo(this.#followers, before.key, run);
      addTo(this.#followed, run, before.key);
    }
  }

  forget(run: ActiveRun): void {
    const { row } = run;
    removeFrom(this.#ofDag, row.dagId, run);
    for (const key of this.#followed.get(run) ?? []) removeFrom(this.#followers, key, run);
    this.#followed.delete(run);
  }

  /** Runs of the DAG in memory that may wait for an earlier one. */
  activeOf(dagId: string): Iterable<ActiveRun> {
    return this.#ofDag.get(dagId) ?? [];
  }

  clear(): void {
    this.#followers.clear();
    this.#followed.clear();
    this.#ofDag.clear();
    this.#changed.length = 0;
  }

  /** Before the decision is applied to the run. */
  note({ image }: ActiveRun, { tasks }: Decision): void {
    if (!this.#followers.has(image.key)) return;
    for (const [index, { state }] of tasks) {
      const taskId = image.graph.tasks[index]?.id;
      if (taskId !== undefined && isPastDone(state) !== isPastDone(image.tasks[index]?.state ?? null)) this.#changed.push({ run: image.key, taskId });
    }
  }

  /** What the noted changes bring about in later runs, also those that are noted meanwhile. The store must have them. */
  *letters(at: number): Generator<PastLetter> {
    for (let next = this.#changed.pop(); next !== undefined; next = this.#changed.pop()) {
      for (const run of this.#followers.get(next.run) ?? []) yield* this.#letter(run, concernedBy(run.image.graph, next.taskId), at);
    }
  }

  /** A run was made: those of later dates may have to wait for it. */
  made(row: RunRow, at: number): PastLetter[] {
    const later = [...(this.#ofDag.get(row.dagId) ?? [])].filter((run) => run.row.key !== row.key && dateOf(run.row) > dateOf(row));
    for (const run of later) {
      this.forget(run);
      this.follow(run);
    }
    return later.flatMap((run) => [...this.#letter(run, run.image.graph.past, at)]);
  }

  *#letter({ row, version, image }: ActiveRun, indices: readonly number[], at: number): Generator<PastLetter> {
    const held = new Map<number, boolean>();
    for (const index of indices) {
      const isHeld = this.holdOf({ row, version, graph: image.graph }, index) !== null;
      if (isHeld !== image.held.has(index)) held.set(index, isHeld);
    }
    if (held.size > 0) yield { run: row.key, signal: { kind: "pastChanged", held, at } };
  }

  /** The run that counts as the one before, for this task. */
  #before({ row, version, graph }: Of, index: number): RunRow | null {
    const { dagId } = row;
    const before = this.#store.past.runBefore({ dagId, before: dateOf(row), taskId: graph.tasks[index]?.id ?? "", scheduledOnly: version.dag.catchup === true });
    if (before === null || row.backfill === undefined) return before;
    // The first of a backfill waits for nothing that lies before it.
    return dateOf(before) < (this.#store.backfills.get(row.backfill)?.from ?? 0) ? null : before;
  }

  #holders({ row, graph }: Of, index: number, before: RunRow): PastHolder[] {
    const plan = graph.tasks[index];
    if (plan === undefined) return [];
    const places = this.#versions(before.versionId).graph.indexOf;
    const stateOf = (taskId: string) => {
      const place = places.get(taskId);
      return place === undefined ? null : this.#store.past.stateAt(before.key, place);
    };
    const downstream = plan.downstream.flatMap((child) => graph.tasks[child]?.id ?? []);
    return pastHolders({ ...plan, downstream }, { stateOf, wasEverThere: (taskId) => this.#store.past.wasThere(row.dagId, taskId, dateOf(row)) });
  }
}

const dateOf = ({ logicalDate, queuedAt }: RunRow): number => logicalDate ?? queuedAt;

/** The tasks that wait for this one of the run before. */
function concernedBy({ tasks, indexOf }: RunGraph, taskId: string): number[] {
  const index = indexOf.get(taskId);
  const plan = index === undefined ? undefined : tasks[index];
  if (index === undefined || plan === undefined) return [];
  return [...(plan.dependsOnPast ? [index] : []), ...plan.upstream.filter((parent) => tasks[parent]?.waitForDownstream === true)];
}

function addTo<Key, Item>(all: Map<Key, Set<Item>>, key: Key, item: Item): void {
  all.set(key, (all.get(key) ?? new Set<Item>()).add(item));
}

function removeFrom<Key, Item>(all: Map<Key, Set<Item>>, key: Key, item: Item): void {
  const items = all.get(key);
  items?.delete(item);
  if (items?.size === 0) all.delete(key);
}
