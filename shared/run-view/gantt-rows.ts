/** The rows of a Gantt chart: each task with its spans, in the chosen order. Pure. */
import type { AttemptState } from "../model/run.ts";
import type { TaskState } from "../model/states.ts";
import type { GraphTask } from "../model/dag.ts";
import type { PastTry, TaskHistory, TryCause } from "./task-history.ts";

/** `waiting`: could begin and did not yet; `retry`: the pause before a try anew; `queued`: handed over, not begun; `running`: at work. */
export type SpanKind = "waiting" | "retry" | "queued" | "running";

export interface GanttSpan {
  readonly kind: SpanKind;
  readonly tryNumber: number;
  readonly from: number;
  /** Null while it goes on. */
  readonly to: number | null;
  /** Of a running span: what became of it. */
  readonly state: AttemptState | null;
  /** Why it ended so, where that is known. */
  readonly reason: string | null;
}

export interface GanttRow {
  readonly taskId: string;
  readonly group: string | null;
  readonly state: TaskState;
  readonly tries: number;
  readonly spans: readonly GanttSpan[];
  /** When its first span begins and its last ends; null where nothing happened, or nothing ended yet. */
  readonly from: number | null;
  readonly to: number | null;
  /** A retry that is due then. */
  readonly dueAt: number | null;
  readonly reason: string | null;
}

export const ganttOrders = ["start", "name", "group"] as const;
export type GanttOrder = (typeof ganttOrders)[number];

export function ganttRows(histories: readonly TaskHistory[], tasks: readonly GraphTask[]): GanttRow[] {
  const groupOf = new Map(tasks.map(({ id, group }) => [id, group ?? null]));
  return histories.map((history) => rowOf(history, groupOf.get(history.taskId) ?? null));
}

function rowOf({ taskId, instance, tries, wait }: TaskHistory, group: string | null): GanttRow {
  const spans = tries.flatMap(spansOf);
  if (wait !== null) spans.push({ kind: spanOfWait(wait.cause), tryNumber: instance.tryNumber + 1, from: wait.from, to: wait.to, state: null, reason: wait.to === null ? null : instance.reason });
  const last = spans.at(-1);
  return {
    taskId,
    group,
    state: instance.state,
    tries: tries.length,
    spans,
    from: spans[0]?.from ?? null,
    to: last === undefined || last.to === null ? null : last.to,
    dueAt: wait?.dueAt ?? null,
    reason: instance.reason,
  };
}

function spansOf({ tryNumber, state, cause, waitsFrom, queuedAt, startedAt, endedAt, reason }: PastTry): GanttSpan[] {
  const isOpen = state === "starting" || state === "running";
  const end = isOpen ? null : endedAt;
  const spans: GanttSpan[] = [];
  if (waitsFrom !== null && waitsFrom < queuedAt) spans.push({ kind: spanOfWait(cause), tryNumber, from: waitsFrom, to: queuedAt, state: null, reason: null });
  if (startedAt === null || startedAt > queuedAt) spans.push({ kind: "queued", tryNumber, from: queuedAt, to: startedAt ?? end, state: null, reason: startedAt === null ? reason : null });
  if (startedAt !== null) spans.push({ kind: "running", tryNumber, from: startedAt, to: end, state, reason });
  return spans;
}

function spanOfWait(cause: TryCause): SpanKind {
  return cause === "retry" ? "retry" : "waiting";
}

/** How long a row spent with each kind, spans that go on counted until `now`. */
export function spentOf(row: GanttRow, now: number): Readonly<Record<SpanKind, number>> {
  const spent: Record<SpanKind, number> = { waiting: 0, retry: 0, queued: 0, running: 0 };
  for (const { kind, from, to } of row.spans) spent[kind] += Math.max(0, (to ?? now) - from);
  return spent;
}

export function hasBegun(row: GanttRow): boolean {
  return row.spans.some(({ kind }) => kind === "queued" || kind === "running");
}

/** By start is a waterfall: what never began stands last, in the order of the graph. By group: groups by their first start, tasks in them by theirs. */
export function orderRows(rows: readonly GanttRow[], order: GanttOrder): GanttRow[] {
  if (order === "name") return rows.toSorted((a, b) => a.taskId.localeCompare(b.taskId, "en", { numeric: true }));
  const byStart = rows.toSorted((a, b) => startOf(a) - startOf(b) || (a.to ?? Infinity) - (b.to ?? Infinity) || 0);
  if (order === "start") return byStart;
  const groups = new Map<string | null, GanttRow[]>();
  for (const row of byStart) {
    const own = groups.get(row.group);
    if (own) own.push(row);
    else groups.set(row.group, [row]);
  }
  return [...groups.values()].flat();
}

/** Where the waiting of a row is not what it is about: the first try counts. */
function startOf(row: GanttRow): number {
  return row.spans.find(({ kind }) => kind === "queued" || kind === "running")?.from ?? row.from ?? Number.MAX_SAFE_INTEGER;
}

/** From the start of the run to its end; of a run that goes on, to now. A cleared run may have begun before it started anew. */
export function extentOf(run: { readonly startedAt: number | null; readonly queuedAt: number; readonly endedAt: number | null }, rows: readonly GanttRow[], now: number): { from: number; to: number } {
  let from = run.startedAt ?? run.queuedAt;
  let to = run.endedAt ?? now;
  for (const row of rows) {
    if (row.from !== null && row.from < from) from = row.from;
    if (row.to !== null && row.to > to) to = row.to;
  }
  return { from, to: Math.max(to, from + 1) };
}
