/** `dagwright schedule`: what runs by itself, what would run before it is turned on, and what made no run. */
import type { SchedulePlan } from "../../../shared/contract/schedules.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import { printJson, type CliContext } from "../context.ts";
import { dagIdOf, refuseUnknownDag } from "../dag-argument.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { parseWhole } from "../parse-options.ts";
import { countText, durationText, harmless, isoOf, tableText } from "../words.ts";
import { withSession } from "./runs.ts";

export interface TurnOnOptions {
  readonly yes?: boolean;
  readonly fromNow?: boolean;
}
export interface SkippedOptions {
  readonly limit?: string;
}

const shownRuns = 10;

export async function listSchedules(context: CliContext): Promise<ExitCode> {
  return withSession(context, false, async ({ client }) => {
    const dags = (await client.dags.list({})).dags.filter(({ scheduleText }) => scheduleText !== null);
    const rows = dags.map(({ dagId, scheduleOn, scheduleText, scheduleWords, timezone, nextRunAt, assets = [] }) => ({ dag_id: dagId, on: scheduleOn, schedule: scheduleText, words: scheduleWords, timezone, next: isoOf(nextRunAt), assets: assets.map(({ name }) => name) }));
    const { schedulesPausedSince: pausedSince = null } = await client.engine.info({});
    if (context.json) return printed(context, { schedules: rows, paused_since: isoOf(pausedSince) });
    if (pausedSince !== null) context.note(`All schedules are paused, since ${isoOf(pausedSince)}; "dagwright schedule resume" lets them go on.`);
    if (rows.length === 0) context.note("No DAG has a schedule.");
    const head = ["DAG", "ON", "NEXT", "SCHEDULE"].map((word) => context.paint.dim(word));
    for (const line of tableText([head, ...rows.map((row) => [harmless(row.dag_id), row.on ? "on" : "off", row.next ?? (row.assets.length > 0 ? "by assets" : "never"), harmless(row.words ?? "")])])) context.out(line);
    return exitCodes.done;
  });
}

export async function showSchedule(context: CliContext, dag: string): Promise<ExitCode> {
  return withSession(context, false, async ({ client, workspace }) => {
    const plan = await client.schedules.plan({ dagId: await dagIdOf(workspace, dag) });
    if (context.json) return printed(context, planJson(plan));
    printPlan(context, plan);
    return exitCodes.done;
  });
}

/** Shows the plan; what it would make up for runs only where the person has said so. */
export async function turnOn(context: CliContext, dag: string, { yes = false, fromNow = false }: TurnOnOptions): Promise<ExitCode> {
  return withSession(context, false, async ({ client, workspace }) => {
    const dagId = await dagIdOf(workspace, dag);
    const plan = await client.schedules.plan({ dagId });
    if (!context.json) printPlan(context, plan);
    if (!plan.isOn && plan.runs.count > 0 && !yes && !fromNow) {
      throw new AppError("input/invalid", `DAG "${dagId}": turning its schedule on makes ${countText(plan.runs.count, "run")} for the past; add --yes to make them, or --from-now to pass over them.`, { dagId });
    }
    if (!plan.isOn && (plan.assetLoads ?? 0) > 0 && !yes && !fromNow) {
      throw new AppError("input/invalid", `DAG "${dagId}": its assets were loaded while it was off, so turning it on makes a run at once; add --yes to make it, or --from-now to pass over those loads.`, { dagId });
    }
    const { nextRunAt } = await client.dags.setSchedule({ dagId, on: true, from: fromNow ? "now" : "missed" });
    if (context.json) return printed(context, { ...planJson(plan), on: true });
    context.note(`The schedule of ${dagId} is on; next: ${isoOf(nextRunAt) ?? (plan.assetLoads === null ? "never" : "when its assets were loaded")}. It fires while the window or "dagwright serve" is open.`);
    return exitCodes.done;
  });
}

export async function turnOff(context: CliContext, dag: string): Promise<ExitCode> {
  return withSession(context, false, async ({ client, workspace }) => {
    const dagId = await dagIdOf(workspace, dag);
    await client.dags.setSchedule({ dagId, on: false });
    if (context.json) return printed(context, { dag_id: dagId, on: false });
    context.note(`The schedule of ${dagId} is off. Runs that are there go on.`);
    return exitCodes.done;
  });
}

export async function listSkipped(context: CliContext, dag: string | undefined, { limit }: SkippedOptions): Promise<ExitCode> {
  const most = parseWhole("--limit", limit ?? "20", { min: 1, max: 1_000 });
  return withSession(context, false, async (session) => {
    const dagId = dag === undefined ? undefined : await dagIdOf(session.workspace, dag);
    const { traces } = await session.client.schedules.traces({ ...(dagId === undefined ? {} : { dagId }), limit: most });
    if (traces.length === 0) await refuseUnknownDag(session, dagId);
    const rows = traces.map((one) => ({ dag_id: one.dagId, kind: one.kind, count: one.count, first: isoOf(one.firstAt), last: isoOf(one.lastAt), noticed: isoOf(one.noticedAt), reason: one.reason }));
    if (context.json) return printed(context, { skipped: rows });
    if (rows.length === 0) context.note("Every instant made its run.");
    else for (const line of tableText([["DAG", "KIND", "COUNT", "FIRST", "LAST", "WHY"].map((word) => context.paint.dim(word)), ...rows.map((row) => [harmless(row.dag_id), row.kind, String(row.count), row.first ?? "", row.last ?? "", harmless(row.reason)])])) context.out(line);
    return exitCodes.done;
  });
}

function printed(context: CliContext, answer: object): ExitCode {
  printJson(context, answer);
  return exitCodes.done;
}

function planJson({ dagId, scheduleWords, timezone, catchup, overlap, maxActiveRuns, isOn, runs, isHistoricalDrop, passed, standing, usualMs, expectedMs, next, assetLoads, fallsBehind }: SchedulePlan): object {
  const runJson = (run: SchedulePlan["runs"]["first"]) => (run === null ? null : { logical_date: isoOf(run.at), data_interval_start: isoOf(run.start), data_interval_end: isoOf(run.end) });
  return {
    ...{ dag_id: dagId, schedule: scheduleWords, timezone, catchup, overlap, max_active_runs: maxActiveRuns, on: isOn, historical_drop: isHistoricalDrop },
    runs: { count: runs.count, first: runJson(runs.first), last: runJson(runs.last), list: runs.list.map(runJson) },
    passed_over: { count: passed.count, first: isoOf(passed.first), last: isoOf(passed.last) },
    standing,
    ...{ usual_ms: usualMs, expected_ms: expectedMs, next: next.map(isoOf), asset_loads: assetLoads, falls_behind: fallsBehind },
  };
}

function printPlan({ out, paint }: CliContext, plan: SchedulePlan): void {
  const { runs, passed } = plan;
  // The words name a zone of their own where it is not UTC.
  const zone = plan.next.length === 0 || plan.scheduleWords.includes(`(${plan.timezone})`) ? "" : ` (${plan.timezone})`;
  out(`${harmless(plan.dagId)}: ${harmless(plan.scheduleWords)}${zone}; it is ${plan.isOn ? "on" : "off"}`);
  out(`  catchup ${String(plan.catchup)}, overlap ${plan.overlap}, at most ${countText(plan.maxActiveRuns, "run")} at once`);
  if (plan.isHistoricalDrop) out(`  one run for all from ${isoOf(runs.first?.start ?? null)} to ${isoOf(runs.first?.end ?? null)}, then increments`);
  else if (runs.count > 0) out(`  ${countText(runs.count, "run")} for the past: ${isoOf(runs.first?.at ?? null)} to ${isoOf(runs.last?.at ?? null)}${plan.expectedMs === null ? "" : `, about ${durationText(plan.expectedMs)}`}`);
  else out("  no run for the past");
  if (!plan.isHistoricalDrop && runs.count > 1) {
    for (const { at } of runs.list.slice(0, shownRuns)) out(paint.dim(`    ${isoOf(at)}`));
    if (runs.count > shownRuns) out(paint.dim(`    … ${runs.count - shownRuns} more`));
  }
  if (passed.count > 0) out(`  ${countText(passed.count, "instant")} of the past without a run: ${isoOf(passed.first)} to ${isoOf(passed.last)}`);
  if (plan.standing > 0) out(`  ${countText(plan.standing, "instant")} of the past with a run already, by hand or by a backfill`);
  if (plan.assetLoads !== null) out(plan.assetLoads === 0 ? "  no run for loads of its assets that came while it was off" : `  a run at once for ${countText(plan.assetLoads, "load")} of its assets that came while it was off`);
  if (plan.next.length > 0 || plan.assetLoads === null) out(`  next: ${plan.next.map((at) => isoOf(at)).join(", ") || "never"}`);
  if (plan.assetLoads !== null) out("  when its assets are loaded cannot be foretold");
  if (plan.fallsBehind) out(paint.yellow(`  a run usually takes ${durationText(plan.usualMs ?? 0)}: more than there is time for, so that it falls behind`));
}

export async function pauseAll(context: CliContext, paused: boolean): Promise<ExitCode> {
  return withSession(context, false, async ({ client }) => {
    const { pausedSince } = await client.schedules.setPaused({ paused });
    if (context.json) return printed(context, { paused, paused_since: isoOf(pausedSince) });
    context.note(paused ? "All schedules of the workspace are paused. Runs that are there go on." : "Schedules go on; what was missed is dealt with by its `catchup`.");
    return exitCodes.done;
  });
}
