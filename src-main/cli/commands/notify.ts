/** `dagwright notify …`: the channels that messages go to, a test of one, and what became of the messages of a run. */
import { printJson, type CliContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { harmless, isoOf, tableText } from "../words.ts";
import { findRun, withSession } from "./runs.ts";

export function listChannels(context: CliContext): Promise<ExitCode> {
  return withSession(context, false, async ({ client }) => {
    const { channels } = await client.messages.channels({});
    if (context.json) printJson(context, { channels });
    else if (channels.length === 0) context.note("No channels yet; add one to `channels` in dagwright.json.");
    else for (const line of tableText([["CHANNEL", "KIND", "TO"].map((word) => context.paint.dim(word)), ...channels.map(({ id, kind, to }) => [harmless(id), kind, harmless(to)])])) context.out(line);
    return exitCodes.done;
  });
}

export function testChannel(context: CliContext, channel: string): Promise<ExitCode> {
  return withSession(context, true, async ({ client }) => {
    const { ok, reason } = await client.messages.test({ channel });
    if (context.json) printJson(context, { channel, ok, reason });
    else context.out(ok ? `Sent a test message to ${harmless(channel)}.` : `Not sent: ${harmless(reason ?? "")}`);
    return ok ? exitCodes.done : exitCodes.failed;
  });
}

export function messagesOfRun(context: CliContext, dag: string, run: string | undefined): Promise<ExitCode> {
  return withSession(context, false, async (session) => {
    const { messages } = await session.client.messages.ofRun(await findRun(session, dag, run));
    if (context.json) printJson(context, { messages: messages.map(({ dagId, runId, taskId, tryNumber, madeAt, nextAt, endedAt, ...rest }) => ({ ...rest, dag_id: dagId, run_id: runId, task_id: taskId, try_number: tryNumber, made_at: isoOf(madeAt), next_at: isoOf(nextAt), ended_at: isoOf(endedAt) })) });
    else if (messages.length === 0) context.note("This run has called for no messages.");
    else for (const line of tableText(messages.map((one) => [one.state, one.event, harmless(one.taskId ?? "run"), harmless(one.channel), harmless(one.trouble ?? "")]))) context.out(line);
    return exitCodes.done;
  });
}
