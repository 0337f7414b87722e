/** `dagwright runs why DAG [RUN] [TASK]`: what each task that does not run waits for. */
import type { WaitGate, WaitHolder, WaitReport } from "../../../shared/contract/waiting.ts";
import { isFinished } from "../../../shared/model/states.ts";
import { printJson, type CliContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { countText, harmless, isoOf, stateText, tableText } from "../words.ts";
import { findRun, findTask, refuseTaskAsRun, withSession } from "./runs.ts";

/** As many tasks are told of when none is named. */
const mostTasks = 20;

export async function whyWaiting(context: CliContext, dag: string, run: string | undefined, task: string | undefined): Promise<ExitCode> {
  return withSession(context, false, async (session) => {
    const ref = await findRun(session, dag, run);
    if (run !== undefined && task === undefined) await refuseTaskAsRun(session, ref, "why");
    const { tasks } = await session.client.runs.get(ref);
    const waiting = tasks.filter(({ state }) => !isFinished(state) && state !== "running");
    const asked = task === undefined ? waiting.slice(0, mostTasks) : [await findTask(session, ref, task)];
    const reports: { taskId: string; report: WaitReport }[] = [];
    for (const { taskId } of asked) reports.push({ taskId, report: await session.client.runs.waiting({ ...ref, taskId }) });
    if (context.json) printJson(context, { dag_id: ref.dagId, run_id: ref.runId, tasks: reports.map(({ taskId, report }) => ({ task_id: taskId, ...report })) });
    else for (const { taskId, report } of reports) printReport(context, taskId, report);
    if (reports.length === 0) context.note("Nothing waits in this run.");
    if (task === undefined && waiting.length > mostTasks) context.note(`${waiting.length - mostTasks} more tasks wait; name one to see why.`);
    return exitCodes.done;
  });
}

function printReport(context: CliContext, taskId: string, { state, gates, isWaiting, expectedAt }: WaitReport): void {
  const { paint } = context;
  const when = isWaiting && expectedAt !== null ? `should start at ${isoOf(expectedAt)}` : "";
  context.out(`${stateText(state, paint)}  ${paint.bold(harmless(taskId))}  ${when}`.trimEnd());
  const closed = gates.filter(({ isOpen }) => !isOpen);
  if (closed.length === 0) context.out("  nothing holds it back");
  for (const line of tableText(closed.map((gate) => [`  ${gate.kind}`, detailOf(gate), holdersOf(gate)]))) context.out(line);
}

function detailOf(gate: WaitGate): string {
  switch (gate.kind) {
    case "run":
      if (gate.backfill?.isPaused === true) return `backfill ${gate.backfill.id} is paused`;
      return `at most ${gate.limit} ${gate.backfill === undefined ? "" : `of backfill ${gate.backfill.id} `}at once, ${gate.ahead} before it`;
    case "dependencies":
      return `${gate.done} of ${gate.total} ended, ${gate.rule}`;
    case "setups":
      return `${gate.done} of ${gate.total} setups succeeded`;
    case "past":
      return pastText(gate);
    case "limit":
      return `${gate.name}: ${gate.used} of ${gate.limit}`;
    case "pool":
      return `${harmless(gate.pool)}: ${gate.used} of ${gate.limit} slots${gate.needs > 1 ? `, needs ${gate.needs}` : ""}`;
    case "instances":
      return gate.total === null ? "" : `${gate.done} of ${gate.total} ended`;
    case "parallelism":
      return `${gate.used} of ${gate.limit} slots`;
    case "watch": {
      const looked = gate.lookedAt === null ? "not looked yet" : `looked at ${isoOf(gate.lookedAt)}: ${harmless(gate.saw ?? "")}`;
      return [harmless(gate.waitsFor ?? ""), looked, ...(gate.nextAt === null ? [] : [`looks again at ${isoOf(gate.nextAt)}`]), ...(gate.deadline === null ? [] : [`waits until ${isoOf(gate.deadline)}`])].filter((part) => part !== "").join("; ");
    }
    case "engine":
      return harmless(gate.words ?? "");
    case "chosen":
      return gate.why ?? "";
    default:
      return gate.expectedAt === null ? "" : `until ${isoOf(gate.expectedAt)}`;
  }
}

/** Who holds it in the run before, and where the chain begins. */
function pastText({ isMissing, withDownstream, holders, cause }: Extract<WaitGate, { kind: "past" }>): string {
  const [holder] = holders;
  const before = isMissing ? "the run before does not have the task" : `${withDownstream ? "wait_for_downstream" : "depends_on_past"}: ${harmless(holder?.taskId ?? "")} is not done in run ${harmless(holder?.runId ?? "")}`;
  return cause === undefined ? before : `${before}; first cause, ${countText(cause.runsBack, "run")} back: ${harmless(cause.taskId ?? "")} of run ${harmless(cause.runId)} is ${cause.state}`;
}

function holdersOf({ holders, holderCount }: WaitGate): string {
  const named = holders.slice(0, 5).map(({ taskId, runId, state }: WaitHolder) => `${harmless(taskId ?? runId)} (${state})`);
  return [...named, ...(holderCount > named.length ? [`and ${holderCount - named.length} more`] : [])].join(", ");
}
