/** What one transaction of the scheduler brings about, to be carried out after its commit. */
import type { TaskInstance } from "../../shared/model/run.ts";
import type { TaskRecord } from "../core/run-image.ts";
import type { TryKey } from "../ports/store.ts";
import type { NewEvent } from "./event-hub.ts";
import { summaryOf, type ActiveRun } from "./images.ts";

export interface Retry {
  readonly run: number;
  readonly task: number;
  readonly at: number;
}

export class Turn {
  readonly starts: TryKey[] = [];
  readonly stops: TryKey[] = [];
  readonly settled: TryKey[] = [];
  readonly retries: Retry[] = [];
  /** Every run that was looked at. */
  readonly touched = new Set<ActiveRun>();
  readonly changed = new Set<ActiveRun>();
  readonly #tasks = new Map<ActiveRun, Set<number>>();

  noteTask(run: ActiveRun, index: number): void {
    const indices = this.#tasks.get(run) ?? new Set();
    this.#tasks.set(run, indices.add(index));
  }

  /** `rowsLoaded` is asked for what succeeded only: nothing else has published. */
  events(rowsLoaded: (key: TryKey) => number | null): NewEvent[] {
    const tasks = [...this.#tasks].map(([run, indices]): NewEvent => {
      const instances = [...indices].map((index): TaskInstance => {
        const record = run.image.tasks[index] as TaskRecord;
        const rows = record.state === "success" ? rowsLoaded({ run: run.image.key, task: index, tryNumber: record.tryNumber }) : null;
        return { taskId: run.image.graph.tasks[index]?.id ?? "", ...record, rowsLoaded: rows };
      });
      return { kind: "tasks", dagId: run.row.dagId, runId: run.row.runId, tasks: instances };
    });
    return [...tasks, ...[...this.changed].map((run): NewEvent => ({ kind: "run", run: summaryOf(run) }))];
  }
}
