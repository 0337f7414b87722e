/**
 * When a run that is on its way will end: each task that is left takes as long, and waits as long, as it did in earlier runs, along the
 * longest chain of them. Pure: the time is an argument.
 */
import { buildGraph, type GraphNode } from "../graph/graph.ts";
import { topologicalOrder } from "../graph/order.ts";
import { isFinished } from "../model/states.ts";
import type { TaskInstance } from "../model/run.ts";
import type { TaskHistory } from "./edge-latency.ts";
import { ascending, quantile } from "./quantile.ts";
import { timesByTask, type TimedInstance } from "./task-times.ts";

export type AwaitedInstance = TimedInstance & Pick<TaskInstance, "retryAt">;

export interface Forecast {
  /** With the median of every part. */
  readonly likelyAt: number;
  /** With the spread of the parts, up to the ninth tenth, as if each varied by itself. Never before `likelyAt`. */
  readonly lateAt: number;
  /** The tasks that the end waits for, in order; the first is running or next. */
  readonly path: readonly string[];
  /** Tasks on the path that never ran before: they are taken to last as long as a usual task of this DAG. */
  readonly unknown: readonly string[];
}

interface End {
  readonly likely: number;
  /** Of the spread up to here, the square. */
  readonly variance: number;
  readonly before: number | null;
  readonly isLeft: boolean;
}

/** Null when no task of this DAG ever ran, or none is left. */
export type Forecaster = (instances: readonly AwaitedInstance[], now: number) => Forecast | null;

export type KnownTask = Pick<TaskHistory, "taskId" | "duration" | "latency">;

/** What is worked out once for a run, so that it can be asked with each of its states. */
export function prepareForecast(graph: readonly GraphNode[], histories: readonly KnownTask[]): Forecaster {
  const known = new Map(histories.map((history) => [history.taskId, history]));
  const usual = quantile(ascending(histories.flatMap(({ duration }) => duration?.p50 ?? [])), 0.5);
  const { ids, indexOf, upstream } = buildGraph(graph);
  const order = topologicalOrder(graph).map((id) => indexOf.get(id) ?? -1);
  return (instances, now) => {
    if (usual === null) return null;
    const times = timesByTask(instances);
    const ends: (End | undefined)[] = ids.map(() => undefined);
    for (const place of order) {
      const id = ids[place] ?? "";
      const before = latest(upstream[place] ?? [], ends);
      ends[place] = endOf(times.get(id), known.get(id), { ready: before === null ? null : (ends[before] ?? null), before, now, usual });
    }
    const left = ends.flatMap((end, place) => (end?.isLeft === true ? [place] : []));
    const last = latest(left, ends);
    if (last === null) return null;
    const lateAt = left.reduce((most, place) => Math.max(most, lateOf(ends[place])), 0);
    const path: string[] = [];
    for (let place: number | null = last; place !== null && ends[place]?.isLeft === true; place = ends[place]?.before ?? null) path.push(ids[place] ?? "");
    return { likelyAt: ends[last]?.likely ?? now, lateAt, path: path.reverse(), unknown: path.filter((id) => known.get(id)?.duration == null) };
  };
}

function lateOf(end: End | undefined): number {
  return end === undefined ? 0 : end.likely + Math.sqrt(end.variance);
}

/** The place with the latest end; the first of equals. */
function latest(places: readonly number[], ends: readonly (End | undefined)[]): number | null {
  let found: number | null = null;
  for (const place of places) if (ends[place] !== undefined && (found === null || ends[place].likely > (ends[found]?.likely ?? 0))) found = place;
  return found;
}

interface Around {
  readonly ready: End | null;
  readonly before: number | null;
  readonly now: number;
  readonly usual: number;
}

function endOf(own: AwaitedInstance | undefined, history: KnownTask | undefined, { ready, before, now, usual }: Around): End {
  if (own !== undefined && isFinished(own.state)) return { likely: Math.min(own.endedAt ?? now, now), variance: 0, before, isLeft: false };
  const duration = history?.duration ?? { p50: usual, p90: usual };
  if (own !== undefined && own.startedAt !== null && own.state === "running") {
    const elapsed = Math.max(0, now - own.startedAt);
    // Longer than usual already: half way to what is rare is the best guess.
    const rest = elapsed < duration.p50 ? duration.p50 - elapsed : Math.max(0, duration.p90 - elapsed) / 2;
    return { likely: now + rest, variance: Math.max(0, duration.p90 - elapsed - rest) ** 2, before, isLeft: true };
  }
  const wait = history?.latency ?? { p50: 0, p90: 0 };
  const freeAt = Math.max(ready?.likely ?? now, own?.retryAt ?? now);
  // What it has waited so far it need not wait any more.
  const startsAt = Math.max(now, freeAt + wait.p50);
  const variance = (ready?.variance ?? 0) + (duration.p90 - duration.p50) ** 2 + (wait.p90 - wait.p50) ** 2;
  return { likely: startsAt + duration.p50, variance, before, isLeft: true };
}
