/** `dagwright runs …`: look at runs and act on them. `latest` stands for a DAG's newest run. */
import type { RunDetail } from "../../../shared/contract/runs.ts";
import { suggestion } from "../../../shared/dag-file/did-you-mean.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import type { RunSummary, TaskInstance } from "../../../shared/model/run.ts";
import { RunState } from "../../../shared/model/states.ts";
import { printJson, type CliContext } from "../context.ts";
import { dagIdOf } from "../dag-argument.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { failureReport } from "../failure-report.ts";
import { findWorkspace, requireWorkspace } from "../find-workspace.ts";
import { countLine } from "../live-table.ts";
import { parseWhole } from "../parse-options.ts";
import { runJson, taskJson } from "../run-json.ts";
import type { RunRef } from "../run-watch.ts";
import { openSession, type Session } from "../session.ts";
import { countText, durationText, firstLine, harmless, isoOf, stateText, tableText } from "../words.ts";
import { follow } from "./run.ts";

export interface ListOptions {
  readonly state?: readonly string[];
  readonly limit?: string;
}

export async function listRuns(context: CliContext, dag: string | undefined, options: ListOptions): Promise<ExitCode> {
  const states = (options.state ?? []).map(parseState);
  const limit = parseWhole("--limit", options.limit ?? "20", { min: 1, max: 500 });
  return withSession(context, false, async (session) => {
    const dagId = dag === undefined ? undefined : await dagIdOf(session.workspace, dag);
    const { runs, more } = await session.client.runs.list({ limit, ...(dagId === undefined ? {} : { dagId }), ...(states.length === 0 ? {} : { states }) });
    // A DAG whose file is gone may still have runs; one that has neither is a slip.
    if (runs.length === 0 && dagId !== undefined) await session.client.dags.get({ dagId });
    if (context.json) printJson(context, { runs: runs.map(runJson), more });
    else printRuns(context, runs, more);
    return exitCodes.done;
  });
}

function printRuns(context: CliContext, runs: readonly RunSummary[], more: boolean): void {
  if (runs.length === 0) return context.note("No runs yet.");
  const { paint } = context;
  const head = ["STATE", "DAG", "RUN", "STARTED", "TOOK"].map((word) => paint.dim(word));
  const rows = runs.map((run) => [stateText(run.state, paint), harmless(run.dagId), harmless(run.runId), isoOf(run.startedAt) ?? "", tookText(run)]);
  for (const line of tableText([head, ...rows])) context.out(line);
  if (more) context.note("There are more; raise --limit.");
}

export async function showRun(context: CliContext, dag: string, run: string | undefined): Promise<ExitCode> {
  return withSession(context, false, async (session) => {
    const detail = await session.client.runs.get(await findRun(session, dag, run));
    if (context.json) printJson(context, { run: runJson(detail.run), tasks: detail.tasks.map(taskJson) });
    else await printRun(context, session, detail);
    return exitCodes.done;
  });
}

async function printRun(context: CliContext, session: Session, detail: RunDetail): Promise<void> {
  const { run, tasks } = detail;
  const { paint } = context;
  context.out(`${stateText(run.state, paint)}  ${paint.bold(harmless(run.dagId))}  ${harmless(run.runId)}  ${tookText(run)}${run.reason === null ? "" : `  ${harmless(run.reason)}`}`);
  context.out(paint.dim(`logical date ${isoOf(run.logicalDate) ?? "none"}, ${countLine(tasks)}`));
  if (Object.keys(run.conf).length > 0) context.out(`conf ${harmless(JSON.stringify(run.conf))}`);
  if (Object.keys(run.params).length > 0) context.out(`params ${harmless(JSON.stringify(run.params))}`);
  const rows = tasks.map((task) => [` ${stateText(task.state, paint)}`, harmless(task.taskId), `try ${task.tryNumber}`, tookText(task), paint.dim(firstLine(task.reason ?? ""))]);
  for (const line of tableText(rows)) context.out(line);
  for (const line of await failureReport(session.client, session.workspace, detail, paint)) context.out(line);
}

export interface LogOptions {
  readonly try?: string;
  readonly follow?: boolean;
}

export async function showLog(context: CliContext, [dag, run, task]: readonly [string, string | undefined, string | undefined], options: LogOptions): Promise<ExitCode> {
  const wanted = options.try === undefined ? null : parseWhole("--try", options.try, { min: 1, max: 100_000 });
  return withSession(context, false, async (session) => {
    const ref = await findRun(session, dag, run);
    if (run !== undefined && task === undefined) await refuseTaskAsRun(session, ref);
    const instance = await findTask(session, ref, task);
    const place = { ...ref, taskId: instance.taskId, tryNumber: wanted ?? Math.max(1, instance.tryNumber) };
    if (instance.tryNumber < place.tryNumber && !options.follow) throw new AppError("log/not-found", `Task "${place.taskId}": try ${place.tryNumber} has not started; it has had ${instance.tryNumber}. Follow it with -f.`, place);
    for await (const chunk of options.follow ? await session.client.runs.followLog(place) : wholeLog(session, place)) {
      if (context.json) printJson(context, { dag_id: place.dagId, run_id: place.runId, task_id: place.taskId, try_number: place.tryNumber, offset: chunk.offset, text: chunk.text, dropped_bytes: chunk.droppedBytes });
      else context.write(context.isInteractive ? visibleText(chunk.text) : chunk.text);
      if (context.isReaderGone()) break;
    }
    return exitCodes.done;
  });
}

/** `runs logs DAG TASK` leaves out the run between them. */
async function refuseTaskAsRun(session: Session, { dagId, runId }: RunRef): Promise<void> {
  const { runs } = await session.client.runs.list({ dagId, limit: 1 });
  const [newest] = runs;
  if (newest === undefined || newest.runId === runId) return;
  const { tasks } = await session.client.runs.get({ dagId, runId: newest.runId });
  if (!tasks.some((task) => task.taskId === runId)) return;
  throw new AppError("run/not-found", `"${runId}" is a task of DAG "${dagId}"; name the run before it: dagwright runs logs ${dagId} latest ${runId}`, { dagId, runId });
}

type TryPlace = RunRef & { taskId: string; tryNumber: number };

async function* wholeLog(session: Session, place: TryPlace): AsyncGenerator<{ text: string; offset: number; droppedBytes: number }> {
  for (let offset = 0; ; ) {
    const chunk = await session.client.runs.log({ ...place, offset, limit: 1_048_576 });
    yield chunk;
    if (chunk.nextOffset >= chunk.size || chunk.nextOffset <= offset) return;
    offset = chunk.nextOffset;
  }
}

export interface ClearOptions {
  readonly task?: readonly string[];
  readonly upstream?: boolean;
  readonly downstream?: boolean;
  readonly onlyFailed?: boolean;
  readonly dryRun?: boolean;
  readonly wait?: boolean;
}

/** Tasks run again, so an engine that we host is kept until the run has ended. */
export async function clearRun(context: CliContext, dag: string, run: string, options: ClearOptions): Promise<ExitCode> {
  const session = await openSession({ workspace: findWorkspace(context.workspaceOption), trusted: true });
  let isHandedOn = false;
  try {
    const ref = await findRun(session, dag, run);
    const { upstream, downstream, onlyFailed, dryRun } = options;
    const chosen = { upstream, downstream, onlyFailed, dryRun };
    const flags = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined));
    const clear = () => session.client.runs.clear({ ...ref, ...flags, ...(options.task === undefined ? {} : { taskIds: [...options.task] }) });
    const mustFollow = dryRun !== true && (session.isHost || options.wait === true);
    if (!mustFollow) {
      const { taskIds } = await clear();
      if (context.json) printJson(context, { dag_id: ref.dagId, run_id: ref.runId, cleared: taskIds, dry_run: dryRun === true });
      else context.out(`${dryRun === true ? "Would clear" : "Cleared"} ${countText(taskIds.length, "task")}${taskIds.length > 0 ? `: ${taskIds.map(harmless).join(", ")}` : "."}`);
      return exitCodes.done;
    }
    isHandedOn = true;
    return await follow(context, session, async () => {
      const { taskIds } = await clear();
      context.note(`Cleared ${countText(taskIds.length, "task")}; following the run.`);
      return ref;
    });
  } finally {
    if (!isHandedOn) await session.close();
  }
}

export interface MarkOptions {
  readonly task?: string;
  readonly reason?: string;
}

export async function markRun(context: CliContext, [dag, run, state]: readonly [string, string, string], options: MarkOptions): Promise<ExitCode> {
  if (state !== "success" && state !== "failed") throw new AppError("input/invalid", `runs mark: "${state}" must be success or failed.`, { state });
  return withSession(context, true, async (session) => {
    const ref = await findRun(session, dag, run);
    const marked = await session.client.runs.mark({ ...ref, state, ...(options.task && { taskId: options.task }), ...(options.reason && { reason: options.reason }) });
    return printSummary(context, marked);
  });
}

export async function cancelRun(context: CliContext, dag: string, run: string | undefined): Promise<ExitCode> {
  return withSession(context, false, async (session) => printSummary(context, await session.client.runs.cancel(await findRun(session, dag, run))));
}

function printSummary(context: CliContext, run: RunSummary): ExitCode {
  if (context.json) printJson(context, runJson(run));
  else context.out(`${stateText(run.state, context.paint)}  ${harmless(run.dagId)}  ${harmless(run.runId)}${run.reason === null ? "" : `  ${harmless(run.reason)}`}`);
  return exitCodes.done;
}

/** `acts`: the command itself is consent to do what it says. */
async function withSession(context: CliContext, acts: boolean, work: (session: Session) => Promise<ExitCode>): Promise<ExitCode> {
  const workspace = findWorkspace(context.workspaceOption);
  requireWorkspace(workspace);
  const { trustedWorkspaces } = await import("../../platform/trusted-workspaces.ts");
  const session = await openSession({ workspace, trusted: acts || trustedWorkspaces().has(workspace) });
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

async function findRun(session: Session, dag: string, run = "latest"): Promise<RunRef> {
  const dagId = await dagIdOf(session.workspace, dag);
  if (run !== "latest") return { dagId, runId: run };
  const { runs } = await session.client.runs.list({ dagId, limit: 1 });
  const [newest] = runs;
  if (newest === undefined) throw new AppError("run/not-found", `DAG "${dagId}": has no runs yet; start one with "dagwright run ${dagId}".`, { dagId });
  return { dagId, runId: newest.runId };
}

/** The named task; without a name the only one, or the first that failed. */
async function findTask(session: Session, ref: RunRef, taskId: string | undefined): Promise<TaskInstance> {
  const { tasks } = await session.client.runs.get(ref);
  const found = taskId === undefined ? (tasks.find(({ state }) => state === "failed") ?? (tasks.length === 1 ? tasks[0] : undefined)) : tasks.find((task) => task.taskId === taskId);
  if (found !== undefined) return found;
  const names = tasks.slice(0, 12).map((task) => task.taskId).join(", ");
  const what = taskId === undefined ? "name the task whose log to show" : `has no task "${taskId}"`;
  throw new AppError("task/not-found", `Run "${ref.runId}": ${what}; there are ${names}.${taskId === undefined ? "" : suggestion(taskId, tasks.map((task) => task.taskId))}`, { ...ref, taskId: taskId ?? null });
}

function parseState(text: string): RunState {
  const parsed = RunState.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new AppError("input/invalid", `--state: "${text}" must be one of ${RunState.options.join(", ")}.`, { state: text });
}

function tookText({ startedAt, endedAt }: { startedAt: number | null; endedAt: number | null }): string {
  return startedAt === null ? "" : durationText(Math.max(0, (endedAt ?? Date.now()) - startedAt));
}

/** Colours of the log stay; everything else that could steer the terminal is taken out. */
function visibleText(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return text.split(/(\u001b\[[\d;]*m)/).map((piece, index) => (index % 2 === 1 ? piece : piece.split("\n").map(harmless).join("\n"))).join("");
}
