/** Gathers what an incident page tells of a run, from whatever source it is in, masks it, and makes the page. */
import { diffDags } from "../../../shared/dag-diff/dag-diff.ts";
import { contentOfText } from "../../../shared/dag-diff/dag-content.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import { linkAt } from "../../../shared/links/web-link.ts";
import type { RunDetail, TaskDetail } from "../../../shared/contract/runs.ts";
import type { FailedTask, IncidentFacts, LastGood } from "../../../shared/run-view/incident/incident-facts.ts";
import { incidentPage } from "../../../shared/run-view/incident/incident-page.ts";
import { excerptOf } from "../../../shared/run-view/incident/log-excerpt.ts";
import { secretMask } from "../../core/secret-text.ts";
import type { RunName, RunSource } from "../../ports/run-source.ts";
import { failureLineOf } from "../failure-line.ts";
import type { Masking } from "./masking.ts";

const mostTold = 20;
const readBytes = 262_144;

export interface IncidentAsk {
  readonly run: RunName;
  /** The one that is asked about stands first. */
  readonly taskId?: string | undefined;
  readonly maskedColumns: readonly string[];
}

export interface IncidentSurroundings {
  readonly environment: IncidentFacts["environment"];
  readonly origin: string | null;
  readonly hasHistory: boolean;
  readonly tool: string;
  readonly madeAt: number;
  /** Where its link leads: an origin, or null for the desktop. */
  readonly address: string | null;
}

export async function makeIncident(runs: RunSource, ask: IncidentAsk, { address, ...around }: IncidentSurroundings, masking: Masking): Promise<{ name: string; html: string }> {
  const detail = await runs.get(ask.run);
  const version = await runs.version(ask.run);
  const broken = brokenTasks(detail, ask.taskId);
  const failed: FailedTask[] = [];
  for (const taskId of broken.slice(0, mostTold)) failed.push(await failedTask(runs, ask, taskId));
  const { dagId, runId } = ask.run;
  const facts: IncidentFacts = {
    ...around,
    detail,
    file: version.file,
    failed,
    moreFailed: Math.max(0, broken.length - mostTold),
    lastGood: await lastGoodOf(runs, detail, version.source),
    link: linkAt(address, { to: "run", dagId, runId }) ?? "",
  };
  const masked = masking.value(facts) as IncidentFacts;
  return { name: fileName(dagId, runId), html: incidentPage(masked) };
}

/** In the order in which they ended. Throws where nothing went wrong. */
function brokenTasks({ run, tasks }: RunDetail, asked: string | undefined): string[] {
  const broken = tasks.filter(({ state }) => state === "failed" || state === "interrupted" || state === "up_for_retry").sort((one, other) => (one.endedAt ?? Infinity) - (other.endedAt ?? Infinity)).map(({ taskId }) => taskId);
  if (broken.length === 0 && run.state !== "failed") throw new AppError("input/invalid", `Run "${run.runId}" of DAG "${run.dagId}": nothing failed in it, so there is no incident to tell of.`, { dagId: run.dagId, runId: run.runId });
  if (asked === undefined || !tasks.some(({ taskId }) => taskId === asked)) return broken;
  return [asked, ...broken.filter((id) => id !== asked)];
}

async function failedTask(runs: RunSource, { run, maskedColumns }: IncidentAsk, taskId: string): Promise<FailedTask> {
  const detail = withoutColumns(await runs.task(run, taskId), maskedColumns);
  const { tryNumber } = detail.instance;
  if (tryNumber === 0) return { detail, log: null, said: null };
  const chunk = await runs.readLog({ ...run, taskId, tryNumber }, -readBytes, readBytes);
  const said = await failureLineOf(runs, { ...run, taskId, tryNumber });
  return { detail, log: excerptOf(chunk.text, { isWhole: chunk.offset === 0, tryNumber, bytes: chunk.size, line: said?.kind === "error" ? said.line : null }), said };
}

function withoutColumns(detail: TaskDetail, columns: readonly string[]): TaskDetail {
  const masked = new Set(columns.map((name) => name.toLowerCase()));
  if (masked.size === 0) return detail;
  const attempts = detail.attempts.map((attempt) => ({
    ...attempt,
    checks: attempt.checks.map((check) => ({ ...check, failingRows: check.failingRows.map((row) => row.map((cell, index) => (cell !== null && masked.has((check.failingColumns[index] ?? "").toLowerCase()) ? secretMask : cell))) })),
  }));
  return { ...detail, attempts };
}

async function lastGoodOf(runs: RunSource, { run }: RunDetail, source: string): Promise<LastGood | null> {
  const last = await runs.lastGood({ dagId: run.dagId, runId: run.runId });
  if (last === null) return null;
  const of = { dagId: last.dagId, runId: last.runId };
  const [before, after] = [contentOfText((await runs.version(of)).source), contentOfText(source)];
  return { run: last, detail: await runs.get(of), diff: before === null || after === null ? null : diffDags(before, after) };
}

function fileName(dagId: string, runId: string): string {
  const plain = (text: string): string => text.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-").slice(0, 80);
  return `incident-${plain(dagId)}-${plain(runId)}.html`;
}
