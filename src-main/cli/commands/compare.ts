/** `dagwright compare`: what is different between a run and another one of its DAG; by default the last good one before it. */
import type { LogComparison } from "../../../shared/contract/compare.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import type { RunComparison, ShownChange, TaskPair, TaskSide } from "../../../shared/run-view/comparison.ts";
import { findDifferences } from "../../../shared/run-view/find-differences.ts";
import { findingWords } from "../../../shared/run-view/finding-words.ts";
import { unpackComparison } from "../../../shared/run-view/pack-comparison.ts";
import { durationOf, waitOf } from "../../../shared/run-view/judge-task.ts";
import { printJson, type CliContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { runJson } from "../run-json.ts";
import type { RunRef } from "../run-watch.ts";
import type { Session } from "../session.ts";
import { countText, durationText, firstLine, harmless, isoOf, stateText, tableText } from "../words.ts";
import { findRun, tookText, withSession } from "./runs.ts";

export interface CompareOptions {
  readonly lastGood?: boolean;
  readonly all?: boolean;
}

/** So many tasks that came out otherwise have their logs compared. */
const mostLogs = 5;
const shownTasks = 40;

export async function compareCommand(context: CliContext, dag: string, [run, other, ...more]: readonly string[], options: CompareOptions): Promise<ExitCode> {
  if (more.length > 0) throw new AppError("input/invalid", `compare: "${more[0]}" is one run too many; name the run to look at and the one to compare it with.`, { more: more[0] });
  if (other !== undefined && options.lastGood) throw new AppError("input/invalid", `compare: both "${other}" and --last-good say what to compare with; give one of them.`, { other });
  return withSession(context, false, async (session) => {
    const after = await findRun(session, dag, run);
    const before = await otherRun(session, after, other);
    const comparison = unpackComparison(await session.client.compare.runs({ before, after }));
    const logs = await flippedLogs(session, comparison);
    if (context.json) printJson(context, comparisonJson(comparison, logs, options.all === true));
    else print(context, comparison, logs, options.all === true);
    return exitCodes.done;
  });
}

async function otherRun(session: Session, after: RunRef, other: string | undefined): Promise<RunRef> {
  const { dagId, runId } = after;
  if (other === "previous") {
    const { run } = await session.client.runs.get(after);
    const { runs } = await session.client.runs.list({ dagId, before: run.queuedAt, limit: 1 });
    if (runs[0] !== undefined) return { dagId, runId: runs[0].runId };
    throw new AppError("run/not-found", `Run "${runId}" of DAG "${dagId}": there is no run before it.`, { ...after });
  }
  if (other !== undefined) return findRun(session, dagId, other);
  const { run } = await session.client.compare.lastGood(after);
  if (run !== null) return { dagId, runId: run.runId };
  throw new AppError("run/not-found", `Run "${runId}" of DAG "${dagId}": no run before it succeeded; name one to compare with, or previous.`, { ...after });
}

interface FoundLog {
  readonly taskId: string;
  readonly log: LogComparison;
}

async function flippedLogs(session: Session, { before, after, tasks }: RunComparison): Promise<FoundLog[]> {
  const flipped = tasks.filter((pair) => pair.notable.includes("state") && hasLog(pair.before) && hasLog(pair.after)).slice(0, mostLogs);
  const found: FoundLog[] = [];
  for (const { taskId, before: old, after: now } of flipped) {
    const sideOf = (runId: string, side: TaskSide | null) => ({ dagId: after.dagId, runId, taskId, tryNumber: side?.tryNumber ?? 1 });
    const input = { before: sideOf(before.runId, old), after: sideOf(after.runId, now) };
    let log = await session.client.compare.logs(input);
    while (log.kind === "unread") log = await session.client.compare.logs({ ...input, from: log.from });
    found.push({ taskId, log });
  }
  return found;
}

function hasLog(side: TaskSide | null): boolean {
  return side !== null && side.tryNumber > 0 && side.startedAt !== null;
}

function comparisonJson(comparison: RunComparison, logs: readonly FoundLog[], all: boolean): Record<string, unknown> {
  const { before, after, tasks, edges, dag, params, conf, isSameVersion } = comparison;
  const logOf = new Map(logs.map(({ taskId, log }) => [taskId, log]));
  return {
    dag_id: after.dagId,
    before: runJson(before),
    after: runJson(after),
    differences: findDifferences(comparison).map((finding) => ({ ...finding, text: findingWords(finding, durationText) })),
    same_version: isSameVersion,
    params,
    conf,
    dag,
    edges,
    tasks: tasks.filter((pair) => all || pair.notable.length > 0).map((pair) => taskJson(pair, logOf.get(pair.taskId))),
  };
}

function taskJson({ taskId, before, after, fields, rendered, dated, xcoms, loneXcoms, notable, minor }: TaskPair, log: LogComparison | undefined): Record<string, unknown> {
  return { task_id: taskId, notable, minor, before: sideJson(before), after: sideJson(after), fields, rendered, rendered_dates_only: dated, xcoms: [...xcoms, ...loneXcoms], ...(log === undefined ? {} : { log }) };
}

function sideJson(side: TaskSide | null): Record<string, unknown> | null {
  if (side === null) return null;
  const { state, tryNumber, startedAt, endedAt, rows, exitCode, cpuMs, peakRssBytes, reason, checks } = side;
  const failed = checks.map(({ name, outcome, failingCount }) => ({ name, outcome, failing_count: failingCount }));
  return { state, try_number: tryNumber, start_date: isoOf(startedAt), end_date: isoOf(endedAt), duration_ms: durationOf(side), wait_ms: waitOf(side), rows, exit_code: exitCode, cpu_ms: cpuMs, peak_rss_bytes: peakRssBytes, reason, checks: failed };
}

function print(context: CliContext, comparison: RunComparison, logs: readonly FoundLog[], all: boolean): void {
  const { before, after, tasks } = comparison;
  const { paint } = context;
  const line = (word: string, run: RunComparison["after"]): string[] => [paint.dim(word), stateText(run.state, paint), harmless(run.runId), tookText(run), isoOf(run.startedAt) ?? ""];
  context.out(paint.bold(harmless(after.dagId)));
  for (const text of tableText([line("before", before), line("after", after)])) context.out(text);
  const findings = findDifferences(comparison);
  context.out("");
  if (findings.length === 0) context.out("Nothing of note is different.");
  for (const finding of findings) context.out(`• ${harmless(findingWords(finding, durationText))}`);
  for (const [word, changes] of [["param", comparison.params], ["conf", comparison.conf], ["dag", comparison.dag]] as const) for (const change of changes) context.out(`  ${word} ${changeText(change)}`);
  printTasks(context, tasks.filter(({ notable, minor }) => notable.length > 0 || (all && minor.length > 0)));
  for (const { taskId, log } of logs) printLog(context, taskId, log);
}

function printTasks(context: CliContext, tasks: readonly TaskPair[]): void {
  const { paint } = context;
  if (tasks.length === 0) return;
  const state = (side: TaskSide | null): string => (side === null ? paint.dim("not there") : stateText(side.state, paint));
  const took = (side: TaskSide | null): string => {
    const ms = side === null ? null : durationOf(side);
    return ms === null ? paint.dim("–") : durationText(ms);
  };
  context.out("");
  const rows = tasks.slice(0, shownTasks).map(({ taskId, before, after, notable, minor }) => [harmless(taskId), state(before), state(after), took(before), took(after), [...notable, ...minor.map(paint.dim)].join(", ")]);
  for (const text of tableText([["TASK", "BEFORE", "AFTER", "TOOK BEFORE", "AFTER", "DIFFERENT IN"].map((word) => paint.dim(word)), ...rows])) context.out(text);
  if (tasks.length > shownTasks) context.note(`and ${countText(tasks.length - shownTasks, "more task")}; --json has them all.`);
  for (const { taskId, fields } of tasks.slice(0, shownTasks)) for (const change of fields) context.out(`  ${harmless(taskId)}.${changeText(change)}`);
}

function changeText({ path, before, after }: ShownChange): string {
  const words = (value: string | null): string => (value === null ? "not written" : firstLine(value));
  return `${harmless(path)}: ${words(before)} → ${words(after)}`;
}

function printLog(context: CliContext, taskId: string, log: LogComparison): void {
  if (log.kind !== "different") return;
  const { paint } = context;
  const text = (excerpt: typeof log.before): string => harmless(excerpt.lines.find(({ line }) => line === excerpt.line)?.text ?? "(the log has ended)");
  context.out("");
  context.out(paint.bold(`Log of ${harmless(taskId)}: first different line`));
  context.out(`${paint.red("-")} ${paint.dim(String(log.before.line ?? "end").padStart(6))}  ${text(log.before)}`);
  context.out(`${paint.green("+")} ${paint.dim(String(log.after.line ?? "end").padStart(6))}  ${text(log.after)}`);
}
