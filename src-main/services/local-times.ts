/** Views over time on the history of this machine: what the store counts, put into days, trends and windows. */
import { setImmediate as breathe } from "node:timers/promises";
import type { DayDurations, RunCluster, RunDays, RunDurations, RunsOfSpan, RunTimes, TaskTrends, WindowFilter, WindowOfRuns } from "../../shared/contract/time.ts";
import type { RunState, RunType } from "../../shared/model/states.ts";
import { dayMs, dayName, offsetSpans } from "../../shared/run-view/day-zones.ts";
import { quantile } from "../../shared/run-view/quantile.ts";
import type { SpanOfDag } from "../ports/run-source.ts";
import type { RunRow, Store, WindowPlace } from "../ports/store.ts";

/** As many runs of one span are looked at for their durations; of more, every second, third, … */
const mostDurations = 20_000;
/** As many runs of a window are told apart; of more only how many there are. */
const mostRuns = 4000;
const mostClustered = 100_000;
const clustersAcross = 200;
const trendRuns = 40;
const mostTrendRows = 160_000;

const states: readonly RunState[] = ["queued", "running", "success", "failed"];
/** All runs but what a person only tried. */
const types: readonly RunType[] = ["manual", "scheduled", "asset_triggered", "backfill"];

export function daysOf(store: Store, of: SpanOfDag, zone: string): RunDays {
  const days = new Map<string, RunDays["days"][number]>();
  // Most DAGs have runs of one or two kinds: only these are counted, day by day.
  const kinds = states.flatMap((state) => types.flatMap((type) => (store.times.has(of, state, type) ? [{ state, type }] : [])));
  for (const { dagId, from, to, name } of daySpans(of, zone)) {
    for (const { state, type } of kinds) {
      const count = store.times.count({ dagId, from, to }, state, type);
      // A day on which the clock is changed comes in two parts.
      const day = days.get(name) ?? { day: name, queued: 0, running: 0, success: 0, failed: 0 };
      if (count > 0) days.set(name, { ...day, [state]: day[state] + count });
    }
  }
  return { days: [...days.values()] };
}

interface NamedSpan extends SpanOfDag {
  readonly name: string;
}

/** The days between, cut where the zone's clock is changed. */
function daySpans({ dagId, from, to }: SpanOfDag, zone: string): NamedSpan[] {
  return offsetSpans(from, to, zone).flatMap((span) => {
    const first = Math.floor((span.from + span.offsetMs) / dayMs);
    const last = Math.floor((span.to - 1 + span.offsetMs) / dayMs);
    return Array.from({ length: last - first + 1 }, (_, index): NamedSpan => {
      const start = (first + index) * dayMs - span.offsetMs;
      return { dagId, name: dayName(first + index), from: Math.max(span.from, start), to: Math.min(span.to, start + dayMs) };
    });
  });
}

export function durationsOf(store: Store, of: SpanOfDag, zone: string): RunDurations {
  const ended = types.map((type) => store.times.count(of, "success", type));
  const everyNth = Math.max(1, Math.ceil(ended.reduce((sum, count) => sum + count, 0) / mostDurations));
  const offsets = offsetSpans(of.from, of.to, zone);
  const days = new Map<string, { spent: number[]; landings: number[] }>();
  for (const { queuedAt, spentMs, landingMs } of types.flatMap((type, index) => (ended[index] === 0 ? [] : store.times.durations(of, type, everyNth)))) {
    const offset = offsets.find(({ to }) => queuedAt < to)?.offsetMs ?? 0;
    const name = dayName(Math.floor((queuedAt + offset) / dayMs));
    const day = days.get(name) ?? { spent: [], landings: [] };
    if (spentMs !== null) day.spent.push(Math.max(0, spentMs));
    if (landingMs !== null) day.landings.push(landingMs);
    days.set(name, day);
  }
  return { days: [...days].map(([day, values]) => durationsOfDay(day, values)).toSorted((a, b) => (a.day < b.day ? -1 : 1)), everyNth };
}

function durationsOfDay(day: string, { spent, landings }: { spent: number[]; landings: number[] }): DayDurations {
  const sorted = spent.toSorted((a, b) => a - b);
  const landed = landings.toSorted((a, b) => a - b);
  return { day, runs: sorted.length, medianMs: wholeOf(quantile(sorted, 0.5)) ?? 0, p95Ms: wholeOf(quantile(sorted, 0.95)) ?? 0, longestMs: sorted.at(-1) ?? 0, landingMs: wholeOf(quantile(landed, 0.5)) };
}

function wholeOf(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}

export function runsOfSpan(store: Store, of: SpanOfDag, limit: number): RunsOfSpan {
  const found = store.times.runsOf(of, limit + 1);
  return { runs: found.slice(0, limit), more: found.length > limit };
}

export function taskTrendsOf(store: Store, dagId: string): TaskTrends {
  const newest = store.runs.list({ dagId, states: ["success", "failed"], limit: trendRuns });
  const tasks = new Map<string, (number | null)[]>();
  const read: RunRow[] = [];
  let rows = 0;
  for (const run of newest) {
    const durations = store.times.taskDurations(run.key);
    // However many tasks it has: three runs are compared.
    if (read.length >= 3 && rows + durations.length > mostTrendRows) break;
    rows += durations.length;
    for (const { taskId, spentMs } of durations) {
      const own = tasks.get(taskId) ?? [];
      own[read.length] = spentMs;
      tasks.set(taskId, own);
    }
    read.push(run);
  }
  const last = read.length - 1;
  return {
    runs: read.toReversed().map(timesOf),
    tasks: [...tasks].map(([taskId, spent]) => ({ taskId, spentMs: read.map((_, index) => spent[last - index] ?? null) })),
  };
}

function timesOf({ dagId, runId, state, runType, logicalDate, dataIntervalEnd, queuedAt, startedAt, endedAt, reason }: RunRow): RunTimes {
  return { dagId, runId, state, runType, logicalDate, dataIntervalEnd, queuedAt, startedAt, endedAt, reason };
}

/** In small steps, between which the engine answers others: a window may hold a million runs. */
export async function windowOf(store: Store, filter: WindowFilter): Promise<WindowOfRuns> {
  const runs: RunTimes[] = [];
  for (let place: WindowPlace | undefined; runs.length <= mostRuns; ) {
    const { runs: found, next } = store.times.window(filter, place);
    for (const run of found) runs.push(run);
    if (next === null) break;
    place = next;
    await breathe();
  }
  return runs.length <= mostRuns ? { runs, clusters: [], since: null } : clustersOf(store, filter);
}

async function clustersOf(store: Store, filter: WindowFilter): Promise<WindowOfRuns> {
  const widthMs = Math.max(1, Math.ceil((filter.to - filter.from) / clustersAcross));
  const clusters = new Map<string, RunCluster>();
  let counted = 0;
  let since = filter.to;
  for (let place: WindowPlace | undefined; counted < mostClustered; ) {
    const { rows, next } = store.times.clusters(filter, widthMs, place);
    for (const { dagId, state, n, from, to } of rows) {
      const key = `${Math.floor((from - filter.from) / widthMs)} ${dagId}`;
      const known = clusters.get(key) ?? { dagId, from, to, queued: 0, running: 0, success: 0, failed: 0 };
      clusters.set(key, { ...known, from: Math.min(known.from, from), to: Math.max(known.to, to), [state]: known[state] + n });
      counted += n;
      since = Math.min(since, from);
    }
    if (next === null) return { runs: [], clusters: [...clusters.values()], since: null };
    place = next;
    await breathe();
  }
  return { runs: [], clusters: [...clusters.values()], since };
}
