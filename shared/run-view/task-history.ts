/**
 * What happened to each task of a run, try by try: when it could have begun, why each try began, when it was queued, ran and ended.
 * Pure, from what a RunSource says: the graph of the run, its task instances, and its tries. A clear is no entry of its own there; it is known
 * by a try that no retry explains.
 */
import type { RunTries, TryTimes } from "../contract/time.ts";
import type { GraphTask } from "../model/dag.ts";
import type { AttemptState, TaskInstance } from "../model/run.ts";
import { isFinished } from "../model/states.ts";

/** Why a try began: as the first, as a retry of a failure, again because the one before was lost in a crash, or after a clear. */
export type TryCause = "first" | "retry" | "lost" | "clear";

export interface PastTry {
  readonly tryNumber: number;
  readonly state: AttemptState;
  readonly cause: TryCause;
  /** From when on it could have begun: the end of the last upstream task, or of the try before. Null where nobody knows, as after a clear. */
  readonly waitsFrom: number | null;
  /** When it was found ready; known of the newest try only. */
  readonly scheduledAt: number | null;
  readonly queuedAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly reason: string | null;
}

/** A wait that still goes on, or that no try ended. */
export interface OpenWait {
  readonly cause: TryCause;
  readonly from: number;
  readonly scheduledAt: number | null;
  /** When the retry is due. */
  readonly dueAt: number | null;
  /** Null while it goes on. */
  readonly to: number | null;
}

export interface TaskHistory {
  readonly taskId: string;
  readonly instance: TaskInstance;
  readonly tries: readonly PastTry[];
  readonly wait: OpenWait | null;
}

export interface HistoryFacts {
  readonly run: { readonly startedAt: number | null; readonly queuedAt: number; readonly endedAt?: number | null };
  readonly tasks: readonly Pick<GraphTask, "id" | "deps">[];
  readonly instances: readonly TaskInstance[];
  readonly tries: RunTries;
}

/** In the order of the graph. Tasks without an instance are left out. */
export function historiesOf({ run, tasks, instances, tries }: HistoryFacts): TaskHistory[] {
  const byId = new Map(instances.map((instance) => [instance.taskId, instance]));
  const recorded = triesByTask(tries.tries);
  const all = new Map(instances.map((instance) => [instance.taskId, withCurrent(recorded.get(instance.taskId) ?? [], instance)]));
  const ends = endsOf(all, byId);
  const around = { ends, byId, startedAt: run.startedAt, cancelledAt: cancelOf(instances) ?? run.endedAt ?? null };
  return tasks.flatMap((task) => {
    const instance = byId.get(task.id);
    if (instance === undefined) return [];
    const own = all.get(task.id) ?? [];
    const readyAt = (before: number): number => lastReady(task.deps, ends, run.startedAt ?? run.queuedAt, before);
    const past = pastTries(own, instance, tries.retries[task.id] ?? 0, readyAt);
    return [{ taskId: task.id, instance, tries: past, wait: openWait(task, instance, past, around) }];
  });
}

function triesByTask(tries: readonly TryTimes[]): Map<string, TryTimes[]> {
  const found = new Map<string, TryTimes[]>();
  for (const one of tries) {
    const own = found.get(one.taskId);
    if (own) own.push(one);
    else found.set(one.taskId, [one]);
  }
  return found;
}

/**
 * The instance is younger news than the list of tries: it tells of the newest try, which may not be in the list yet. A task that does nothing
 * has a try only there. Once it was cleared, or marked by hand, it says nothing about the try.
 */
function withCurrent(recorded: readonly TryTimes[], instance: TaskInstance): TryTimes[] {
  const { taskId, tryNumber, queuedAt, startedAt, endedAt, reason } = instance;
  const before = recorded.filter((one) => one.tryNumber < tryNumber || instance.queuedAt === null);
  const known = recorded.find((one) => one.tryNumber === tryNumber);
  if (tryNumber === 0 || queuedAt === null) return before;
  if (known !== undefined && known.endedAt !== null) return [...before, known];
  const state = tryState(instance);
  const current = { taskId, tryNumber, state, queuedAt, startedAt, endedAt: state === "starting" || state === "running" ? null : endedAt, reason };
  return [...before, known === undefined ? current : { ...known, ...current, startedAt: startedAt ?? known.startedAt }];
}

function tryState({ state, startedAt }: TaskInstance): AttemptState {
  switch (state) {
    case "success":
    case "failed":
    case "interrupted":
      return state;
    case "up_for_retry":
      return "failed";
    case "scheduled":
      return "interrupted";
    default:
      return startedAt === null ? "starting" : "running";
  }
}

/** When each task was over, oldest first: as often as it was tried, and once more where a hand or the rules ended it. */
function endsOf(tries: ReadonlyMap<string, readonly TryTimes[]>, instances: ReadonlyMap<string, TaskInstance>): Map<string, number[]> {
  return new Map(
    [...instances].map(([id, instance]) => {
      const ends = (tries.get(id) ?? []).flatMap(({ endedAt }) => (endedAt === null ? [] : [endedAt]));
      if (instance.endedAt !== null && isFinished(instance.state)) ends.push(instance.endedAt);
      return [id, ends.toSorted((a, b) => a - b)];
    }),
  );
}

/** The latest of the upstream tasks' last ends not after an instant; the start of the run for a task without upstream. */
function lastReady(deps: readonly string[], ends: ReadonlyMap<string, readonly number[]>, began: number, before: number): number {
  let last = Math.min(began, before);
  for (const dep of deps) {
    const end = ends.get(dep)?.findLast((at) => at <= before);
    if (end !== undefined) last = Math.max(last, end);
  }
  return last;
}

function pastTries(tries: readonly TryTimes[], instance: TaskInstance, retries: number, readyAt: (before: number) => number): PastTry[] {
  /** Number up to which a failure is tried again. */
  let lastAllowed = retries + 1;
  let before: TryTimes | null = null;
  return tries.map((one) => {
    const cause = causeOf(before, lastAllowed);
    if (cause === "lost") lastAllowed += 1;
    if (cause === "clear" && before !== null) lastAllowed = before.tryNumber + retries + 1;
    const own = one.tryNumber === instance.tryNumber ? instance.scheduledAt : null;
    const scheduledAt = own !== null && own <= one.queuedAt && (before?.endedAt ?? 0) <= own ? own : null;
    const waitsFrom = cause === "first" ? readyAt(one.queuedAt) : cause === "clear" ? scheduledAt : (before?.endedAt ?? null);
    before = one;
    const { tryNumber, state, queuedAt, startedAt, endedAt, reason } = one;
    return { tryNumber, state, cause, waitsFrom, scheduledAt, queuedAt, startedAt, endedAt, reason };
  });
}

function causeOf(before: TryTimes | null, lastAllowed: number): TryCause {
  if (before === null) return "first";
  if (before.state === "failed" && before.tryNumber < lastAllowed) return "retry";
  return before.state === "interrupted" ? "lost" : "clear";
}

interface Around {
  readonly ends: ReadonlyMap<string, readonly number[]>;
  readonly byId: ReadonlyMap<string, TaskInstance>;
  readonly startedAt: number | null;
  /** When the run was cancelled, in case it was. */
  readonly cancelledAt: number | null;
}

/** Tasks that had not begun are skipped in the moment in which somebody cancels. */
function cancelOf(instances: readonly TaskInstance[]): number | null {
  return instances.find(({ state, reason }) => state === "skipped" && reason === "cancelled")?.endedAt ?? null;
}

/** When the retry of a failed task was given up; null where it had none to wait for. */
function givenUpAt({ state, endedAt, reason }: TaskInstance, last: PastTry | undefined, cancelledAt: number | null): number | null {
  if (state !== "failed" || last?.state !== "failed" || last.endedAt === null || endedAt === null) return null;
  if (endedAt > last.endedAt) return endedAt;
  return reason === "cancelled" && last.reason !== "cancelled" && cancelledAt !== null && cancelledAt > last.endedAt ? cancelledAt : null;
}

/** Only what holds a task itself up is its wait: while an upstream task is on its way, it waits for nothing of its own. */
function openWait(task: Pick<GraphTask, "deps">, instance: TaskInstance, past: readonly PastTry[], { ends, byId, startedAt, cancelledAt }: Around): OpenWait | null {
  const last = past.at(-1);
  const { state, scheduledAt, endedAt, retryAt } = instance;
  const lastEnd = last?.endedAt ?? null;
  if (state === "up_for_retry") return { cause: "retry", from: lastEnd ?? endedAt ?? 0, scheduledAt: null, dueAt: retryAt, to: null };
  const givenUp = givenUpAt(instance, last, cancelledAt);
  if (givenUp !== null && lastEnd !== null) return { cause: "retry", from: lastEnd, scheduledAt: null, dueAt: null, to: givenUp };
  // Given up while it waited for its turn.
  const gaveUp = state === "skipped" && scheduledAt !== null && instance.queuedAt === null && endedAt !== null;
  if (state !== "scheduled" && !gaveUp) return null;
  const to = gaveUp ? endedAt : null;
  if (last !== undefined && lastEnd !== null) {
    const cause = last.state === "interrupted" ? "lost" : last.state === "failed" ? "retry" : "clear";
    return { cause, from: cause === "clear" ? (scheduledAt ?? lastEnd) : lastEnd, scheduledAt, dueAt: null, to };
  }
  const upstream = task.deps.filter((dep) => byId.has(dep));
  return { cause: "first", from: lastReady(upstream, ends, startedAt ?? scheduledAt ?? 0, scheduledAt ?? Number.MAX_SAFE_INTEGER), scheduledAt, dueAt: null, to };
}
