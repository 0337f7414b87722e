/** `dagwright deadlines`: what was missed and why, and what comes next. */
import type { Deadline } from "../../../shared/model/deadline.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import { printJson, type CliContext } from "../context.ts";
import { dagIdOf, refuseUnknownDag } from "../dag-argument.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { parseWhole } from "../parse-options.ts";
import { durationText, firstLine, harmless, isoOf, tableText } from "../words.ts";
import { findRun, withSession } from "./runs.ts";

export interface DeadlineOptions {
  readonly run?: string;
  readonly waiting?: boolean;
  readonly limit?: string;
}

export async function listDeadlines(context: CliContext, dag: string | undefined, { run, waiting = false, limit = "20" }: DeadlineOptions): Promise<ExitCode> {
  if (run !== undefined && dag === undefined) throw new AppError("input/invalid", `--run ${run}: name the DAG of the run too.`, { run });
  const most = parseWhole("--limit", limit, { min: 1, max: 1_000 });
  return withSession(context, false, async (session) => {
    const { client, workspace } = session;
    const of: { dagId?: string; runId?: string } = dag === undefined ? {} : run === undefined ? { dagId: await dagIdOf(workspace, dag) } : await findRun(session, dag, run);
    const { deadlines } = await client.deadlines.list({ ...of, states: waiting ? ["waiting"] : ["missed", "passed"], limit: most });
    if (deadlines.length === 0) await refuseUnknownDag(session, of.dagId);
    if (context.json) printJson(context, { deadlines: deadlines.map(deadlineJson) });
    else if (deadlines.length === 0) context.note(waiting ? "No deadline waits." : "No deadline was missed.");
    else for (const line of tableText([["STATE", "DUE", "OF", "DEADLINE", "HOW"].map((word) => context.paint.dim(word)), ...deadlines.map((one) => rowOf(one, Date.now()))])) context.out(line);
    return exitCodes.done;
  });
}

function rowOf(deadline: Deadline, now: number): string[] {
  const { state, dueAt, dagId, taskId, runId, name, reason } = deadline;
  const of = [taskId === null ? dagId : `${dagId}.${taskId}`, ...(runId === null ? [] : [runId])].map(harmless).join("  ");
  return [state, isoOf(dueAt) ?? "", of, harmless(name), state === "waiting" ? (dueAt > now ? `in ${durationText(dueAt - now)}` : "due") : state === "passed" ? "does not count: the schedule was off then" : `${howLate(deadline)}${firstLine(reason ?? "")}`];
}

function howLate({ dueAt, metAt, endedAt }: Deadline): string {
  if (metAt !== null) return `by ${durationText(metAt - dueAt)}. `;
  return endedAt === null ? "" : endedAt > dueAt ? `ended ${durationText(endedAt - dueAt)} late, without success. ` : "ended without success. ";
}

function deadlineJson({ dagId, runId, taskId, dueAt, settledAt, metAt, endedAt, ...rest }: Deadline): Record<string, unknown> {
  return { ...rest, dag_id: dagId, run_id: runId, task_id: taskId, due_at: isoOf(dueAt), settled_at: isoOf(settledAt), met_at: isoOf(metAt), ended_at: isoOf(endedAt) };
}
