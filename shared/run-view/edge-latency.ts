/**
 * How long a task waited after the last task it depends on had ended, and for what: until the engine decided on it, until it got a
 * slot, until its process ran. Of one run, and of many. Pure.
 */
import type { GraphNode } from "../graph/graph.ts";
import { ascending, quantile } from "./quantile.ts";
import { timesByTask, type TimedInstance } from "./task-times.ts";

/** The parts of a wait; together they are the whole. */
export interface WaitSplit {
  /** Until it was scheduled. */
  readonly decisionMs: number;
  /** Until it got a slot and was queued. */
  readonly queueMs: number;
  /** Until it ran. */
  readonly startMs: number;
}

export interface TaskLatency extends WaitSplit {
  readonly taskId: string;
  /** When the last of what it depends on had ended; of a task without dependencies, when the run began. */
  readonly readyAt: number;
  readonly totalMs: number;
  /** The dependencies that ended last; several when they ended together, none for a task without. */
  readonly decidedBy: readonly string[];
}

export interface LatencyFigures {
  /** Of how many runs. */
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  /** On average over these runs. */
  readonly split: WaitSplit;
}

export interface TaskHistory {
  readonly taskId: string;
  /** Of tries that ended well. */
  readonly duration: { readonly count: number; readonly p50: number; readonly p90: number } | null;
  readonly latency: LatencyFigures | null;
  /** From what started the run to the good end of the task; null where no run tells it. */
  readonly reached: TimeFigures | null;
}

/** Milliseconds, over `count` runs. */
export interface TimeFigures {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
}

export interface EdgeHistory extends LatencyFigures {
  readonly from: string;
  readonly to: string;
}

export interface LatencyHistory {
  /** Runs that were looked at. */
  readonly runs: number;
  readonly tasks: TaskHistory[];
  /** Only edges that decided on a start in at least one run. */
  readonly edges: EdgeHistory[];
  /** Over all starts of tasks after others, of all runs; `count` is how many. */
  readonly gaps: LatencyFigures | null;
  /** From what started a run to its good end. */
  readonly ends: TimeFigures | null;
}

/** What one run hands over: its beginning and the instants of its tasks. */
export interface RunTimes {
  readonly startedAt: number | null;
  readonly tasks: readonly TimedInstance[];
  /** What started it, and its end; absent where only waits are asked for. */
  readonly span?: RunSpan;
}

export interface RunSpan {
  /** When its cause was queued: the first of the runs that started one another, which an event, a schedule or a person began. */
  readonly originAt: number;
  /** Of a run that succeeded. */
  readonly goodEndAt: number | null;
}

/**
 * The waits of one run, by task. A task that was tried again or cleared is left out: between its first start and its last lie other
 * things than waiting. So is one that has not started.
 */
export function latenciesOf(graph: readonly GraphNode[], run: RunTimes): Map<string, TaskLatency> {
  const times = timesByTask(run.tasks);
  return new Map(
    graph.flatMap((task) => {
      const latency = latencyOf(task, times, run.startedAt);
      return latency === null ? [] : [[task.id, latency] as const];
    }),
  );
}

function latencyOf(task: GraphNode, times: ReadonlyMap<string, TimedInstance>, runStartedAt: number | null): TaskLatency | null {
  const own = times.get(task.id);
  if (own === undefined || own.startedAt === null || own.tryNumber > 1) return null;
  const { startedAt } = own;
  const decidedBy = lastEnded(task.deps, times, startedAt);
  const lastAt = decidedBy === null ? (task.deps.length === 0 ? runStartedAt : null) : decidedBy.at;
  if (lastAt === null) return null;
  const readyAt = sinceBegun(lastAt, runStartedAt, startedAt);
  const scheduledAt = between(own.scheduledAt ?? own.queuedAt ?? startedAt, readyAt, startedAt);
  const queuedAt = between(own.queuedAt ?? startedAt, scheduledAt, startedAt);
  const ready = Math.min(readyAt, startedAt);
  return { taskId: task.id, readyAt: ready, totalMs: startedAt - ready, decidedBy: decidedBy?.ids ?? [], decisionMs: scheduledAt - ready, queueMs: queuedAt - scheduledAt, startMs: startedAt - queuedAt };
}

/** A run that was over and goes on started anew: what ended before that holds nobody up until then. */
export function sinceBegun(at: number, runStartedAt: number | null, startedAt: number): number {
  return runStartedAt !== null && runStartedAt <= startedAt ? Math.max(at, runStartedAt) : at;
}

/**
 * Of these dependencies the ones that ended last before `at`. Under a rule such as `one_success` others go on after that, and a task
 * that was marked later ended later: neither decided anything. Null when none had ended.
 */
export function lastEnded(deps: readonly string[], times: ReadonlyMap<string, Pick<TimedInstance, "endedAt">>, at: number): { readonly at: number; readonly ids: readonly string[] } | null {
  let last: { at: number; ids: string[] } | null = null;
  for (const id of new Set(deps)) {
    const endedAt = times.get(id)?.endedAt ?? null;
    if (endedAt === null || endedAt > at) continue;
    if (last === null || endedAt > last.at) last = { at: endedAt, ids: [id] };
    else if (endedAt === last.at) last.ids.push(id);
  }
  return last;
}

/** A clock that was set back must not make a wait less than nothing. */
function between(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, Math.min(least, most)), most);
}

/** Takes in one run after another, and holds numbers only. */
export interface LatencyTally {
  add(run: RunTimes): void;
  result(): LatencyHistory;
}

interface Samples {
  readonly totals: number[];
  decisionMs: number;
  queueMs: number;
  startMs: number;
}

export function tallyLatencies(graph: readonly GraphNode[]): LatencyTally {
  const waits = new Map<string, Samples>();
  const durations = new Map<string, number[]>();
  const edges = new Map<string, Map<string, Samples>>();
  const gaps = noSamples();
  const reached = new Map<string, number[]>();
  const ends: number[] = [];
  let runs = 0;
  return {
    add(run) {
      runs += 1;
      for (const { taskId, state, startedAt, endedAt } of timesByTask(run.tasks).values()) {
        if (state === "success" && startedAt !== null && endedAt !== null) at(durations, taskId, () => []).push(Math.max(0, endedAt - startedAt));
      }
      for (const latency of latenciesOf(graph, run).values()) {
        count(at(waits, latency.taskId, noSamples), latency);
        if (latency.decidedBy.length > 0) count(gaps, latency);
        for (const from of latency.decidedBy) count(at(at(edges, latency.taskId, () => new Map<string, Samples>()), from, noSamples), latency);
      }
      if (run.span === undefined || hasGoneOnAnew(run)) return;
      const { originAt, goodEndAt } = run.span;
      if (goodEndAt !== null) ends.push(Math.max(0, goodEndAt - originAt));
      for (const { taskId, state, endedAt } of timesByTask(run.tasks).values()) if (state === "success" && endedAt !== null) at(reached, taskId, () => []).push(Math.max(0, endedAt - originAt));
    },
    result: () => ({
      runs,
      tasks: graph.map(({ id }) => ({ taskId: id, duration: durationFigures(durations.get(id)), latency: figuresOf(waits.get(id)), reached: timeFigures(reached.get(id)) })),
      edges: [...edges].flatMap(([to, froms]) =>
        [...froms].flatMap(([from, samples]) => {
          const figures = figuresOf(samples);
          return figures === null ? [] : [{ from, to, ...figures }];
        }),
      ),
      gaps: figuresOf(gaps),
      ends: timeFigures(ends),
    }),
  };
}

/** It was over, and was cleared later: between its cause and its end lies the time in which nobody worked on it. */
function hasGoneOnAnew({ startedAt, tasks }: RunTimes): boolean {
  const tried = tasks.filter((task) => task.startedAt !== null);
  return tried.some(({ endedAt }) => endedAt !== null && startedAt !== null && endedAt < startedAt) || (tried.length > 0 && tried.every(({ tryNumber }) => tryNumber > 1));
}

function noSamples(): Samples {
  return { totals: [], decisionMs: 0, queueMs: 0, startMs: 0 };
}

function count(samples: Samples, { totalMs, decisionMs, queueMs, startMs }: TaskLatency): void {
  samples.totals.push(totalMs);
  samples.decisionMs += decisionMs;
  samples.queueMs += queueMs;
  samples.startMs += startMs;
}

function figuresOf(samples: Samples | undefined): LatencyFigures | null {
  if (samples === undefined || samples.totals.length === 0) return null;
  const sorted = ascending(samples.totals);
  const each = (sum: number): number => sum / sorted.length;
  return {
    count: sorted.length,
    p50: quantile(sorted, 0.5) ?? 0,
    p90: quantile(sorted, 0.9) ?? 0,
    p95: quantile(sorted, 0.95) ?? 0,
    split: { decisionMs: each(samples.decisionMs), queueMs: each(samples.queueMs), startMs: each(samples.startMs) },
  };
}

function timeFigures(values: readonly number[] | undefined): TimeFigures | null {
  if (values === undefined || values.length === 0) return null;
  const sorted = ascending(values);
  return { count: sorted.length, p50: quantile(sorted, 0.5) ?? 0, p95: quantile(sorted, 0.95) ?? 0 };
}

function durationFigures(values: readonly number[] | undefined): TaskHistory["duration"] {
  if (values === undefined || values.length === 0) return null;
  const sorted = ascending(values);
  return { count: sorted.length, p50: quantile(sorted, 0.5) ?? 0, p90: quantile(sorted, 0.9) ?? 0 };
}

function at<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
