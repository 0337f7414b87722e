/** `dagwright retention`: which old runs would go and why the others stay; dropping them; the rules. */
import type { RetentionDag, RetentionPreview, RetentionRules } from "../../../shared/contract/retention.ts";
import { durationWords } from "../../../shared/base/duration.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import type { KeepWhy, RetentionRule } from "../../../shared/model/retention.ts";
import { printJson, type CliContext } from "../context.ts";
import { dagIdOf, refuseUnknownDag } from "../dag-argument.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { parseWhole } from "../parse-options.ts";
import type { Session } from "../session.ts";
import { bytesText, countText, durationText, harmless, isoOf, tableText } from "../words.ts";
import { withSession } from "./runs.ts";

export interface PreviewOptions {
  readonly list?: boolean;
}
export interface RuleOptions {
  readonly maxAge?: string;
  readonly maxRuns?: string;
  readonly automatic?: string;
  readonly archive?: string;
  readonly eventKeys?: string;
}

const listPage = 1_000;
const whyWords: Readonly<Record<KeepWhy, string>> = {
  unfinished: "not ended",
  "last run": "last run",
  "last success": "last success",
  "last scheduled": "last by schedule",
  "before next": "looked at by the next",
  backfill: "of an open backfill",
  "open work": "still to be stopped or sent",
  deadline: "a deadline counts from it",
  undo: "can be undone",
  note: "with a note",
  rule: "within the rule",
  "no rule": "no rule",
};

export async function previewRetention(context: CliContext, dag: string | undefined, { list = false }: PreviewOptions): Promise<ExitCode> {
  if (list && dag === undefined) throw new AppError("input/invalid", "--list: needs a DAG, such as: dagwright retention preview claims --list");
  return withSession(context, false, async (session) => {
    const dagId = dag === undefined ? undefined : await dagIdOf(session.workspace, dag);
    const preview = await session.client.retention.preview(dagId === undefined ? {} : { dagId });
    if (preview.dags.length === 0) await refuseUnknownDag(session, dagId);
    const drops = list && dagId !== undefined ? await dropsOf(session, dagId) : null;
    if (context.json) printJson(context, { ...previewJson(preview), ...(drops === null ? {} : { list: drops }) });
    else printPreview(context, preview, drops);
    return exitCodes.done;
  });
}

async function dropsOf({ client }: Session, dagId: string): Promise<{ run_id: string; state: string; queued: string | null; ended: string | null }[]> {
  const found: { run_id: string; state: string; queued: string | null; ended: string | null }[] = [];
  for (;;) {
    const { runs, total } = await client.retention.runs({ dagId, which: "drops", offset: found.length, limit: listPage });
    found.push(...runs.map((run) => ({ run_id: run.runId, state: run.state, queued: isoOf(run.queuedAt), ended: isoOf(run.endedAt) })));
    if (runs.length === 0 || found.length >= total) return found;
  }
}

function previewJson({ at, rules, dags, runs, drops, logBytes, aboutRowBytes, eventKeys }: RetentionPreview): object {
  return {
    ...{ at: isoOf(at), rules: rulesJson(rules), runs, drops, log_bytes: logBytes, about_row_bytes: aboutRowBytes, event_keys: eventKeys },
    dags: dags.map((dag) => ({
      ...{ dag_id: dag.dagId, rule: { max_age_ms: dag.rule.maxAgeMs, max_runs: dag.rule.maxRuns }, from: dag.from, runs: dag.runs, drops: dag.drops },
      ...{ oldest: isoOf(dag.oldest), newest: isoOf(dag.newest), log_bytes: dag.logBytes, kept: Object.fromEntries(dag.kept.map(({ why, count }) => [why, count])) },
    })),
  };
}

function printPreview({ out, note, paint }: CliContext, preview: RetentionPreview, drops: Awaited<ReturnType<typeof dropsOf>> | null): void {
  if (preview.dags.length === 0 && preview.eventKeys === 0) return note("No runs yet.");
  const head = ["DAG", "GO", "OF", "FROM", "TO", "LOGS", "RULE", "STAY"].map((word) => paint.dim(word));
  const rows = preview.dags.map((dag) => [harmless(dag.dagId), String(dag.drops), String(dag.runs), isoOf(dag.oldest) ?? "", isoOf(dag.newest) ?? "", dag.drops === 0 ? "" : bytesText(dag.logBytes), ruleText(dag), keptText(dag)]);
  for (const line of tableText([head, ...rows])) out(line);
  for (const run of drops ?? []) out(`  ${harmless(run.run_id)}  ${run.state}  ${run.ended ?? ""}`);
  out(`${countText(preview.drops, "run")} of ${preview.runs} would go, with ${bytesText(preview.logBytes)} of logs and about ${bytesText(preview.aboutRowBytes)} in the database.`);
  if (preview.eventKeys > 0) out(`${countText(preview.eventKeys, "key")} of events would go: older than ${preview.rules.eventKeys}, and their runs are gone or go now. What comes with one of them again is a new event.`);
  if (preview.drops === 0 && preview.dags.every(({ from }) => from === "none")) note('No rule says that any may go; set one with "dagwright retention rules --max-age 30d", or with `retention` in a DAG file.');
}

function ruleText({ rule, from }: RetentionDag): string {
  if (from === "unreadable") return "its file has mistakes";
  return `${boundsText(rule)}${from === "file" ? " (its file)" : ""}`;
}

function boundsText({ maxAgeMs, maxRuns }: RetentionRule): string {
  const bounds = [...(maxAgeMs === null ? [] : [durationWords(maxAgeMs)]), ...(maxRuns === null ? [] : [countText(maxRuns, "run")])];
  return bounds.length === 0 ? "keeps all" : bounds.join(", ");
}

function keptText({ kept }: RetentionDag): string {
  return kept.map(({ why, count }) => `${count} ${whyWords[why]}`).join(", ");
}

export async function runRetention(context: CliContext, dag: string | undefined): Promise<ExitCode> {
  return withSession(context, false, async (session) => {
    const { client, workspace } = session;
    const dagId = dag === undefined ? undefined : await dagIdOf(workspace, dag);
    await refuseUnknownDag(session, dagId);
    const { dropped, spared, dags, eventKeys, versions, logBytes, rowBytes, archiveBytes, isArchived, ms, isCancelled } = await client.retention.run(dagId === undefined ? {} : { dagId });
    if (context.json) printJson(context, { dropped, spared, dags, event_keys: eventKeys, versions, log_bytes: logBytes, row_bytes: rowBytes, archived: isArchived, archive_bytes: archiveBytes, ms, cancelled: isCancelled });
    else {
      context.out(`${isCancelled ? "Cancelled: " : ""}${countText(dropped, "run")} of ${countText(dags, "DAG")} dropped in ${durationText(ms)}; ${bytesText(logBytes)} of logs removed, ${bytesText(rowBytes)} free in the database for new runs.`);
      if (eventKeys > 0) context.note(`${countText(eventKeys, "key")} of events dropped; what comes with one of them again is a new event.`);
      if (versions > 0) context.note(`${countText(versions, "version")} of DAGs dropped that no run shows any more.`);
      if (isArchived && dropped > 0) context.note(`They are in the archive, in ${bytesText(archiveBytes)}; look there with "dagwright archive search".`);
      if (spared > 0) context.note(`${countText(spared, "run")} stayed after all: something came to need them.`);
    }
    return isCancelled ? exitCodes.failed : exitCodes.done;
  });
}

export async function cancelRetention(context: CliContext): Promise<ExitCode> {
  return withSession(context, false, async ({ client }) => {
    const { wasAtWork } = await client.retention.cancel({});
    if (context.json) printJson(context, { was_at_work: wasAtWork });
    else context.note(wasAtWork ? "Ended after the runs at hand; what is dropped stays so." : "Nothing is being dropped.");
    return exitCodes.done;
  });
}

export async function setRetentionRules(context: CliContext, options: RuleOptions): Promise<ExitCode> {
  return withSession(context, false, async ({ client }) => {
    const rules = await client.retention.rules({});
    const wanted = patched(rules, options);
    const isChange = options.maxAge !== undefined || options.maxRuns !== undefined || options.automatic !== undefined || options.archive !== undefined || options.eventKeys !== undefined;
    const now = isChange ? await client.retention.setRules(wanted) : rules;
    if (context.json) printJson(context, rulesJson(now));
    else {
      const bounds = [...(now.maxAge === null ? [] : [`runs that ended within ${now.maxAge}`]), ...(now.maxRuns === null ? [] : [`of each DAG the newest ${now.maxRuns}`])];
      context.out(`Kept: ${bounds.length === 0 ? "all runs" : bounds.join(", ")}. Dropped by itself: ${now.automatic ? "once a day" : "no"}. Archived before: ${now.archive ? "yes" : "no"}. Keys of events: ${now.eventKeys} at least.`);
    }
    return exitCodes.done;
  });
}

function patched(rules: RetentionRules, { maxAge, maxRuns, automatic, archive, eventKeys }: RuleOptions): RetentionRules {
  return {
    maxAge: maxAge === undefined ? rules.maxAge : maxAge === "none" ? null : maxAge,
    maxRuns: maxRuns === undefined ? rules.maxRuns : maxRuns === "none" ? null : parseWhole("--max-runs", maxRuns, { min: 1, max: 1_000_000_000 }),
    automatic: onOrOff("--automatic", automatic) ?? rules.automatic,
    archive: onOrOff("--archive", archive) ?? rules.archive,
    eventKeys: eventKeys ?? rules.eventKeys,
  };
}

function onOrOff(option: string, text: string | undefined): boolean | null {
  if (text === undefined) return null;
  if (text !== "on" && text !== "off") throw new AppError("input/invalid", `${option}: found ${JSON.stringify(text)}; expected on or off.`);
  return text === "on";
}

function rulesJson({ maxAge, maxRuns, automatic, archive, eventKeys }: RetentionRules): object {
  return { max_age: maxAge, max_runs: maxRuns, automatic, archive, event_keys: eventKeys };
}
