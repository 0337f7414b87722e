/** `dagwright audit`: what people did, and taking it back. */
import { AuditAct, type AuditEntry, type AuditFilter } from "../../../shared/contract/audit.ts";
import { suggestion } from "../../../shared/dag-file/did-you-mean.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import { ActorKind } from "../../../shared/model/actor.ts";
import { printJson, type CliContext } from "../context.ts";
import { dagIdOf, refuseUnknownDag } from "../dag-argument.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { parseInstant, parseWhole } from "../parse-options.ts";
import { countText, harmless, isoOf, tableText } from "../words.ts";
import { withSession } from "./runs.ts";

export interface AuditOptions {
  readonly run?: string;
  readonly act?: readonly string[];
  readonly by?: string;
  readonly search?: string;
  readonly since?: string;
  readonly until?: string;
  readonly limit?: string;
}

export async function listAudit(context: CliContext, dag: string | undefined, { run, act, by, search, since, until, limit }: AuditOptions): Promise<ExitCode> {
  const filter: AuditFilter = {
    ...(run === undefined ? {} : { runId: run }),
    ...(act === undefined ? {} : { acts: act.map(parseAct) }),
    ...(by === undefined ? {} : { by: parseKind(by) }),
    ...(search === undefined ? {} : { text: search }),
    ...(since === undefined ? {} : { since: parseInstant("--since", since) }),
    ...(until === undefined ? {} : { until: parseInstant("--until", until) }),
    limit: parseWhole("--limit", limit ?? (context.json ? "1000" : "20"), { min: 1, max: 1_000 }),
  };
  return withSession(context, false, async (session) => {
    const dagId = dag === undefined ? undefined : await dagIdOf(session.workspace, dag);
    const { entries, more } = await session.client.audit.list({ ...filter, ...(dagId === undefined ? {} : { dagId }) });
    if (entries.length === 0) await refuseUnknownDag(session, dagId);
    if (context.json) {
      const affected = async ({ id, tasks }: AuditEntry) => (tasks === 0 ? [] : (await session.client.audit.get({ id })).affected);
      const full: object[] = [];
      for (const entry of entries) full.push(entryJson(entry, await affected(entry)));
      printJson(context, { entries: full, more });
    } else printEntries(context, entries, more);
    return exitCodes.done;
  });
}

function printEntries(context: CliContext, entries: readonly AuditEntry[], more: boolean): void {
  if (entries.length === 0) return context.note("Nothing is written here.");
  const { paint } = context;
  const head = ["ENTRY", "WHEN", "WHO", "ACT", "DAG", "RUN", "TASKS", "REASON"].map((word) => paint.dim(word));
  const rows = entries.map((entry) => [
    String(entry.id),
    isoOf(entry.at) ?? "",
    `${harmless(entry.by.name)} (${entry.by.kind})`,
    `${entry.act}${entry.undoneBy === null ? "" : " (undone)"}${entry.refusal === null ? "" : " (refused)"}`,
    harmless(entry.dagId ?? ""),
    harmless(entry.runId ?? ""),
    entry.taskId === null ? (entry.tasks === 0 ? "" : String(entry.tasks)) : harmless(entry.taskId),
    harmless(entry.reason ?? entry.refusal ?? "").split("\n")[0] ?? "",
  ]);
  for (const line of tableText([head, ...rows])) context.out(line);
  if (more) context.note("There are more; raise --limit.");
}

function entryJson(entry: AuditEntry, affected: readonly { taskId: string; from: string; to: string }[]): Record<string, unknown> {
  return {
    ...{ id: entry.id, at: isoOf(entry.at), by: entry.by, act: entry.act, dag_id: entry.dagId, run_id: entry.runId, task_id: entry.taskId, batch: entry.batch },
    ...{ arguments: entry.arguments, reason: entry.reason, refusal: entry.refusal, undoes: entry.undoes, undone_by: entry.undoneBy },
    tasks: affected.map(({ taskId, from, to }) => ({ task_id: taskId, from, to })),
  };
}

export async function undoEntry(context: CliContext, text: string): Promise<ExitCode> {
  const entry = parseWhole("audit undo", text, { min: 1, max: Number.MAX_SAFE_INTEGER });
  return withSession(context, true, async (session) => {
    const { undone, failures } = await session.client.acts.undo({ entry });
    if (context.json) printJson(context, { undone, failures: failures.map(({ dagId, runId, why }) => ({ dag_id: dagId, run_id: runId, why })) });
    else if (undone > 0) context.out(`Undone${undone === 1 ? "" : ` in ${countText(undone, "run")}`}.`);
    if (!context.json) for (const { why } of failures) context.note(harmless(why));
    return failures.length === 0 ? exitCodes.done : exitCodes.failed;
  });
}

function parseAct(text: string): AuditAct {
  const parsed = AuditAct.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new AppError("input/invalid", `--act: "${text}" must be one of ${AuditAct.options.join(", ")}.${suggestion(text, AuditAct.options)}`, { act: text });
}

function parseKind(text: string): ActorKind {
  const parsed = ActorKind.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new AppError("input/invalid", `--by: "${text}" must be one of ${ActorKind.options.join(", ")}.`, { by: text });
}
