/** The weeks to come of all schedules: what starts when, what that takes of the pools, where it meets. In between the engine does its other work. */
import { setImmediate } from "node:timers/promises";
import type { ForecastStep, ScheduleForecast } from "../../shared/contract/schedules.ts";
import { conditionWords } from "../../shared/model/asset.ts";
import type { Dag } from "../../shared/model/dag.ts";
import { clockOddities } from "../../shared/schedule/clock-oddities.ts";
import { bucketMs, Simulation } from "../../shared/schedule/simulate.ts";
import { timetableOf } from "../../shared/schedule/timetable.ts";
import type { Clock } from "../ports/machine.ts";
import type { Store } from "../ports/store.ts";
import type { DagFiles } from "./dag-files.ts";
import { createPacer } from "./pacer.ts";
import { planSchedule } from "./schedule-plan.ts";

export interface ForecastParts {
  readonly store: Pick<Store, "dagSettings" | "runs" | "tasks" | "assets">;
  readonly dags: Pick<DagFiles, "all">;
  readonly clock: Clock;
  readonly pools: () => Readonly<Record<string, number>>;
}

const usualDays = 28;
const tellEveryMs = 150;
const dayMs = 86_400_000;

/** Tells how far it is about as often as a person can see. Throws where the signal aborts. */
export async function* forecastSchedules(parts: ForecastParts, asked: { days?: number | undefined; onlyOn?: boolean | undefined }, signal?: AbortSignal): AsyncGenerator<ForecastStep> {
  const now = parts.clock.now();
  const from = Math.floor(now / bucketMs) * bucketMs;
  const to = now + (asked.days ?? usualDays) * dayMs;
  const simulation = new Simulation(from, to);
  const dags: ScheduleForecast["dags"] = [];
  const byAssets: ScheduleForecast["byAssets"] = [];
  const oddities: ScheduleForecast["oddities"] = [];
  const pause = createPacer(() => setImmediate());
  const all = parts.dags.all();
  let toldAt = performance.now();
  for (const [index, { dag }] of all.entries()) {
    if (performance.now() - toldAt >= tellEveryMs) {
      toldAt = performance.now();
      yield { kind: "progress", done: index, of: all.length };
    }
    if (dag?.assets !== undefined) {
      const isOn = parts.store.dagSettings.get(dag.id)?.scheduleOn ?? false;
      if (isOn || asked.onlyOn !== true) byAssets.push({ dagId: dag.id, isOn, scheduleWords: conditionWords(dag.assets) });
    }
    const timetable = dag === null ? null : timetableOf(dag);
    if (dag === null || dag.schedule === null || timetable === null) continue;
    signal?.throwIfAborted();
    const plan = planSchedule(parts.store, dag, now);
    if (asked.onlyOn === true && !plan.isOn) continue;
    const adding = simulation.adding({ dagId: dag.id, timetable: upcoming(timetable, now), usualMs: plan.usualMs ?? 0, work: usualWork(parts.store, dag) });
    let step = adding.next();
    for (; step.done !== true; step = adding.next()) if (await pause()) signal?.throwIfAborted();
    const runs = step.value;
    dags.push({ dagId: dag.id, isOn: plan.isOn, scheduleWords: plan.scheduleWords, ...runs, days: [...runs.days], usualMs: plan.usualMs, fallsBehind: plan.fallsBehind, owed: plan.runs.count, owedMs: plan.expectedMs });
    for (const one of clockOddities(dag.schedule, from, to)) oddities.push({ dagId: dag.id, ...one });
    await pause();
  }
  const forecast: ScheduleForecast = { from, to, dags, byAssets, starts: simulation.starts, pools: poolsOf(simulation, parts.pools()), collisions: simulation.collisions().map((one) => ({ ...one, dagIds: [...one.dagIds] })), oddities: oddities.toSorted((one, other) => one.changeAt - other.changeAt) };
  yield { kind: "done", forecast };
}

/** What has come in the present hour is no forecast. */
function upcoming(timetable: NonNullable<ReturnType<typeof timetableOf>>, now: number): NonNullable<ReturnType<typeof timetableOf>> {
  return { ...timetable, next: (after) => timetable.next(Math.max(after, now)), count: (from, to) => (to <= now ? 0 : timetable.count(Math.max(from, now + 1), to)) };
}

/** Milliseconds of work by pool of the newest good run. */
function usualWork(store: ForecastParts["store"], dag: Dag): Map<string, number> {
  const [run] = store.runs.list({ dagId: dag.id, states: ["success"], limit: 1 });
  const work = new Map<string, number>();
  if (run === undefined) return work;
  const pools = new Map(dag.tasks.map((task) => [task.id, task.pool]));
  for (const { id, record } of store.tasks.load(run.key)) {
    const pool = pools.get(id);
    if (pool === undefined || record.startedAt === null || record.endedAt === null) continue;
    work.set(pool, (work.get(pool) ?? 0) + record.endedAt - record.startedAt);
  }
  return work;
}

function poolsOf(simulation: Simulation, bounds: Readonly<Record<string, number>>): ScheduleForecast["pools"] {
  const found = [...simulation.demand()].map(([pool, demand]) => {
    const slots = bounds[pool] ?? null;
    const peak = Math.max(0, ...demand);
    return { pool, slots, demand: [...demand], peak, peakAt: demand.indexOf(peak), hoursOver: slots === null ? 0 : demand.filter((taken) => taken > slots).length };
  });
  const fullness = ({ peak, slots }: { peak: number; slots: number | null }): number => (slots === null ? 0 : peak / slots);
  return found.toSorted((one, other) => fullness(other) - fullness(one) || other.peak - one.peak);
}
