/** What is written of table task_instance while runs go on. Inside a transaction rows wait for its end, and of each only the last state is written. */
import type { Database } from "better-sqlite3";
import type { Store, TaskRecord } from "../ports/store.ts";
import { asJson, partsOf, valuesOfJson, type Gathering } from "./gathering.ts";

/** What changes, in the order of `valuesOf`. */
const changing = ["state", "try_number", "max_tries", "scheduled_at", "queued_at", "started_at", "ended_at", "retry_at", "reason", "map_length", "followed"];
const fixed = ["run", "task", "task_id", "map_of", "map_index"];

interface Made {
  readonly id: string;
  readonly of: number | null;
  readonly mapIndex: number | null;
}

interface WaitingTask {
  readonly run: number;
  readonly task: number;
  /** Of a row that is new. */
  readonly made: Made | null;
  readonly record: TaskRecord;
}

export function prepareTaskRows(database: Database, gathering: Gathering): Pick<Store["tasks"], "insertAll" | "save" | "insertInstance"> {
  const insert = database.prepare(`insert into task_instance (${[...fixed, ...changing].join(", ")}) select ${valuesOfJson([...fixed, ...changing])} from jsonb_each(?)`);
  const update = database.prepare(
    `update task_instance set ${changing.map((column) => `${column} = saved.${column}`).join(", ")}
       from (select ${valuesOfJson(["run", "task", ...changing])} from jsonb_each(?)) as saved where task_instance.run = saved.run and task_instance.task = saved.task`,
  );
  const waiting = new Map<string, WaitingTask>();
  const rows = {
    write: (): void => {
      const all = [...waiting.values()];
      waiting.clear();
      const made = all.flatMap(({ run, task, made, record }) => (made === null ? [] : [[run, task, made.id, made.of, made.mapIndex, ...valuesOf(record)]]));
      const saved = all.flatMap(({ run, task, made, record }) => (made === null ? [[run, task, ...valuesOf(record)]] : []));
      for (const part of partsOf(made)) insert.run(asJson(part));
      for (const part of partsOf(saved)) update.run(asJson(part));
    },
    drop: (): void => waiting.clear(),
  };
  const hold = (task: WaitingTask): void => {
    const name = `${task.run}/${task.task}`;
    const before = waiting.get(name);
    // A second row of the same name is for the database to refuse.
    if (before !== undefined && task.made !== null) gathering.write();
    waiting.set(name, { ...task, made: task.made ?? waiting.get(name)?.made ?? null });
  };
  return {
    insertAll: (run, tasks) => {
      tasks.forEach(({ id, record }, task) => hold({ run, task, made: { id, of: null, mapIndex: null }, record }));
      gathering.hold(rows);
    },
    save: (run, task, record) => {
      hold({ run, task, made: null, record });
      gathering.hold(rows);
    },
    insertInstance: (run, { task, id, of, mapIndex }, record) => {
      hold({ run, task, made: { id, of, mapIndex }, record });
      gathering.hold(rows);
    },
  };
}

function valuesOf(record: TaskRecord): unknown[] {
  return [
    record.state,
    record.tryNumber,
    record.maxTries,
    record.scheduledAt,
    record.queuedAt,
    record.startedAt,
    record.endedAt,
    record.retryAt,
    record.reason,
    record.mapLength ?? null,
    record.followed ? JSON.stringify(record.followed) : null,
  ];
}
