/** What questions over many runs ask of the tasks of packed ones. */
import type { TaskState } from "../../../shared/model/states.ts";
import type { StoredValue } from "../../ports/store.ts";
import type { TableRows } from "./columns.ts";
import type { Packs } from "./packs.ts";

export interface PackedTask {
  readonly task: number;
  readonly taskId: string;
  readonly state: TaskState;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** The newest try. */
  readonly attempt: { readonly startedAt: number | null; readonly endedAt: number | null; readonly cpuMs: number | null; readonly peakRssBytes: number | null; readonly rowsLoaded: number | null } | null;
}

export interface PackedTasks {
  /** Tasks and instances of mapped ones; none for a run that is not packed. */
  of(run: number): readonly PackedTask[];
  /** Null for a task that is not there, and for a run that is not packed. */
  idOf(run: number, task: number): string | null;
}

/** Runs that were read last. */
const keptRuns = 64;
const mostKeptTasks = 1_000;

export function readPackedTasks(packs: Packs): PackedTasks {
  const kept = new Map<number, readonly PackedTask[]>();
  packs.onLoosened((run) => kept.delete(run));
  const of = (run: number): readonly PackedTask[] => {
    if (!packs.isPacked(run)) return [];
    const known = kept.get(run);
    if (known) return known;
    const tasks = tasksOf(packs.rowsOf(run));
    for (const oldest of kept.keys()) if (kept.size >= keptRuns) kept.delete(oldest);
    if (tasks.length <= mostKeptTasks) kept.set(run, tasks);
    return tasks;
  };
  return { of, idOf: (run, task) => of(run).find((one) => one.task === task)?.taskId ?? null };
}

type Reader = (row: readonly StoredValue[], column: string) => StoredValue;

function tasksOf(tables: readonly TableRows[]): PackedTask[] {
  const tries = tables.find(({ name }) => name === "attempt");
  const inTries = readerOf(tries);
  const byTry = new Map((tries?.rows ?? []).map((row) => [`${inTries(row, "task")}.${inTries(row, "try_number")}`, row]));
  const instances = tables.find(({ name }) => name === "task_instance");
  const read = readerOf(instances);
  return (instances?.rows ?? []).map((row) => {
    const attempt = byTry.get(`${read(row, "task")}.${read(row, "try_number")}`);
    return {
      task: Number(read(row, "task")),
      taskId: String(read(row, "task_id")),
      state: read(row, "state") as TaskState,
      startedAt: read(row, "started_at") as number | null,
      endedAt: read(row, "ended_at") as number | null,
      attempt: attempt === undefined ? null : attemptOf(attempt, inTries),
    };
  });
}

function attemptOf(row: readonly StoredValue[], read: Reader): PackedTask["attempt"] {
  const number = (column: string): number | null => read(row, column) as number | null;
  return { startedAt: number("started_at"), endedAt: number("ended_at"), cpuMs: number("cpu_ms"), peakRssBytes: number("peak_rss"), rowsLoaded: number("rows_loaded") };
}

function readerOf(table: TableRows | undefined): Reader {
  const places = new Map(table?.columns.map((column, at) => [column, at]));
  return (row, column) => row[places.get(column) ?? -1] ?? null;
}
