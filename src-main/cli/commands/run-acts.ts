/** `dagwright runs clear | mark | cancel | again | note`: what people do to runs. */
import { mostRunsOfAct, type ActAsk, type ActKind, type ActPlan, type ActStep } from "../../../shared/contract/acts.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import type { RunSummary } from "../../../shared/model/run.ts";
import { isRunFinished } from "../../../shared/model/states.ts";
import { printJson, type CliContext } from "../context.ts";
import { dagIdOf } from "../dag-argument.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { findWorkspace } from "../find-workspace.ts";
import { paramValues } from "../param-values.ts";
import { parseInstant, parseJsonObject } from "../parse-options.ts";
import { runJson } from "../run-json.ts";
import { followRun, type RunRef } from "../run-watch.ts";
import { openSession, type Session } from "../session.ts";
import { countText, harmless, stateText } from "../words.ts";
import { follow } from "./run.ts";
import { findRun, withSession } from "./runs.ts";

interface ScopeOptions {
  readonly task?: readonly string[];
  readonly upstream?: boolean;
  readonly downstream?: boolean;
  readonly onlyFailed?: boolean;
  readonly past?: boolean;
  readonly future?: boolean;
  readonly from?: string;
  readonly to?: string;
  readonly dryRun?: boolean;
  readonly reason?: string;
}

export interface ClearOptions extends ScopeOptions {
  readonly wait?: boolean;
}

export function clearRun(context: CliContext, dag: string, run: string, options: ClearOptions): Promise<ExitCode> {
  return act(context, { dag, run, act: "clear", wait: options.wait === true }, { ...options, downstream: options.downstream ?? true });
}

export type MarkOptions = ScopeOptions;

export async function markRun(context: CliContext, [dag, run, state]: readonly [string, string, string], options: MarkOptions): Promise<ExitCode> {
  if (state !== "success" && state !== "failed") throw new AppError("input/invalid", `runs mark: "${state}" must be success or failed.`, { state });
  return act(context, { dag, run, act: state, wait: false }, options);
}

interface What {
  readonly dag: string;
  readonly run: string;
  readonly act: ActKind;
  readonly wait: boolean;
}

/** Tasks may run again by it, so an engine that we host is kept until the runs have ended. */
async function act(context: CliContext, { dag, run, act: kind, wait }: What, options: ScopeOptions): Promise<ExitCode> {
  const session = await openSession({ workspace: findWorkspace(context.workspaceOption), trusted: true });
  let isHandedOn = false;
  try {
    const targets = await findTargets(session, dag, run, options);
    const { upstream = false, downstream = false, onlyFailed = false, past = false, future = false } = options;
    const ask: ActAsk = { act: kind, targets: targets.map((ref) => (options.task === undefined ? ref : { ...ref, taskIds: [...options.task] })), upstream, downstream, onlyFailed, past, future };
    if (options.dryRun === true) return printPlan(context, kind, await planned(session, ask), true);
    const [only] = targets;
    if (kind === "clear" && targets.length === 1 && only !== undefined && !past && !future && (session.isHost || wait)) {
      isHandedOn = true;
      return await follow(context, session, async () => {
        const plan = await perform(context, session, ask, options.reason);
        noteEarlier(context, plan);
        context.note(`Cleared ${countText(plan.tasks, "task")}; following the run.`);
        return only;
      });
    }
    const plan = await perform(context, session, ask, options.reason);
    const [run1] = plan.runs;
    if (kind !== "clear" && targets.length === 1 && only !== undefined && !past && !future) return printSummary(context, (await session.client.runs.get(run1 ?? only)).run);
    const code = printPlan(context, kind, plan, false);
    if (session.isHost || wait) await whenEnded(context, session, plan.runs);
    return code;
  } finally {
    if (!isHandedOn) await session.close();
  }
}

async function findTargets(session: Session, dag: string, run: string, { from, to }: ScopeOptions): Promise<RunRef[]> {
  if (run !== "all") {
    if (from !== undefined || to !== undefined) throw new AppError("input/invalid", '--from, --to: say "all" in the place of the run to mean all runs of a span.', {});
    return [await findRun(session, dag, run)];
  }
  if (from === undefined && to === undefined) throw new AppError("input/invalid", 'runs: "all" needs --from or --to, so that nobody means the whole history by accident.', {});
  const dagId = await dagIdOf(session.workspace, dag);
  const [since, until] = [from === undefined ? Number.NEGATIVE_INFINITY : parseInstant("--from", from), to === undefined ? Number.POSITIVE_INFINITY : parseInstant("--to", to)];
  const found: RunRef[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await session.client.runs.list({ dagId, limit: 500, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...page.runs.filter((one) => isWithin(one, since, until)).map(({ runId }) => ({ dagId, runId })));
    if (found.length > mostRunsOfAct) throw new AppError("input/invalid", `--from, --to: more than ${mostRunsOfAct} runs of "${dagId}" are in this span, as many as one act may touch; narrow it.`, { dagId });
    cursor = page.cursor ?? undefined;
    if (cursor === undefined) break;
  }
  if (found.length === 0) throw new AppError("run/not-found", `DAG "${dagId}": no run has a logical date in this span.`, { dagId });
  return found;
}

function isWithin({ logicalDate, queuedAt }: RunSummary, since: number, until: number): boolean {
  const at = logicalDate ?? queuedAt;
  return at >= since && at <= until;
}

async function planned(session: Session, ask: ActAsk): Promise<ActPlan> {
  const plan = await session.client.acts.plan(ask);
  const [refused] = plan.refused;
  if (refused === undefined || ask.targets.length > 1 || plan.runs.length > 0) return plan;
  const code = refused.why.startsWith("has no task") ? "task/not-found" : refused.why.includes("no run") ? "run/not-found" : "run/task-active";
  throw new AppError(code, code === "run/not-found" ? refused.why : `Run "${refused.runId}" of DAG "${refused.dagId}": ${refused.why}`, { ...refused });
}

/** The rule is what the command asks for: where the list moves meanwhile, the newer one is done. */
async function perform(context: CliContext, session: Session, ask: ActAsk, reason: string | undefined): Promise<ActPlan> {
  let plan = await planned(session, ask);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const end = await lastStep(await session.client.acts.perform({ ...ask, stamp: plan.stamp, ...(reason === undefined ? {} : { reason }) }), context);
    if (end.kind === "done") {
      for (const { runId, why } of end.failures) context.note(`${harmless(runId)}: ${harmless(why)}`);
      if (end.failures.length > 0 && end.runs === 0) throw new AppError("run/task-active", `Nothing was done: all ${countText(end.failures.length, "run")} refused.`, {});
      return plan;
    }
    if (end.kind === "changed") plan = end.plan;
  }
  throw new AppError("run/task-active", "The tasks change faster than the list of them can be made; wait until the run is calmer, or cancel it.", {});
}

async function lastStep(steps: AsyncIterable<ActStep>, context: CliContext): Promise<ActStep> {
  let last: ActStep | null = null;
  for await (const step of steps) {
    last = step;
    if (step.kind === "progress" && context.isInteractive) context.note(`${step.runs} of ${countText(step.of, "run")} …`);
  }
  if (last === null) throw new AppError("engine/unavailable", "The engine ended before it answered.", {});
  return last;
}

function printPlan(context: CliContext, act: ActKind, plan: ActPlan, isDry: boolean): ExitCode {
  const [first] = plan.runs;
  const names = plan.runs.flatMap(({ tasks }) => tasks.map(({ taskId }) => taskId));
  if (context.json) {
    const runs = plan.runs.map(({ dagId, runId, tasks }) => ({ dag_id: dagId, run_id: runId, tasks: tasks.map(({ taskId, state, tryNumber }) => ({ task_id: taskId, state, try_number: tryNumber })) }));
    printJson(context, { dag_id: first?.dagId ?? null, run_id: plan.runs.length === 1 ? first?.runId : null, ...(act === "clear" ? { cleared: names } : { marked: names, state: act }), dry_run: isDry, runs, ...(plan.earlier === undefined ? {} : { of_earlier_version: plan.earlier }) });
    return exitCodes.done;
  }
  const verb = act === "clear" ? (isDry ? "Would clear" : "Cleared") : `${isDry ? "Would mark" : "Marked"} ${act}:`;
  if (plan.runs.length <= 1) context.out(`${verb} ${countText(plan.tasks, "task")}${names.length > 0 ? `: ${names.map(harmless).join(", ")}` : "."}`);
  else {
    context.out(`${verb} ${countText(plan.tasks, "task")} in ${countText(plan.runs.length, "run")}:`);
    for (const { runId, tasks } of plan.runs) context.out(`  ${harmless(runId)}  ${tasks.map(({ taskId, state }) => `${harmless(taskId)} (${state})`).join(", ")}`);
  }
  for (const { runId, why } of isDry ? plan.refused : []) context.note(`${harmless(runId)}: ${harmless(why)}`);
  if (plan.cut !== null) context.note(plan.cut);
  noteEarlier(context, plan);
  return exitCodes.done;
}

/** A clear runs what the run was made of: a task that was mended in the DAG file since fails again by it. */
function noteEarlier(context: CliContext, { earlier = 0, runs }: ActPlan): void {
  const [first] = runs;
  if (earlier === 0 || first === undefined) return;
  const which = runs.length === 1 ? "This run is" : `${earlier} of these runs are`;
  const again = runs.length === 1 ? `"dagwright runs again ${first.dagId} ${first.runId}"` : `"dagwright backfill ${first.dagId} --from … --to … --reprocess failed"`;
  context.note(`${which} of an earlier version of the DAG: the tasks run as they were defined then. ${again} runs them as the file defines them now.`);
}

/** Of an engine that ends with us: what runs again is waited for. */
async function whenEnded(context: CliContext, session: Session, runs: readonly RunRef[]): Promise<void> {
  for (const ref of runs) {
    const { run } = await session.client.runs.get(ref);
    if (isRunFinished(run.state)) continue;
    const ended = await followRun(session.client, async () => ref, () => {});
    context.note(`${stateText(ended.run.state, context.paint)}  ${harmless(ref.dagId)}  ${harmless(ref.runId)}`);
  }
}

export interface CancelOptions {
  readonly reason?: string;
}

export async function cancelRun(context: CliContext, dag: string, run: string | undefined, { reason }: CancelOptions): Promise<ExitCode> {
  return withSession(context, false, async (session) => {
    const ref = await findRun(session, dag, run);
    const end = await lastStep(await session.client.acts.cancel({ runs: [ref], ...(reason === undefined ? {} : { reason }) }), context);
    const [refused] = end.kind === "done" ? end.failures : [];
    if (refused !== undefined) throw new AppError(refused.why.includes("has ended already") ? "run/not-active" : "run/not-found", refused.why, { ...ref });
    return printSummary(context, (await session.client.runs.get(ref)).run);
  });
}

export interface AgainOptions {
  readonly then?: boolean;
  readonly from?: string;
  readonly conf?: string;
  readonly param?: readonly string[];
}

export async function runAgain(context: CliContext, dag: string, run: string | undefined, { then, from, conf, param }: AgainOptions): Promise<ExitCode> {
  const given = conf === undefined ? {} : { conf: parseJsonObject("--conf", conf) };
  const session = await openSession({ workspace: findWorkspace(context.workspaceOption), trusted: true });
  return follow(context, session, async () => {
    const ref = await findRun(session, dag, run);
    const version = then === true || from !== undefined ? "then" : "now";
    const before = param === undefined ? {} : (await session.client.runs.get(ref)).run.params;
    const params = param === undefined ? {} : { params: { ...before, ...(await paramValues(session.client, ref.dagId, param)) } };
    return session.client.runs.start({ dagId: ref.dagId, ...given, ...params, again: { runId: ref.runId, version, ...(from === undefined ? {} : { from }) } });
  });
}

export interface NoteOptions {
  readonly task?: string;
}

export async function noteOnRun(context: CliContext, [dag, run, text]: readonly [string, string, string | undefined], { task }: NoteOptions): Promise<ExitCode> {
  return withSession(context, false, async (session) => {
    const ref = await findRun(session, dag, run);
    if (text !== undefined) await session.client.acts.setNote({ ...ref, ...(task === undefined ? {} : { taskId: task }), text });
    const { notes } = await session.client.acts.notes({ dagId: ref.dagId });
    const note = notes.find((one) => one.runId === ref.runId && one.taskId === (task ?? null));
    if (context.json) printJson(context, { dag_id: ref.dagId, run_id: ref.runId, task_id: task ?? null, note: note?.text ?? null, by: note?.by ?? null });
    else if (note === undefined) context.note("There is no note.");
    else context.out(note.text.split("\n").map(harmless).join("\n"));
    return exitCodes.done;
  });
}

function printSummary(context: CliContext, run: RunSummary): ExitCode {
  if (context.json) printJson(context, runJson(run));
  else context.out(`${stateText(run.state, context.paint)}  ${harmless(run.dagId)}  ${harmless(run.runId)}${run.reason === null ? "" : `  ${harmless(run.reason)}`}`);
  return exitCodes.done;
}
