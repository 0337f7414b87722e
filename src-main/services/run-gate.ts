/** How many runs of each line are running, and which wait their turn behind what the line allows, oldest first. */
import type { Dag } from "../../shared/model/dag.ts";
import type { RunState, RunType } from "../../shared/model/states.ts";
import type { Store } from "../ports/store.ts";
import type { ActiveRun } from "./images.ts";

/** Runs of a DAG wait for each other, and so do its tries, and the runs of each backfill; but not the ones for the others. */
export function lineOf({ dagId, runType, backfill }: { dagId: string; runType: RunType; backfill?: number | undefined }): string {
  if (runType === "try") return `${dagId}\0try`;
  return backfill === undefined ? dagId : `${dagId}\0backfill ${backfill}`;
}

export interface GateBounds {
  readonly store: Pick<Store, "backfills">;
  /** `max_active_runs` as the file of the DAG says it now; null where it says nothing. */
  readonly maxActiveRuns: (dagId: string) => number | null;
}

/** Of the line of the run, at once. What the file says holds for runs that were made before it was changed too. */
export function mostRunning({ row, version }: Pick<ActiveRun, "row" | "version">, { store, maxActiveRuns }: GateBounds): number {
  if (row.runType === "try") return 1;
  if (row.backfill === undefined) return maxActiveRuns(row.dagId) ?? version.dag.maxActiveRuns;
  const backfill = store.backfills.get(row.backfill);
  // What a cancelled one made ahead is cancelled too.
  if (backfill?.state === "paused" || backfill?.state === "cancelled") return 0;
  return backfill?.maxActiveRuns ?? version.dag.maxActiveRuns;
}

/**
 * Whether runs of the DAG wait for earlier ones of it. Such an earlier one that is cleared may not wait its turn behind the later ones:
 * all of them would wait for ever.
 */
export function waitsForEarlierRuns({ id, tasks }: Pick<Dag, "id" | "tasks">): boolean {
  return tasks.some((task) => task.dependsOnPast === true || task.waitForDownstream === true || (task.kind === "SensorTask" && task.condition.kind === "dag_run" && task.condition.dag === id));
}

export class RunGate {
  readonly #waiting = new Map<string, number[]>();
  readonly #running = new Map<string, number>();

  get isEmpty(): boolean {
    return this.#waiting.size === 0 && this.#running.size === 0;
  }

  clear(): void {
    this.#waiting.clear();
    this.#running.clear();
  }

  dagsWaiting(): string[] {
    return [...this.#waiting.keys()];
  }

  wait(dagId: string, run: number): void {
    const line = this.#waiting.get(dagId);
    if (line) line.push(run);
    else this.#waiting.set(dagId, [run]);
  }

  first(dagId: string): number | null {
    return this.#waiting.get(dagId)?.[0] ?? null;
  }

  /** How many queued runs of the DAG begin before this one; null when it does not wait. */
  ahead(dagId: string, run: number): number | null {
    const place = this.#waiting.get(dagId)?.indexOf(run) ?? -1;
    return place < 0 ? null : place;
  }

  /** The run begins, or was ended while it waited. */
  leave(dagId: string, run: number): void {
    const line = this.#waiting.get(dagId);
    const place = line?.[0] === run ? 0 : (line?.indexOf(run) ?? -1);
    if (!line || place < 0) return;
    line.splice(place, 1);
    if (line.length === 0) this.#waiting.delete(dagId);
  }

  move(dagId: string, run: number, { before, state }: { readonly before: RunState; readonly state: RunState }): void {
    this.count(dagId, Number(state === "running") - Number(before === "running"));
    if (before === "queued" && state !== "queued") this.leave(dagId, run);
    if (before !== "queued" && state === "queued") this.wait(dagId, run);
  }

  /** Of a run that is over and is cleared. Nothing of a backfill that is paused or cancelled begins by itself; what a person asks for does. */
  mustWait(run: Pick<ActiveRun, "row" | "version">, bounds: GateBounds): boolean {
    const most = mostRunning(run, bounds);
    return most > 0 && this.running(lineOf(run.row)) >= most && !waitsForEarlierRuns(run.version.dag);
  }

  running(dagId: string): number {
    return this.#running.get(dagId) ?? 0;
  }

  count(dagId: string, by: number): void {
    const next = this.running(dagId) + by;
    if (next > 0) this.#running.set(dagId, next);
    else this.#running.delete(dagId);
  }
}
