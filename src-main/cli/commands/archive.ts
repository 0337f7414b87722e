/** `dagwright retention archives` and `dagwright archive`: runs that retention put into Parquet files. */
import type { ArchivedRun, ArchivedTask, ArchiveFile, ArchiveHit, ArchiveTrouble } from "../../../shared/contract/archive.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import { printJson, type CliContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { parseInstant, parseWhole } from "../parse-options.ts";
import { bytesText, countText, durationText, firstLine, harmless, isoOf, stateText, tableText } from "../words.ts";
import { withSession } from "./runs.ts";

export interface ArchiveSearchOptions {
  readonly exact?: boolean;
  readonly dag?: string;
  readonly run?: string;
  readonly state?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit: string;
  readonly offset: string;
}

const shownKeys = 3;

export async function listArchives(context: CliContext): Promise<ExitCode> {
  return withSession(context, false, async ({ client }) => {
    const { archives } = await client.archive.list({});
    if (context.json) printJson(context, { archives: archives.map(fileJson) });
    else printArchives(context, archives);
    return exitCodes.done;
  });
}

function fileJson({ id, file, madeAt, bytes, dags, pending, isThere }: ArchiveFile): object {
  return {
    ...{ id, file, made_at: isoOf(madeAt), bytes, pending, there: isThere },
    dags: dags.map(({ dagId, oldest, newest, ...counts }) => ({ dag_id: dagId, ...counts, oldest: isoOf(oldest), newest: isoOf(newest) })),
  };
}

function printArchives({ out, note, paint }: CliContext, archives: readonly ArchiveFile[]): void {
  if (archives.length === 0) return note('No archive yet. With "dagwright retention rules --archive on" runs are put into one before they are dropped.');
  const sum = (of: ArchiveFile, what: "runs" | "tasks"): number => of.dags.reduce((total, dag) => total + dag[what], 0);
  const rows = archives.map((one) => {
    const [oldest, newest] = [Math.min(...one.dags.map((dag) => dag.oldest)), Math.max(...one.dags.map((dag) => dag.newest))];
    const dags = one.dags.map(({ dagId, runs }) => `${harmless(dagId)} ${runs}`).join(", ");
    return [one.file, isoOf(one.madeAt) ?? "", String(sum(one, "runs")), String(sum(one, "tasks")), bytesText(one.bytes), isoOf(oldest) ?? "", isoOf(newest) ?? "", one.isThere ? dags.slice(0, 80) : "is not there any more"];
  });
  for (const line of tableText([["FILE", "MADE", "RUNS", "TASKS", "SIZE", "FROM", "TO", "DAGS"].map((word) => paint.dim(word)), ...rows])) out(line);
  const pending = archives.reduce((total, one) => total + one.pending, 0);
  if (pending > 0) note(`${countText(pending, "run")} in them had not left the history when the engine ended; they are found there. The next "dagwright retention run" takes them out of the file.`);
}

export async function searchArchive(context: CliContext, value: string | undefined, options: ArchiveSearchOptions): Promise<ExitCode> {
  if (value?.trim() === "") throw new AppError("input/invalid", 'archive search: the value is empty; give what is known, such as "dagwright archive search 4711", or no value for all runs.');
  const { dag, run, from, to, exact } = options;
  const state = endState(options.state);
  const asked = {
    ...(value === undefined ? {} : { text: value }),
    ...(exact === true ? { exact } : {}),
    ...(dag === undefined ? {} : { dagId: dag }),
    ...(run === undefined ? {} : { runId: run }),
    ...(state === undefined ? {} : { state }),
    ...(from === undefined ? {} : { from: parseInstant("--from", from) }),
    ...(to === undefined ? {} : { to: parseInstant("--to", to) }),
    limit: parseWhole("--limit", options.limit, { min: 1, max: 1_000 }),
    offset: parseWhole("--offset", options.offset, { min: 0, max: Number.MAX_SAFE_INTEGER }),
  };
  return withSession(context, false, async ({ client }) => {
    const found = await client.archive.search(asked);
    if (context.json) printJson(context, { hits: found.hits.map(archivedJson), total: found.total, searched: { files: found.files, runs: found.runs }, troubles: found.troubles });
    else printArchived(context, found);
    tellTroubles(context, found.troubles);
    return found.troubles.length > 0 ? exitCodes.failed : exitCodes.done;
  });
}

function endState(text: string | undefined): "success" | "failed" | undefined {
  if (text === undefined || text === "success" || text === "failed") return text;
  throw new AppError("input/invalid", `--state: found ${JSON.stringify(text)}; expected success or failed.`);
}

export function archivedJson({ dagId, runId, state, runType, logicalDate, queuedAt, endedAt, tasks, keys, archive }: ArchiveHit): object {
  return { dag_id: dagId, run_id: runId, state, run_type: runType, logical_date: isoOf(logicalDate), queued: isoOf(queuedAt), ended: isoOf(endedAt), tasks, keys, archived: true, archive };
}

export function printArchived({ out, note, paint }: CliContext, { hits, total, files, runs, tookMs }: { hits: ArchiveHit[]; total: number; files: number; runs: number; tookMs: number }): void {
  const rows = hits.map((hit) => {
    const keys = hit.keys.slice(0, shownKeys).map(({ key, value }) => harmless(`${key} = ${value}`).slice(0, 60));
    return [stateText(hit.state, paint), harmless(hit.dagId), harmless(hit.runId), isoOf(hit.queuedAt) ?? "", `archived (${hit.archive})`, keys.join(", ")];
  });
  if (rows.length > 0) for (const line of tableText([["STATE", "DAG", "RUN", "QUEUED", "WHERE", "FOUND AS"].map((word) => paint.dim(word)), ...rows])) out(line);
  note(`${hits.length === total ? countText(total, "archived run") : `${hits.length} of ${countText(total, "archived run")}`}; searched ${countText(files, "file")} with ${countText(runs, "run")} in ${Math.round(tookMs)} ms.`);
}

export function tellTroubles({ note }: CliContext, troubles: readonly ArchiveTrouble[]): void {
  for (const { file, reason } of troubles) note(`${file}: could not be searched: ${firstLine(reason)}`);
}

export async function showArchived(context: CliContext, dagId: string, runId: string): Promise<ExitCode> {
  return withSession(context, false, async ({ client }) => {
    const { archive, run } = await client.archive.get({ dagId, runId });
    if (context.json) printJson(context, { archived: true, file: archive.file, run: runJson(run) });
    else printRun(context, archive, run);
    return exitCodes.done;
  });
}

function runJson(run: ArchivedRun): object {
  const { dagId, runId, state, runType, reason, dagHash, dagFile, searchKeys } = run;
  return {
    ...{ dag_id: dagId, run_id: runId, state, run_type: runType, reason, dag_hash: dagHash, dag_file: dagFile },
    ...{ logical_date: isoOf(run.logicalDate), data_interval_start: isoOf(run.dataIntervalStart), data_interval_end: isoOf(run.dataIntervalEnd), ...timesJson(run) },
    ...{ conf: JSON.parse(run.conf) as unknown, params: JSON.parse(run.params) as unknown },
    search_keys: searchKeys.map(({ key, value, source }) => ({ key, value, source })),
    tasks: run.tasks.map(taskJson),
    acts: run.acts.map(({ at, by, act, taskId, reason: why }) => ({ at: isoOf(at), by, act, task_id: taskId, reason: why })),
  };
}

function timesJson({ queuedAt, startedAt, endedAt }: { queuedAt: number | null; startedAt: number | null; endedAt: number | null }): object {
  return { queued_at: isoOf(queuedAt), started_at: isoOf(startedAt), ended_at: isoOf(endedAt) };
}

function taskJson({ taskId, mapIndex, state, tryNumber, reason, tries, ...times }: ArchivedTask): object {
  return {
    ...{ task_id: taskId, map_index: mapIndex, state, try_number: tryNumber, reason, ...timesJson(times) },
    tries: tries.map((one) => ({
      ...{ try_number: one.tryNumber, state: one.state, ...timesJson(one), exit_code: one.exitCode, signal: one.signal, reason: one.reason },
      ...{ table: one.table, rows_loaded: one.rowsLoaded, log_bytes: one.logBytes, cpu_ms: one.cpuMs, peak_rss_bytes: one.peakRssBytes },
    })),
  };
}

function printRun({ out, note, paint }: CliContext, archive: ArchiveFile, run: ArchivedRun): void {
  out(`${stateText(run.state, paint)}  ${paint.bold(harmless(run.dagId))}  ${harmless(run.runId)}  ${tookText(run)}  archived${run.reason === null ? "" : `  ${firstLine(run.reason)}`}`);
  out(paint.dim(`queued ${isoOf(run.queuedAt)}, ended ${isoOf(run.endedAt) ?? "never"}, ${run.runType}${run.logicalDate === null ? "" : `, logical date ${isoOf(run.logicalDate)}`}`));
  const rows = run.tasks.map((task) => [` ${harmless(task.state)}`, harmless(task.taskId) + (task.mapIndex === null ? "" : `[${task.mapIndex}]`), `try ${task.tryNumber}`, tookText(task), task.reason === null ? "" : paint.dim(firstLine(task.reason))]);
  for (const line of tableText(rows)) out(line);
  for (const { key, value } of run.searchKeys) out(paint.dim(`${harmless(key)} = ${harmless(value)}`));
  for (const { at, by, act, taskId, reason } of run.acts) out(paint.dim(`${isoOf(at)}  ${act}${taskId === null ? "" : ` ${harmless(taskId)}`} by ${harmless(by)}${reason === null ? "" : `: ${firstLine(reason)}`}`));
  note(`From ${archive.file}; its logs went when it was dropped.`);
}

function tookText({ startedAt, endedAt }: { startedAt: number | null; endedAt: number | null }): string {
  return startedAt === null || endedAt === null ? "" : durationText(endedAt - startedAt);
}
