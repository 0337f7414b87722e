/** What one transaction of the scheduler brings about, to be carried out after its commit. */
import type { TaskInstance } from "../../shared/model/run.ts";
import { publishes } from "../../shared/model/task-program.ts";
import { instanceAt, isExpanded, taskIdAt } from "../core/mapping.ts";
import type { RunImage, TaskRecord } from "../core/run-image.ts";
import type { NewMessage } from "../ports/message-store.ts";
import type { Store, TryKey } from "../ports/store.ts";
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
  readonly watches: TryKey[] = [];
  readonly unwatched: TryKey[] = [];
  readonly retries: Retry[] = [];
  /** Every run that was looked at. */
  readonly touched = new Set<ActiveRun>();
  readonly changed = new Set<ActiveRun>();
  /** A state of this turn has called for messages to people. */
  hasMessages = false;
  /** Assets that tasks have loaded. */
  readonly loaded = new Set<string>();
  readonly #tasks = new Map<ActiveRun, Set<number>>();

  noteMessage(store: Pick<Store, "messages">, message: NewMessage): void {
    store.messages.add(message);
    this.hasMessages = true;
  }

  noteTask(run: ActiveRun, index: number): void {
    const indices = this.#tasks.get(run) ?? new Set();
    this.#tasks.set(run, indices.add(index));
    // What is shown of a mapped task are the counts of its instances.
    const of = instanceAt(run.image, index)?.of;
    if (of !== undefined) indices.add(of);
  }

  /** `rowsLoaded` is asked only for what succeeded and publishes: nothing else has rows. */
  events(rowsLoaded: (key: TryKey) => number | null): NewEvent[] {
    const tasks = [...this.#tasks].map(([run, indices]): NewEvent => {
      const instances = [...indices].map((index): TaskInstance => {
        const record = run.image.tasks[index] as TaskRecord;
        const rows = record.state === "success" && publishes(run.version.dag.tasks[instanceAt(run.image, index)?.of ?? index]) ? rowsLoaded({ run: run.image.key, task: index, tryNumber: record.tryNumber }) : null;
        return shownInstance(run.image, index, rows);
      });
      return { kind: "tasks", dagId: run.row.dagId, runId: run.row.runId, tasks: instances };
    });
    return [...tasks, ...[...this.changed].map((run): NewEvent => ({ kind: "run", run: summaryOf(run) }))];
  }
}

/** The task as screens show it; what its instance is called, they have from elsewhere. */
function shownInstance(image: RunImage, index: number, rowsLoaded: number | null): TaskInstance {
  const { mapLength: _length, ...record } = image.tasks[index] as TaskRecord;
  const instance = instanceAt(image, index);
  const mapped = isExpanded(image.tasks[index] as TaskRecord) ? Object.fromEntries([...(image.maps.get(index)?.counts ?? [])].filter(([state]) => state !== "removed")) : undefined;
  return { taskId: taskIdAt(image, index), ...record, rowsLoaded, ...(mapped ? { mapped } : {}), ...(instance ? { mapIndex: instance.mapIndex } : {}) };
}
