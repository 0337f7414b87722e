/** `dagwright runs …`: look at runs and act on them. `latest` stands for a DAG's newest run. */
import type { RunDetail, StartedRun } from "../../../shared/contract/runs.ts";
import { guessTask } from "../../../shared/dag-file/guess-task.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import type { RunSummary, TaskInstance } from "../../../shared/model/run.ts";
import { RunState } from "../../../shared/model/states.ts";
import { printJson, type CliContext } from "../context.ts";
import { dagIdOf, refuseUnknownDag } from "../dag-argument.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { failureReport, saidBy } from "../failure-report.ts";
import { findWorkspace, requireWorkspace } from "../find-workspace.ts";
import { countLine } from "../live-table.ts";
import { whyNoLog } from "../no-log.ts";
import { parseWhole } from "../parse-options.ts";
import { runJson, taskJson } from "../run-json.ts";
import { noteReading } from "../reading-note.ts";
import type { RunRef } from "../run-watch.ts";
import { countsText, inShort, isInstance, readWholeRun } from "../whole-run.ts";
import { openSession, type Session } from "../session.ts";
import { durationText, firstLine, harmless, isoOf, stateText, tableText } from "../words.ts";

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
    if (runs.length === 0) await refuseUnknownDag(session, dagId);
    if (context.json) printJson(context, { runs: runs.map(runJson), more });
    else if (runs.length === 0 && states.length > 0) context.note(`No run is ${states.join(" or ")}.`);
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
    const detail = await readWholeRun(session.client, await findRun(session, dag, run));
    if (context.json) printJson(context, { run: runJson(detail.run), tasks: await tasksJson(session, detail) });
    else await printRun(context, session, detail);
    return exitCodes.done;
  });
}

/** Runs of other DAGs, by the task that started them. */
async function startedBy({ client }: Session, { run: { dagId, runId }, graph }: RunDetail): Promise<[string, readonly StartedRun[]][]> {
  const all: [string, readonly StartedRun[]][] = [];
  for (const { id, kind } of graph) if (kind === "TriggerDagTask") all.push([id, (await client.runs.task({ dagId, runId, taskId: id })).started ?? []]);
  return all;
}

/** Of a task that failed, what its log says of why; null where it says nothing, or the reason says it. */
async function tasksJson(session: Session, detail: RunDetail): Promise<Record<string, unknown>[]> {
  const { client } = session;
  const started = new Map(await startedBy(session, detail));
  const told: Record<string, unknown>[] = [];
  for (const task of detail.tasks) {
    const said = task.state === "failed" ? { said: (await saidBy(client, detail, task))?.text ?? null } : {};
    const runs = started.get(task.taskId) ?? [];
    told.push({ ...taskJson(task), ...said, ...(runs.length === 0 ? {} : { started: runs.map(({ dagId, runId, state }) => ({ dag_id: dagId, run_id: runId, state })) }) });
  }
  return told;
}

async function printRun(context: CliContext, session: Session, detail: RunDetail): Promise<void> {
  const { run, tasks } = detail;
  const { paint } = context;
  context.out(`${stateText(run.state, paint)}  ${paint.bold(harmless(run.dagId))}  ${harmless(run.runId)}  ${tookText(run)}${run.reason === null ? "" : `  ${harmless(run.reason)}`}`);
  context.out(paint.dim(`logical date ${isoOf(run.logicalDate) ?? "none"}, ${countLine(tasks)}`));
  if (run.event !== undefined) context.out(`started by event ${harmless(run.event)} of its queue`);
  if (run.startedBy !== undefined) context.out(`started by task ${harmless(run.startedBy.taskId)} of run ${harmless(run.startedBy.runId)} of ${harmless(run.startedBy.dagId)}`);
  if (Object.keys(run.conf).length > 0) context.out(`conf ${harmless(JSON.stringify(run.conf))}`);
  if (Object.keys(run.params).length > 0) context.out(`params ${harmless(JSON.stringify(run.params))}`);
  const rows = inShort(tasks).map(({ task, more }) => [` ${stateText(task.state, paint)}`, harmless(task.taskId), `try ${task.tryNumber}`, tookText(task), paint.dim(harmless(noteOf(task, more)))]);
  for (const line of tableText(rows)) context.out(line);
  for (const [taskId, started] of await startedBy(session, detail)) for (const { dagId, runId, state } of started) context.out(`task ${harmless(taskId)} started ${harmless(dagId)}  ${harmless(runId)}  ${stateText(state, paint)}`);
  for (const line of await failureReport(session.client, session.workspace, detail, paint)) context.out(line);
}

/** Why it ended as it did; of a mapped task what its instances do, of an instance what it is called. */
function noteOf({ reason, mapped, label }: TaskInstance, more: number): string {
  const counts = mapped === undefined ? "" : `${countsText(mapped)}${more > 0 ? `; ${more} more with --json` : ""}`;
  return [label ?? "", counts, firstLine(reason ?? "")].filter((part) => part !== "").join("  ");
}

export interface LogOptions {
  readonly try?: string;
  readonly follow?: boolean;
}

export async function showLog(context: CliContext, [dag, run, task]: readonly [string, string | undefined, string | undefined], options: LogOptions): Promise<ExitCode> {
  const wanted = options.try === undefined ? null : parseWhole("--try", options.try, { min: 1, max: 100_000 });
  return withSession(context, false, async (session) => {
    const ref = await findRun(session, dag, run);
    if (run !== undefined && task === undefined) await refuseTaskAsRun(session, ref, "logs");
    const instance = await findTask(session, ref, task);
    const place = { ...ref, taskId: instance.taskId, tryNumber: wanted ?? Math.max(1, instance.tryNumber) };
    const noLog = await whyNoLog(session, await readWholeRun(session.client, ref), place, options.follow === true);
    if (noLog !== null) throw new AppError("log/not-found", noLog, place);
    let isEmpty = true;
    for await (const chunk of options.follow ? await session.client.runs.followLog(place) : wholeLog(session, place)) {
      if (context.json) printJson(context, { dag_id: place.dagId, run_id: place.runId, task_id: place.taskId, try_number: place.tryNumber, offset: chunk.offset, text: chunk.text, dropped_bytes: chunk.droppedBytes });
      else context.write(context.isInteractive ? visibleText(chunk.text) : chunk.text);
      isEmpty &&= chunk.text === "";
      if (context.isReaderGone()) break;
    }
    if (isEmpty) context.note(emptyLogNote(instance, place.tryNumber));
    return exitCodes.done;
  });
}

/** A reason is that of the newest try; an older one has only its log. */
function emptyLogNote({ taskId, state, reason, tryNumber: newest }: TaskInstance, tryNumber: number): string {
  const what = `Task "${harmless(taskId)}", try ${tryNumber}: the log is empty`;
  return reason === null || tryNumber !== newest ? `${what}.` : `${what}; the task is ${state}: ${firstLine(reason)}`;
}

/** `runs logs DAG TASK` leaves out the run between them. */
export async function refuseTaskAsRun(session: Session, { dagId, runId }: RunRef, command: "logs" | "why"): Promise<void> {
  const { runs } = await session.client.runs.list({ dagId, limit: 1 });
  const [newest] = runs;
  if (newest === undefined || newest.runId === runId) return;
  const { tasks } = await session.client.runs.get({ dagId, runId: newest.runId });
  if (!tasks.some((task) => task.taskId === runId)) return;
  throw new AppError("run/not-found", `"${runId}" is a task of DAG "${dagId}"; name the run before it: dagwright runs ${command} ${dagId} latest ${runId}`, { dagId, runId });
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

/**
 * @param acts the command itself is consent to do what it says
 * @param mayBegin a folder that is named may become a workspace by this
 */
export async function withSession(context: CliContext, acts: boolean, work: (session: Session) => Promise<ExitCode>, mayBegin = false): Promise<ExitCode> {
  const workspace = findWorkspace(context.workspaceOption);
  const isNamed = context.workspaceOption !== undefined;
  if (!isNamed || !mayBegin) requireWorkspace(workspace, isNamed);
  const { trustedWorkspaces } = await import("../../platform/trusted-workspaces.ts");
  const session = await openSession({ workspace, trusted: acts || trustedWorkspaces().has(workspace), reading: context.isReading });
  try {
    await noteReading(context, session.client);
    return await work(session);
  } finally {
    await session.close();
  }
}

export async function findRun(session: Session, dag: string, run = "latest"): Promise<RunRef> {
  const dagId = await dagIdOf(session.workspace, dag);
  if (run !== "latest") return { dagId, runId: run };
  const { runs } = await session.client.runs.list({ dagId, limit: 1 });
  const [newest] = runs;
  // Of a DAG that is not there: names the nearest.
  if (newest === undefined) await session.client.dags.get({ dagId });
  if (newest === undefined) throw new AppError("run/not-found", `DAG "${dagId}": has no runs yet; start one with "dagwright run ${dagId}".`, { dagId });
  return { dagId, runId: newest.runId };
}

/** The named task; without a name the only one, or the first that failed. */
export async function findTask(session: Session, ref: RunRef, taskId: string | undefined): Promise<TaskInstance> {
  const { tasks } = await readWholeRun(session.client, ref);
  // A mapped task failed because an instance did: that one has the log to read.
  const found = taskId === undefined ? (tasks.find(({ state, mapped }) => state === "failed" && mapped === undefined) ?? (tasks.length === 1 ? tasks[0] : undefined)) : tasks.find((task) => task.taskId === taskId);
  if (found !== undefined) return found;
  const names = tasks.filter((task) => !isInstance(task)).slice(0, 12).map((task) => task.taskId).join(", ");
  const what = taskId === undefined ? "name the task whose log to show" : `has no task "${taskId}"`;
  throw new AppError("task/not-found", `Run "${ref.runId}": ${what}; there are ${names}.${taskId === undefined ? "" : guessTask(taskId, tasks.map((task) => task.taskId))}`, { ...ref, taskId: taskId ?? null });
}

function parseState(text: string): RunState {
  const parsed = RunState.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new AppError("input/invalid", `--state: "${text}" must be one of ${RunState.options.join(", ")}.`, { state: text });
}

export function tookText({ startedAt, endedAt }: { startedAt: number | null; endedAt: number | null }): string {
  return startedAt === null ? "" : durationText(Math.max(0, (endedAt ?? Date.now()) - startedAt));
}

/** Colours of the log stay; everything else that could steer the terminal is taken out. */
function visibleText(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return text.split(/(\u001b\[[\d;]*m)/).map((piece, index) => (index % 2 === 1 ? piece : piece.split("\n").map(harmless).join("\n"))).join("");
}
