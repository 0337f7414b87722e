/** What a schedule would do if it were turned on now: told before it is, in the window and on the command line. Reads; starts nothing. */
import type { SchedulePlan } from "../../shared/contract/schedules.ts";
import { isCalledFor } from "../../shared/model/asset.ts";
import type { Dag } from "../../shared/model/dag.ts";
import { describeStart } from "../../shared/schedule/words.ts";
import { timetableOf, type Timetable } from "../../shared/schedule/timetable.ts";
import type { DagSetting, Store } from "../ports/store.ts";

type Settings = Pick<Store["dagSettings"], "get" | "lastScheduled" | "datesWithRuns">;

const listed = 200;
const nextListed = 5;
const samples = 20;

/** What the past still owes. */
interface Owed {
  readonly runs: SchedulePlan["runs"];
  readonly isHistoricalDrop: boolean;
  readonly passed: SchedulePlan["passed"];
  readonly standing: number;
}

/** Up to where the instants of a schedule count as dealt with when it is turned on now. */
export function handledAtTurnOn(dag: Dag, settings: Settings, now: number): number {
  const startAt = timetableOf(dag)?.startAt ?? null;
  if (dag.catchup === false) return now;
  return dealtWith(dag.id, settings) ?? (startAt === null ? now : startAt - 1);
}

/** Null for a schedule that never made a run. */
function dealtWith(dagId: string, settings: Settings): number | null {
  return settings.get(dagId)?.handledTo ?? settings.lastScheduled(dagId);
}

/** Of a setting that is on; older ones have no mark. */
export function handledOf({ handledTo, onSince }: DagSetting, last: number | null): number {
  return handledTo ?? Math.max(onSince, last ?? onSince);
}

/** The newest instant of a first run that covers everything since the start date; null where there is no such run to be made. */
export function historicalDropAt(timetable: Timetable, last: number | null, now: number): number | null {
  if (!timetable.hasHistoricalDrop || last !== null) return null;
  const newest = timetable.previous(now + 1);
  return newest !== null && newest > (timetable.startAt ?? newest) ? newest : null;
}

/** One run for each logical date, as in Airflow: which instants get theirs, and which have one that no schedule has made. */
export function apartByRuns(settings: Pick<Settings, "datesWithRuns">, dagId: string, instants: readonly number[]): { readonly made: readonly number[]; readonly there: readonly number[] } {
  const [first, last] = [instants[0], instants.at(-1)];
  if (first === undefined || last === undefined) return { made: [], there: [] };
  const dates = new Set(settings.datesWithRuns(dagId, first, last));
  return { made: instants.filter((at) => !dates.has(at)), there: instants.filter((at) => dates.has(at)) };
}

export function planSchedule(store: Pick<Store, "dagSettings" | "runs" | "assets">, dag: Dag, now: number): SchedulePlan {
  const timetable = timetableOf(dag);
  const scheduleWords = describeStart(dag);
  if (scheduleWords === null) throw new Error(`DAG "${dag.id}" has no schedule.`);
  const setting = store.dagSettings.get(dag.id);
  const isOn = setting?.scheduleOn ?? false;
  const owed = timetable === null ? nothingOwed : owedBy(dag, timetable, store.dagSettings, now);
  const usualMs = usualOf(store, dag.id);
  const next = timetable === null ? [] : timetable.list(now + 1, Number.MAX_SAFE_INTEGER, nextListed);
  const [first, last] = [next[0], next.at(-1)];
  const gapMs = first === undefined || last === undefined || next.length < 2 ? null : (last - first) / (next.length - 1);
  return {
    ...{ dagId: dag.id, at: now, scheduleWords, timezone: dag.timezone, catchup: dag.catchup, overlap: dag.overlap ?? "queue", maxActiveRuns: dag.maxActiveRuns, isOn },
    ...owed,
    ...{ usualMs, next, assetLoads: loadsThatCall(store, dag) },
    expectedMs: usualMs === null ? null : usualMs * Math.ceil(owed.runs.count / dag.maxActiveRuns),
    fallsBehind: usualMs !== null && gapMs !== null && usualMs > gapMs * dag.maxActiveRuns,
  };
}

/** Loads that came while the schedule was off and call for a run as soon as it is on; null for a DAG that waits for no asset. */
function loadsThatCall(store: Pick<Store, "assets">, { id, assets }: Dag): number | null {
  if (assets === undefined) return null;
  const came = new Map(store.assets.waiting(id).flatMap(({ asset, count }) => (count > 0 ? [[asset, count] as const] : [])));
  return isCalledFor(assets, (asset) => came.has(asset)) ? [...came.values()].reduce((sum, count) => sum + count, 0) : 0;
}

const runsOf = (list: SchedulePlan["runs"]["list"], count = list.length, newest = list.at(-1)): SchedulePlan["runs"] => ({ count, first: list[0] ?? null, last: newest ?? null, list });
const nothingOwed: Owed = { runs: runsOf([]), isHistoricalDrop: false, passed: { count: 0, first: null, last: null }, standing: 0 };

function owedBy(dag: Dag, timetable: Timetable, settings: Settings, now: number): Owed {
  const setting = settings.get(dag.id);
  const last = settings.lastScheduled(dag.id);
  const planned = (at: number, start = timetable.intervalOf(at).start) => ({ at, start, end: at });
  const none = nothingOwed;
  if (dag.schedule?.kind === "once") {
    const at = dag.schedule.at ?? now;
    return last === null && at <= now ? { ...none, runs: runsOf([planned(at, at)]) } : none;
  }
  const drop = historicalDropAt(timetable, last, now);
  if (drop !== null) return { ...none, isHistoricalDrop: true, runs: runsOf([planned(drop, timetable.startAt ?? drop)]) };
  const since = setting?.scheduleOn === true ? handledOf(setting, last) : (dealtWith(dag.id, settings) ?? (timetable.startAt === null ? now : timetable.startAt - 1));
  const newest = timetable.previous(now + 1);
  if (newest === null || newest <= since) return none;
  const count = timetable.count(since + 1, newest + 1);
  if (dag.catchup === true) return { ...none, ...allOf(timetable, { since, newest, count, there: new Set(settings.datesWithRuns(dag.id, since + 1, newest).filter((at) => timetable.previous(at + 1) === at)) }, planned) };
  const first = timetable.next(since) ?? newest;
  if (dag.catchup === false) return { ...none, passed: { count, first, last: newest } };
  const passed = count === 1 ? none.passed : { count: count - 1, first, last: timetable.previous(newest) };
  if (settings.datesWithRuns(dag.id, newest, newest).length > 0) return { ...none, passed, standing: 1 };
  return { ...none, runs: runsOf([planned(newest)]), passed };
}

/** But for those that have a run already. */
function allOf(timetable: Timetable, { since, newest, count, there }: { since: number; newest: number; count: number; there: ReadonlySet<number> }, planned: (at: number) => SchedulePlan["runs"]["list"][number]): Pick<Owed, "runs" | "standing"> {
  const list = timetable
    .list(since + 1, newest + 1, listed + there.size)
    .filter((at) => !there.has(at))
    .slice(0, listed);
  let last: number | null = newest;
  while (last !== null && there.has(last)) last = timetable.previous(last);
  const left = count - there.size;
  return { runs: runsOf(list.map((at) => planned(at)), left, left === 0 || last === null ? undefined : planned(last)), standing: there.size };
}

/** The median of the newest good runs. */
function usualOf(store: Pick<Store, "runs">, dagId: string): number | null {
  const spans = store.runs.list({ dagId, states: ["success"], limit: samples }).flatMap(({ startedAt, endedAt }) => (startedAt === null || endedAt === null ? [] : [endedAt - startedAt]));
  return spans.toSorted((one, other) => one - other)[Math.floor(spans.length / 2)] ?? null;
}

/** A setting as it stands in entries of the audit trail, of which older ones have no mark. */
export type FormerSetting = Omit<DagSetting, "handledTo"> & Partial<Pick<DagSetting, "handledTo">>;

/** Of a run by schedule: there is one of an instant at most. */
export const runIdOf = (logicalDate: number): string => `scheduled__${new Date(logicalDate).toISOString().replace("Z", "+00:00")}`;

/** Whether two readings of a DAG have the same instants. */
export function isSameTime(one: Dag, other: Dag): boolean {
  const timeOf = ({ schedule, timezone, startDate, endDate, catchup }: Dag): string => JSON.stringify([schedule, timezone, startDate, endDate, catchup]);
  return timeOf(one) === timeOf(other);
}
