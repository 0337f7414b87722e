/**
 * Many runs of a DAG with the state of each of their tasks, held in arrays of numbers: a quarter of a million cells are read, patched
 * and asked about without an object for each. Pure; the same for every source of runs.
 *
 * On the wire a run is two texts, tasks in the order of its version: `states` has one letter a task, `times` one entry a task, with
 * commas between: `try:tries:start:duration`, start counted from the run's `queuedAt`, in ms. What is not known yet is empty or left out.
 */
import type { RunGridPage } from "../contract/grid.ts";
import type { RunSummary, TaskInstance } from "../model/run.ts";
import { TaskState } from "../model/states.ts";

/** The letters of the wire, one a state. */
export const stateLetters: Readonly<Record<TaskState, string>> = {
  none: "a",
  scheduled: "b",
  queued: "c",
  running: "d",
  success: "e",
  failed: "f",
  up_for_retry: "g",
  up_for_reschedule: "h",
  deferred: "i",
  upstream_failed: "j",
  skipped: "k",
  removed: "l",
  interrupted: "m",
};

const firstLetter = "a".charCodeAt(0);
const states: readonly TaskState[] = TaskState.options.toSorted((one, other) => (stateLetters[one] < stateLetters[other] ? -1 : 1));

/** A state as the number that `GridRun.states` has for it. */
export function stateNumber(state: TaskState): number {
  return stateLetters[state].charCodeAt(0) - firstLetter;
}

export function stateAt(number: number): TaskState {
  return states[number] ?? "none";
}

/** A DAG version, as far as a grid needs it. */
export interface GridVersion {
  readonly id: number;
  readonly tasks: readonly { readonly id: string; readonly kind: string }[];
  readonly placeOf: ReadonlyMap<string, number>;
}

/** Each array has an entry for each task of the version, in its order. Never changed in place. */
export interface GridRun {
  readonly run: RunSummary;
  readonly version: GridVersion;
  readonly states: Uint8Array;
  /** Read when they are first asked for: of most runs they never are. */
  readonly times: () => GridTimes;
}

export interface GridTimes {
  readonly tries: Uint16Array;
  readonly maxTries: Uint16Array;
  /** Epoch ms; NaN before the start. */
  readonly startedAt: Float64Array;
  /** Ms; NaN before the end. */
  readonly durations: Float64Array;
}

export interface RunGrid {
  /** Newest first. */
  readonly runs: readonly GridRun[];
  readonly cursor: string | null;
}

/** What one cell says. */
export interface GridCell {
  readonly state: TaskState;
  readonly tryNumber: number;
  readonly maxTries: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

/** Null where the run's version of the DAG has no such task. */
export function cellOf(run: GridRun, taskId: string): GridCell | null {
  const place = run.version.placeOf.get(taskId);
  if (place === undefined) return null;
  const times = run.times();
  const startedAt = numberOrNull(times.startedAt[place]);
  const duration = numberOrNull(times.durations[place]);
  return {
    state: stateAt(run.states[place] ?? 0),
    tryNumber: times.tries[place] ?? 0,
    maxTries: times.maxTries[place] ?? 0,
    startedAt,
    endedAt: startedAt === null || duration === null ? null : startedAt + duration,
  };
}

function numberOrNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

/** Throws RangeError for a page that contradicts itself. */
export function readGrid(page: RunGridPage): RunGrid {
  const versions = new Map(
    page.versions.map(({ id, tasks }) => {
      const own = tasks.flatMap((place) => page.tasks[place] ?? []);
      return [id, { id, tasks: own, placeOf: new Map(own.map((task, place) => [task.id, place])) }];
    }),
  );
  const runs = page.runs.map(({ run, states: letters, times }) => {
    const version = versions.get(run.dagVersion);
    if (version === undefined || version.tasks.length !== letters.length) {
      throw new RangeError(`grid: run "${run.runId}" has ${letters.length} states, its DAG version ${run.dagVersion} has ${version?.tasks.length ?? "no"} tasks.`);
    }
    return readRun(run, version, { letters, times });
  });
  return { runs, cursor: page.cursor };
}

function readRun(run: RunSummary, version: GridVersion, { letters, times }: { readonly letters: string; readonly times: string }): GridRun {
  const numbers = new Uint8Array(letters.length);
  for (let place = 0; place < letters.length; place += 1) numbers[place] = letters.charCodeAt(place) - firstLetter;
  return { run, version, states: numbers, times: once(() => readTimes(times, run.queuedAt, letters.length)) };
}

function once(make: () => GridTimes): () => GridTimes {
  let made: GridTimes | null = null;
  return () => (made ??= make());
}

const comma = ",".charCodeAt(0);
const colon = ":".charCodeAt(0);
const minus = "-".charCodeAt(0);
const zero = "0".charCodeAt(0);

/** One pass over the text, without a string for each number. */
function readTimes(text: string, base: number, count: number): GridTimes {
  const into = noTimes(count);
  let place = 0;
  let field = 0;
  let value = Number.NaN;
  let sign = 1;
  const put = (): void => {
    if (Number.isNaN(value)) return;
    const number = sign * value;
    if (field === 0) into.tries[place] = number;
    else if (field === 1) into.maxTries[place] = number;
    else if (field === 2) into.startedAt[place] = base + number;
    else if (field === 3) into.durations[place] = number;
  };
  for (let at = 0; at <= text.length; at += 1) {
    const code = at === text.length ? comma : text.charCodeAt(at);
    if (code === comma || code === colon) {
      put();
      value = Number.NaN;
      sign = 1;
      field = code === comma ? 0 : field + 1;
      if (code === comma) place += 1;
    } else if (code === minus) sign = -1;
    else value = (Number.isNaN(value) ? 0 : value * 10) + (code - zero);
  }
  return into;
}

function noTimes(count: number): GridTimes {
  return { tries: new Uint16Array(count), maxTries: new Uint16Array(count), startedAt: new Float64Array(count).fill(Number.NaN), durations: new Float64Array(count).fill(Number.NaN) };
}

/** A run of which nothing has begun yet. */
export function emptyRun(run: RunSummary, version: GridVersion): GridRun {
  const count = version.tasks.length;
  return { run, version, states: new Uint8Array(count), times: once(() => noTimes(count)) };
}

/** The run after some of its tasks changed: the same object when none of them is one of its own. */
export function withTasks(run: GridRun, changed: Iterable<TaskInstance>): GridRun {
  let made: { readonly states: Uint8Array; readonly times: GridTimes } | null = null;
  for (const task of changed) {
    const place = run.version.placeOf.get(task.taskId);
    if (place === undefined) continue;
    made ??= { states: run.states.slice(), times: copyOf(run.times()) };
    made.states[place] = stateNumber(task.state);
    made.times.tries[place] = task.tryNumber;
    made.times.maxTries[place] = task.maxTries;
    made.times.startedAt[place] = task.startedAt ?? Number.NaN;
    made.times.durations[place] = task.startedAt === null || task.endedAt === null ? Number.NaN : task.endedAt - task.startedAt;
  }
  if (made === null) return run;
  const { states: changedStates, times } = made;
  return { ...run, states: changedStates, times: () => times };
}

function copyOf({ tries, maxTries, startedAt, durations }: GridTimes): GridTimes {
  return { tries: tries.slice(), maxTries: maxTries.slice(), startedAt: startedAt.slice(), durations: durations.slice() };
}

/** The texts of a run's tasks, for a source that has them as objects. */
export function gridTexts(tasks: readonly Pick<TaskInstance, "state" | "tryNumber" | "maxTries" | "startedAt" | "endedAt">[], queuedAt: number): { states: string; times: string } {
  return {
    states: tasks.map(({ state }) => stateLetters[state]).join(""),
    times: tasks.map((task) => (task.tryNumber === 0 && task.startedAt === null ? "" : timesOf(task, queuedAt))).join(","),
  };
}

function timesOf({ tryNumber, maxTries, startedAt, endedAt }: Pick<TaskInstance, "tryNumber" | "maxTries" | "startedAt" | "endedAt">, queuedAt: number): string {
  const [start, duration] = startedAt === null ? ["", ""] : [startedAt - queuedAt, endedAt === null ? "" : endedAt - startedAt];
  return `${tryNumber}:${maxTries}:${start}:${duration}`;
}
