/** Tells whoever follows a run that it waits for what an earlier run has not done: nothing else would say why nothing happens. */
import type { RunDetail } from "../../shared/contract/runs.ts";
import { isRunFinished } from "../../shared/model/states.ts";
import type { CliContext } from "./context.ts";
import type { EngineClient } from "./engine-client.ts";
import { harmless } from "./words.ts";

/** As many tasks are asked about. */
const mostTasks = 20;

/** To be called with every change; each task is told of once. */
export function createPastNote(context: CliContext, client: EngineClient): (detail: RunDetail) => void {
  const asked = new Set<string>();
  const ask = async ({ run: { dagId, runId } }: RunDetail, taskId: string): Promise<void> => {
    const { gates } = await client.runs.waiting({ dagId, runId, taskId });
    const gate = gates.find((one) => one.kind === "past");
    const holder = gate?.holders[0];
    if (gate === undefined || gate.isOpen || holder === undefined || gates.some((one) => one.kind === "dependencies" && !one.isOpen)) return;
    const what = gate.isMissing ? "does not have the task" : `has ${harmless(holder.taskId ?? "")} in state ${holder.state}`;
    const cause = gate.cause === undefined ? "" : `, and the first cause is ${harmless(gate.cause.taskId ?? "")} of run ${harmless(gate.cause.runId)}, in state ${gate.cause.state}`;
    context.note(`${harmless(taskId)} waits: it depends on the run before, ${harmless(holder.runId)}, which ${what}${cause}. Clear or mark it there ("dagwright runs clear", "dagwright runs mark"), or cancel this run with Ctrl+C.`);
  };
  return (detail) => {
    if (isRunFinished(detail.run.state) || detail.tasks.some(({ state }) => state === "scheduled" || state === "queued" || state === "running")) return;
    for (const { taskId, state } of detail.tasks.slice(0, mostTasks)) {
      if (state !== "none" || asked.has(taskId)) continue;
      asked.add(taskId);
      ask(detail, taskId).catch(() => asked.delete(taskId)); // the run or the session ended meanwhile
    }
  };
}
