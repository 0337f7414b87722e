/** `dagwright schedule simulate`: the weeks to come of all schedules. */
import { mostForecastDays, type ForecastStep, type ScheduleForecast } from "../../../shared/contract/schedules.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import { printJson, type CliContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { parseWhole } from "../parse-options.ts";
import { countText, durationText, harmless, isoOf, tableText } from "../words.ts";
import { withSession } from "./runs.ts";

export interface SimulateOptions {
  readonly days?: string;
  readonly onlyOn?: boolean;
}

const namedTogether = 4;

export async function simulateSchedules(context: CliContext, { days, onlyOn = false }: SimulateOptions): Promise<ExitCode> {
  const asked = parseWhole("--days", days ?? "28", { min: 1, max: mostForecastDays });
  return withSession(context, false, async ({ client }) => {
    const forecast = await lastOf(await client.schedules.forecast({ days: asked, onlyOn }), context);
    if (context.json) printJson(context, forecastJson(forecast));
    else printForecast(context, forecast);
    return exitCodes.done;
  });
}

/** On a terminal it says how far it is. */
async function lastOf(steps: AsyncIterable<ForecastStep>, context: CliContext): Promise<ScheduleForecast> {
  for await (const step of steps) {
    if (step.kind === "done") return step.forecast;
    if (context.isInteractive) context.note(`${step.done} of ${countText(step.of, "DAG")} …`);
  }
  throw new AppError("engine/unavailable", "The engine ended before it answered.", {});
}

function forecastJson({ from, to, dags, byAssets, starts, pools, collisions, oddities }: ScheduleForecast): object {
  return {
    ...{ from: isoOf(from), to: isoOf(to), starts_by_hour: starts },
    dags: dags.map((dag) => ({ dag_id: dag.dagId, on: dag.isOn, schedule: dag.scheduleWords, runs: dag.runs, next: isoOf(dag.next), runs_by_day: dag.days, usual_ms: dag.usualMs, falls_behind: dag.fallsBehind, owed: dag.owed, owed_ms: dag.owedMs })),
    by_assets: byAssets.map(({ dagId, isOn, scheduleWords }) => ({ dag_id: dagId, on: isOn, schedule: scheduleWords })),
    pools: pools.map((pool) => ({ pool: pool.pool, slots: pool.slots, peak: pool.peak, peak_at: isoOf(from + pool.peakAt * 3_600_000), hours_over: pool.hoursOver, slots_by_hour: pool.demand })),
    collisions: collisions.map(({ at, times, dagIds }) => ({ at: isoOf(at), times, dag_ids: dagIds })),
    oddities: oddities.map((one) => ({ dag_id: one.dagId, timezone: one.timezone, change_at: isoOf(one.changeAt), kind: one.kind, wall_time: one.wallTime, count: one.count, run_at: isoOf(one.runAt) })),
  };
}

function printForecast({ out, paint, note }: CliContext, { from, to, dags, byAssets, pools, collisions, oddities }: ScheduleForecast): void {
  if (dags.length + byAssets.length === 0) return note("No DAG has a schedule.");
  const table = (title: string, head: readonly string[], rows: readonly (readonly string[])[]): void => {
    if (rows.length === 0) return;
    out(`\n${title}`);
    for (const line of tableText([head.map((word) => paint.dim(word)), ...rows])) out(line);
  };
  out(`${countText(dags.reduce((sum, { runs }) => sum + runs, 0), "run")} of ${countText(dags.length, "DAG")}, ${isoOf(from)} to ${isoOf(to)}`);
  table("DAGs", ["DAG", "ON", "RUNS", "NEXT", "TAKES", "SCHEDULE"], dags.toSorted((one, other) => other.runs - one.runs).map((dag) => [harmless(dag.dagId), dag.isOn ? "on" : "off", String(dag.runs), isoOf(dag.next) ?? "never", `${dag.usualMs === null ? "unknown" : durationText(dag.usualMs)}${dag.fallsBehind ? " (falls behind)" : ""}`, harmless(dag.scheduleWords)]));
  table("When assets are loaded, which cannot be foretold", ["DAG", "ON", "SCHEDULE"], byAssets.map((dag) => [harmless(dag.dagId), dag.isOn ? "on" : "off", harmless(dag.scheduleWords)]));
  table("For the past", ["DAG", "RUNS", "TAKES", "WHEN"], dags.filter(({ owed }) => owed > 0).map((dag) => [harmless(dag.dagId), String(dag.owed), dag.owedMs === null ? "unknown" : durationText(dag.owedMs), dag.isOn ? "as room comes" : "when it is turned on"]));
  table("Start together", ["FIRST", "TIMES", "DAGS", "WHICH"], collisions.map(({ at, times, dagIds }) => [isoOf(at) ?? "", String(times), String(dagIds.length), `${dagIds.slice(0, namedTogether).map(harmless).join(", ")}${dagIds.length > namedTogether ? ", …" : ""}`]));
  table("Pools", ["POOL", "SLOTS", "PEAK", "AT", "HOURS OVER"], pools.map((pool) => [harmless(pool.pool), pool.slots === null ? "any" : String(pool.slots), pool.peak.toFixed(2), isoOf(from + pool.peakAt * 3_600_000) ?? "", String(pool.hoursOver)]));
  table("Changes of the clock", ["WHEN", "ZONE", "DAG", "WHAT"], oddities.map((one) => [isoOf(one.changeAt) ?? "", one.timezone, harmless(one.dagId), oddityText(one)]));
}

function oddityText({ kind, wallTime, count, runAt }: ScheduleForecast["oddities"][number]): string {
  const more = count === 1 ? "" : ` and ${count - 1} more`;
  if (kind === "moved") return `${wallTime} does not exist that day: it runs at ${isoOf(runAt)}`;
  if (kind === "lost") return `${wallTime}${more} do not exist that day, and have no run`;
  return kind === "second" ? `${wallTime}${more} is shown twice: it runs the second time, at ${isoOf(runAt)}` : `${wallTime}${more} is shown twice: it runs both times, from ${isoOf(runAt)}`;
}
