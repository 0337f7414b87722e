/** Backfills and their plans as the terminal shows them. */
import type { Backfill, BackfillInterval, BackfillPlan, IntervalAct, IntervalWhy, PlannedInterval } from "../../shared/contract/backfills.ts";
import { tasksOf } from "./backfill-json.ts";
import type { CliContext } from "./context.ts";
import { countText, durationText, firstLine, harmless, isoOf, stateText, tableText } from "./words.ts";

const acts: Readonly<Record<IntervalAct, string>> = { new: "new run", clear: "run again in its run", anew: "new run beside it", keep: "kept" };

export function printPlan(context: CliContext, plan: BackfillPlan, rows: readonly PlannedInterval[]): void {
  const { paint } = context;
  const tasks = plan.isWhole ? "all tasks" : plan.tasks.map(harmless).join(", ");
  context.out(`${paint.bold(harmless(plan.dagId))}  ${isoOf(plan.from)} to ${isoOf(plan.to)}, ${countText(plan.intervals, "interval")}, ${tasks}`);
  const counts = (["new", "clear", "anew", "keep"] as const).filter((act) => plan.acts[act] > 0);
  for (const line of tableText(counts.map((act) => [`  ${acts[act]}`, String(plan.acts[act]), whysOf(plan, act)]))) context.out(line);
  const takes = plan.runMs === null ? "no run before says how long it takes" : `about ${durationText(plan.runMs)} a run, ${durationText(plan.totalMs ?? 0)} in all`;
  if (plan.intervals > plan.acts.keep) context.out(paint.dim(`  ${countText(plan.taskRuns, "task")} will run, at most ${countText(plan.maxActiveRuns, "run")} at once; ${takes}`));
  if (plan.noneWhy !== null) context.note(harmless(plan.noneWhy));
  else if (plan.cutAt !== null) context.note("The range ends at the present: what is to come is the schedule's.");
  if (rows.length === 0) return;
  const head = ["LOGICAL DATE", "WHAT", "RUN", "TASKS"].map((word) => paint.dim(word));
  for (const line of tableText([head, ...rows.map((row) => [isoOf(row.logicalDate) ?? "", `${acts[row.act]}${row.why === null ? "" : ` (${row.why})`}`, row.runId === null ? "–" : `${harmless(row.runId)} (${row.state ?? ""})`, taskCell(plan, row)])])) context.out(line);
  if (plan.intervals > rows.length) context.note(`${plan.intervals - rows.length} more; --json prints all.`);
}

function whysOf({ whys }: BackfillPlan, act: IntervalAct): string {
  return whys.filter((one) => one.act === act).map(({ why, count }) => `${count} ${count === 1 ? why : (ofSeveral[why] ?? why)}`).join(", ");
}

const ofSeveral: Readonly<Partial<Record<IntervalWhy, string>>> = { "has a run": "have a run", "lacks nothing": "lack nothing" };

function taskCell(plan: BackfillPlan, row: PlannedInterval): string {
  const tasks = tasksOf(plan, row);
  if (tasks.length === plan.tasks.length && plan.isWhole) return "all";
  return tasks.map(({ task_id: id, state }) => `${harmless(id)}${state === null ? "" : ` (${state})`}`).join(", ");
}

/** `23 of 31 done, 2 failed, 2 running`. Runs of one that has ended may have been cleared since: they are queued, and not to come. */
export function progressText({ counts, state }: Backfill): string {
  const { total, success, failed, cancelled, gone, left, running, waiting, queued } = counts;
  const isOpen = state === "running" || state === "paused";
  const parts = [`${success + failed + cancelled + gone + left} of ${total} done`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (cancelled > 0) parts.push(`${cancelled} cancelled`);
  if (gone > 0) parts.push(`${gone} no longer in the history`);
  if (left > 0) parts.push(`${left} left out`);
  if (running > 0) parts.push(`${running} running`);
  if (isOpen && waiting + queued > 0) parts.push(`${waiting + queued} to come`);
  if (!isOpen && queued > 0) parts.push(`${queued} queued`);
  if (!isOpen && waiting > 0) parts.push(`${waiting} not begun`);
  return parts.join(", ");
}

export function printBackfill(context: CliContext, backfill: Backfill): void {
  const eta = backfill.expectedEnd === null ? "" : `, should end at ${isoOf(backfill.expectedEnd)}`;
  context.out(`backfill ${backfill.id}  ${harmless(backfill.dagId)}  ${backfill.state}  ${progressText(backfill)}${eta}`);
  if (backfill.trouble !== null) context.note(`held: ${firstLine(backfill.trouble)}`);
}

export function printBackfills(context: CliContext, backfills: readonly Backfill[]): void {
  if (backfills.length === 0) return context.note("No backfills yet.");
  const head = ["ID", "DAG", "STATE", "FROM", "TO", "PROGRESS", "SHOULD END"].map((word) => context.paint.dim(word));
  const rows = backfills.map((one) => [String(one.id), harmless(one.dagId), one.trouble === null ? one.state : `${one.state} (held)`, isoOf(one.from) ?? "", isoOf(one.to) ?? "", progressText(one), isoOf(one.expectedEnd) ?? ""]);
  for (const line of tableText([head, ...rows])) context.out(line);
}

export function printIntervals(context: CliContext, backfill: Backfill, intervals: readonly BackfillInterval[]): void {
  printBackfill(context, backfill);
  const { paint } = context;
  const head = ["LOGICAL DATE", "WHAT", "RUN", "STATE"].map((word) => paint.dim(word));
  const rows = intervals.map(({ logicalDate, act, runId, runState, state, why }) => [isoOf(logicalDate) ?? "", acts[act], harmless(runId ?? "–"), runState === null ? `${state}${why === null ? "" : `: ${firstLine(why)}`}` : stateText(runState, paint)]);
  for (const line of tableText([head, ...rows])) context.out(line);
  if (intervals.length < backfill.counts.total) context.note(`${backfill.counts.total - intervals.length} more; raise --limit.`);
}
