/** `dagwright queue …`: the queue of a DAG, whether it is on, and what became of its events. */
import type { QueueReport } from "../../../shared/contract/queues.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import { printJson, type CliContext } from "../context.ts";
import { dagIdOf } from "../dag-argument.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { harmless, isoOf, tableText } from "../words.ts";
import { withSession } from "./runs.ts";

export function showQueue(context: CliContext, dag: string): Promise<ExitCode> {
  return withSession(context, false, async ({ client, workspace }) => {
    const dagId = await dagIdOf(workspace, dag);
    const { queue } = await client.queues.get({ dagId });
    if (queue === null) throw new AppError("dag/invalid", `DAG "${dagId}": has no queue; add one to its file, such as queue: {folder: inbox}.`, { dagId });
    print(context, queue);
    return exitCodes.done;
  });
}

export function setQueue(context: CliContext, dag: string, on: boolean): Promise<ExitCode> {
  return withSession(context, on, async ({ client, workspace }) => {
    print(context, await client.queues.set({ dagId: await dagIdOf(workspace, dag), on }));
    return exitCodes.done;
  });
}

function print(context: CliContext, { dagId, isOn, setAside, events, ...rest }: QueueReport): void {
  if (context.json) return printJson(context, { dag_id: dagId, on: isOn, ...rest, set_aside: setAside, events: events.map(({ name, at, runId, reason }) => ({ name, at: isoOf(at), run_id: runId, reason })) });
  context.out(`${harmless(dagId)}: ${isOn ? "on" : "off"}, folder ${harmless(rest.folder)}, ${rest.waiting} waiting, ${rest.taken} taken, ${setAside} set aside`);
  if (rest.trouble !== null) context.out(`takes no events: ${harmless(rest.trouble)}`);
  for (const line of tableText(events.slice(0, 20).map(({ name, at, runId, reason }) => [runId === null ? "set aside" : "taken", isoOf(at) ?? "", harmless(name), harmless(runId ?? reason ?? "")]))) context.out(line);
}
