/** `dagwright run`: starts a run, follows it to its end, and says by the exit code how that was. */
import type { RunDetail, StartRun } from "../../../shared/contract/runs.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import type { CliContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { failureReport } from "../failure-report.ts";
import { findWorkspace, isWorkspace } from "../find-workspace.ts";
import { onInterrupt } from "../interrupts.ts";
import { countLine } from "../live-table.ts";
import { parseInstant, parseJsonObject } from "../parse-options.ts";
import { dagIdOf } from "../dag-argument.ts";
import { createPastNote } from "../past-note.ts";
import { paramValues, withMissingParams } from "../param-values.ts";
import { createReporter } from "../run-reporter.ts";
import { followRun, type RunRef } from "../run-watch.ts";
import { openSession, type Session } from "../session.ts";
import { diagnosticText, durationText, firstLine, harmless, stateText } from "../words.ts";

export interface RunOptions {
  readonly conf?: string;
  readonly param?: readonly string[];
  readonly logicalDate?: string;
  readonly task?: readonly string[];
  readonly runId?: string;
}

export async function runCommand(context: CliContext, dag: string, options: RunOptions): Promise<ExitCode> {
  const input = {
    ...(options.conf === undefined ? {} : { conf: parseJsonObject("--conf", options.conf) }),
    ...(options.logicalDate === undefined ? {} : { logicalDate: parseInstant("--logical-date", options.logicalDate) }),
    ...(options.task === undefined ? {} : { tasks: [...options.task] }),
    ...(options.runId === undefined ? {} : { runId: options.runId }),
  };
  const workspace = findWorkspace(context.workspaceOption);
  const dagId = await dagIdOf(workspace, dag);
  await lookAtWorkspace(context, workspace, dagId);
  // Typing the command is the person's consent for this one run.
  const session = await openSession({ workspace, trusted: true });
  return follow(context, session, async () => {
    const params = options.param === undefined ? {} : { params: await paramValues(session.client, dagId, options.param) };
    const start: StartRun = { dagId, ...input, ...params };
    return session.client.runs.start(start).catch((thrown: unknown) => {
      throw withMissingParams(thrown);
    });
  });
}

/**
 * Before an engine lays its data folder there: a folder without a DAG file is the wrong one. A mistake in the workspace's file costs
 * what it is about; what does not use that runs, and the person is told nevertheless.
 */
export async function lookAtWorkspace(context: CliContext, workspace: string, dagId?: string): Promise<void> {
  const [{ openWorkspace }, { noteIfLongDag }] = await Promise.all([import("../../platform/workspace-folder.ts"), import("../long-file-note.ts")]);
  const folder = openWorkspace(workspace);
  if (!isWorkspace(workspace) && folder.listDagFiles().length === 0) throw new AppError("workspace/invalid", `${workspace}: holds no *.dag.yaml file and is no workspace; change to one, name it with --workspace, or make one with "dagwright init".`, { path: workspace });
  for (const one of folder.config().diagnostics) context.note(diagnosticText(one));
  if (dagId !== undefined) noteIfLongDag(context, folder, dagId);
}

/** Follows what `begin` starts until it ends, lets Ctrl+C cancel it, and closes the session. */
export async function follow(context: CliContext, session: Session, begin: () => Promise<RunRef>, tellMore: (detail: RunDetail) => Promise<void> = async () => {}): Promise<ExitCode> {
  const reporter = createReporter(context);
  let current: RunRef | null = null;
  let isCancelled = false;
  const cancel = (): void => {
    isCancelled = true;
    context.note("Cancelling the run; Ctrl+C again leaves at once.");
    if (current !== null) session.client.runs.cancel(current).catch(() => {}); // it has ended by itself in the meantime
  };
  const stopListening = onInterrupt(cancel);
  try {
    const beginAndKeep = async (): Promise<RunRef> => {
      const { dagId, runId } = await begin();
      current = { dagId, runId };
      if (isCancelled) cancel();
      return current;
    };
    const tellOfPast = createPastNote(context, session.client);
    const detail = await followRun(session.client, beginAndKeep, (change) => {
      reporter.change(change);
      tellOfPast(change.detail);
    });
    reporter.finish(detail);
    if (!context.json) await printOutcome(context, session, detail);
    await tellMore(detail);
    return detail.run.state === "success" ? exitCodes.done : exitCodes.failed;
  } finally {
    stopListening();
    reporter.stop();
    await session.close();
  }
}

async function printOutcome(context: CliContext, session: Session, detail: RunDetail): Promise<void> {
  const { run, tasks } = detail;
  for (const line of await failureReport(session.client, session.workspace, detail, context.paint)) context.out(line);
  const took = run.startedAt !== null && run.endedAt !== null ? ` in ${durationText(run.endedAt - run.startedAt)}` : "";
  if (context.isInteractive) return;
  const why = run.reason === null ? "" : `  ${firstLine(run.reason)}`;
  context.out(`${stateText(run.state, context.paint)}  ${harmless(run.dagId)}  ${harmless(run.runId)}${took}  (${countLine(tasks)})${why}`);
}
