/**
 * The chain of tasks that a run took as long as it did for: from its last end back, each time to the dependency that ended last.
 * Waiting is part of it, so that the steps add up to the time of the run. Of a run that was over and went on, it goes back to where it did. Pure.
 */
import type { GraphNode } from "../graph/graph.ts";
import { isFinished } from "../model/states.ts";
import { lastEnded, sinceBegun } from "./edge-latency.ts";
import { timesByTask, type TimedInstance } from "./task-times.ts";

export interface PathStep {
  readonly taskId: string;
  /** When the step before it had ended, or the run began. */
  readonly readyAt: number;
  readonly startedAt: number;
  /** Now, for a task that still runs. */
  readonly endedAt: number;
  /** From `readyAt` to the start of the newest try: earlier tries are waiting too. */
  readonly waitMs: number;
  readonly runMs: number;
  readonly tryNumber: number;
  readonly isRunning: boolean;
}

export interface CriticalPath {
  /** The first task of the run first. */
  readonly steps: readonly PathStep[];
  readonly startAt: number;
  readonly endAt: number;
  /** Equals the sum of all waits and runs. */
  readonly totalMs: number;
}

interface Done {
  readonly taskId: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly tryNumber: number;
  readonly isRunning: boolean;
}

/** Null when nothing has run. */
export function criticalPath(graph: readonly GraphNode[], instances: readonly TimedInstance[], runStartedAt: number | null, now: number): CriticalPath | null {
  const times = timesByTask(instances);
  const depsOf = new Map(graph.map((task) => [task.id, task.deps]));
  const ran = graph.flatMap(({ id }) => doneOf(times.get(id), now) ?? []);
  const last = ran.reduce<Done | null>((latest, each) => (latest === null || each.endedAt > latest.endedAt || (each.endedAt === latest.endedAt && each.startedAt > latest.startedAt) ? each : latest), null);
  if (last === null) return null;
  const steps: PathStep[] = [];
  const seen = new Set<string>();
  for (let at: Done | null = last; at !== null && !seen.has(at.taskId); ) {
    seen.add(at.taskId);
    const before = lastBefore(depsOf.get(at.taskId) ?? [], times, { at: at.startedAt, now, seen });
    const lastAt: number = before?.endedAt ?? runStartedAt ?? at.startedAt;
    const readyAt: number = Math.min(sinceBegun(lastAt, runStartedAt, at.startedAt), at.startedAt);
    steps.push({ ...at, readyAt, waitMs: at.startedAt - readyAt, runMs: at.endedAt - at.startedAt });
    at = readyAt > lastAt ? null : before;
  }
  steps.reverse();
  const startAt = steps[0]?.readyAt ?? last.startedAt;
  return { steps, startAt, endAt: last.endedAt, totalMs: last.endedAt - startAt };
}

/** Null for a task that did not run. One that failed and waits for its next try is on its way. */
function doneOf(instance: TimedInstance | undefined, now: number): Done | null {
  if (instance === undefined || instance.startedAt === null) return null;
  const { taskId, tryNumber, startedAt } = instance;
  const isRunning = !isFinished(instance.state);
  const endedAt = isRunning || instance.endedAt === null ? now : instance.endedAt;
  return { taskId, tryNumber, startedAt, endedAt: Math.max(startedAt, endedAt), isRunning };
}

interface Before {
  readonly at: number;
  readonly now: number;
  readonly seen: ReadonlySet<string>;
}

/** Of those that ended together, one that ran; a task that was skipped holds the place of what it waited for. */
function lastBefore(deps: readonly string[], times: ReadonlyMap<string, TimedInstance>, { at, now, seen }: Before): Done | null {
  const last = lastEnded(deps.filter((id) => !seen.has(id)), times, at);
  if (last === null) return null;
  const done = last.ids.map((id) => doneOf(times.get(id), now) ?? { taskId: id, startedAt: last.at, endedAt: last.at, tryNumber: times.get(id)?.tryNumber ?? 0, isRunning: false });
  return done.find(({ taskId }) => times.get(taskId)?.startedAt !== null) ?? done[0] ?? null;
}
