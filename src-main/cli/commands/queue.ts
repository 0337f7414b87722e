/** `dagwright queue …`: the queue of a DAG, whether it is on, and what became of its events. */
import { realpathSync } from "node:fs";
import type { QueueEvent, QueueReport, QueueSource } from "../../../shared/contract/queues.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import { queueTokens } from "../../platform/queue-tokens.ts";
import { printJson, type CliContext } from "../context.ts";
import { dagIdOf } from "../dag-argument.ts";
import type { EngineClient } from "../engine-client.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { parseWhole } from "../parse-options.ts";
import { harmless, isoOf, tableText } from "../words.ts";
import { withSession } from "./runs.ts";

export interface ShowOptions {
  readonly setAside?: boolean;
  readonly limit?: string;
}

const mostOfPage = 1_000;

export function showQueue(context: CliContext, dag: string, { setAside = false, limit }: ShowOptions): Promise<ExitCode> {
  const most = parseWhole("--limit", limit ?? (context.json ? "100" : "20"), { min: 1, max: 100_000 });
  return withSession(context, false, async ({ client, workspace }) => {
    const dagId = await dagIdOf(workspace, dag);
    const { queue } = await client.queues.get({ dagId });
    if (queue === null) throw new AppError("dag/invalid", `DAG "${dagId}": has no queue; add one to its file, such as queue: {folder: inbox}, queue: {http: true} or queue: {table: signup, connection: crm}.`, { dagId });
    const { events, more } = await newestEvents(client, { dagId, setAside, most });
    print(context, queue, events);
    if (more) context.note("There are more events; raise --limit.");
    return exitCodes.done;
  });
}

async function newestEvents(client: EngineClient, { dagId, setAside, most }: { dagId: string; setAside: boolean; most: number }): Promise<{ events: QueueEvent[]; more: boolean }> {
  const events: QueueEvent[] = [];
  for (;;) {
    const page = await client.queues.events({ dagId, setAside, limit: Math.min(mostOfPage, most - events.length), before: events.at(-1)?.id });
    events.push(...page.events);
    if (!page.more || events.length >= most) return { events, more: page.more };
  }
}

export function setQueue(context: CliContext, dag: string, on: boolean): Promise<ExitCode> {
  return withSession(context, on, async ({ client, workspace }) => {
    print(context, await client.queues.set({ dagId: await dagIdOf(workspace, dag), on }));
    return exitCodes.done;
  });
}

export interface TokenOptions {
  readonly revoke?: boolean;
}

/** The token goes to the output and nowhere else; the engine keeps a digest. */
export function queueToken(context: CliContext, dag: string, { revoke = false }: TokenOptions): Promise<ExitCode> {
  return withSession(context, false, async ({ client, workspace }) => {
    const dagId = await dagIdOf(workspace, dag);
    const tokens = queueTokens(realpathSync(workspace));
    if (revoke) {
      const hadOne = tokens.revoke(dagId);
      if (context.json) printJson(context, { dag_id: dagId, revoked: hadOne });
      else context.note(hadOne ? `The token of ${harmless(dagId)} is worth nothing from now on.` : `${harmless(dagId)} has no token.`);
      return exitCodes.done;
    }
    const { queue } = await client.queues.get({ dagId });
    if (queue?.source.kind !== "http") throw new AppError("dag/invalid", `DAG "${dagId}": takes no events over HTTP, so there is nothing to make a token for; its file needs queue: {http: true}.`, { dagId });
    const token = tokens.make(dagId, Date.now());
    const { url } = queue.source;
    if (context.json) printJson(context, { dag_id: dagId, token, url });
    else {
      context.out(token);
      context.note(`It is shown this once; the one before, if there was one, is worth nothing any more. ${url === null ? "Where to post is in the page of the DAG and in \"dagwright queue show\", once an engine runs and the queue is on." : `Post events to ${url}`}`);
    }
    return exitCodes.done;
  });
}

function sourceText(source: QueueSource): string {
  if (source.kind === "folder") return `folder ${harmless(source.folder)}`;
  if (source.kind === "table") return `table ${harmless(source.table)} of ${harmless(source.connection)} (${source.isConnected ? "connected" : "not connected"}, ${source.notify === null ? "no NOTIFY" : `NOTIFY ${harmless(source.notify)}`})`;
  return `HTTP ${source.url ?? "(nothing listens)"}, ${source.tokenMadeAt === null ? `no token: "dagwright queue token" makes one` : `token of ${isoOf(source.tokenMadeAt)}`}`;
}

function sourceJson(source: QueueSource): object {
  if (source.kind === "folder") return source;
  if (source.kind === "table") return { kind: source.kind, connection: source.connection, table: source.table, notify: source.notify, connected: source.isConnected };
  return { kind: source.kind, url: source.url, token_made_at: isoOf(source.tokenMadeAt) };
}

function print(context: CliContext, { dagId, source, isOn, waiting, taken, setAside, latency, trouble }: QueueReport, events?: readonly QueueEvent[]): void {
  const counts = { waiting, taken, set_aside: setAside };
  const spans = latency === null ? null : { count: latency.count, p50_ms: latency.p50Ms, p95_ms: latency.p95Ms, p99_ms: latency.p99Ms };
  if (context.json) return printJson(context, { dag_id: dagId, on: isOn, ...sourceJson(source), ...counts, latency: spans, trouble, events: events?.map(({ name, at, heardAt, runId, startedAt, reason }) => ({ name, heard_at: isoOf(heardAt), at: isoOf(at), run_id: runId, first_task_at: isoOf(startedAt), reason })) });
  context.out(`${harmless(dagId)}: ${isOn ? "on" : "off"}, ${sourceText(source)}, ${waiting} waiting, ${taken} taken, ${setAside} set aside`);
  if (latency !== null) context.out(`from event to first task: p50 ${latency.p50Ms} ms, p95 ${latency.p95Ms} ms, p99 ${latency.p99Ms} ms (last ${latency.count})`);
  if (trouble !== null) context.out(`takes no events: ${harmless(trouble)}`);
  for (const line of tableText((events ?? []).map(({ name, at, runId, reason }) => [runId === null ? "set aside" : "taken", isoOf(at) ?? "", harmless(name), harmless(runId ?? reason ?? "")]))) context.out(line);
}
