/** What a person needs first when a run failed: which task, why, the last words of its log, the rows that broke a check. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { RunDetail } from "../../shared/contract/runs.ts";
import { keptFailingRows, type Attempt, type CheckResult } from "../../shared/model/run.ts";
import { isBareReason, withSaid, type FailureLine } from "../../shared/run-view/error-line.ts";
import { brokenChecks } from "../../shared/run-view/rank-checks.ts";
import { logPathOf } from "../core/log-path.ts";
import type { Colors } from "./context.ts";
import type { EngineClient } from "./engine-client.ts";
import { harmless, stateText, tableText } from "./words.ts";

const shownTasks = 5;
const shownRows = 5;
const tailBytes = 4096;
/** The last line that the SQL host writes; it says no more than the reason does. */
const closingLine = / \[[^\]]* in all\]$/;

export async function failureReport(client: EngineClient, workspace: string, detail: RunDetail, paint: Colors): Promise<string[]> {
  // What the instances of a mapped task have to say, they say themselves.
  const failed = detail.tasks.filter(({ state, mapped }) => (state === "failed" || state === "interrupted") && mapped === undefined);
  const lines: string[] = [];
  for (const { taskId, state } of failed.slice(0, shownTasks)) {
    const { attempts } = await client.runs.task({ dagId: detail.run.dagId, runId: detail.run.runId, taskId });
    const last = attempts.at(-1);
    const said = last === undefined ? null : await saidBy(client, detail, last);
    const reason = last?.reason ?? "";
    lines.push("", `${stateText(state, paint)}  ${paint.bold(harmless(taskId))}  ${harmless(said?.kind === "error" ? withSaid(reason, said) : reason).trimEnd()}`);
    if (last !== undefined) lines.push(...(await aboutAttempt(client, workspace, detail, last, paint)));
  }
  if (failed.length > shownTasks) lines.push("", paint.dim(`… and ${failed.length - shownTasks} more failed; "dagwright runs show ${detail.run.dagId} ${detail.run.runId}" lists them.`));
  return lines;
}

/** What the log says of why, where the reason only says how the process ended. */
export async function saidBy(client: EngineClient, { run: { dagId, runId } }: RunDetail, { taskId, tryNumber, reason }: Pick<Attempt, "taskId" | "tryNumber" | "reason">): Promise<FailureLine | null> {
  return isBareReason(reason) && tryNumber > 0 ? (await client.logs.failure({ dagId, runId, taskId, tryNumber })).found : null;
}

async function aboutAttempt(client: EngineClient, workspace: string, { run }: RunDetail, attempt: Attempt, paint: Colors): Promise<string[]> {
  const { taskId, tryNumber } = attempt;
  const log = await client.runs.log({ dagId: run.dagId, runId: run.runId, taskId, tryNumber, offset: -tailBytes }).catch(() => null);
  const tail = (log?.text ?? "").split("\n").filter((line) => line.trim() !== "").at(-1);
  const path = join(".dagwright", logPathOf(run.dagId, run.runId, taskId, tryNumber, process.platform === "win32"));
  return [
    ...brokenChecks(attempt.checks).flatMap((check) => aboutCheck(check, paint)),
    ...(tail === undefined || closingLine.test(tail) ? [] : [`  last line: ${harmless(tail).slice(0, 400)}`]),
    ...(existsSync(join(workspace, path)) ? [`  log: ${path}`] : []),
  ];
}

function aboutCheck(check: CheckResult, paint: Colors): string[] {
  const rows = check.failingRows.slice(0, shownRows).map((row) => row.map((cell) => (cell === null ? "NULL" : harmless(cell).slice(0, 40))));
  // What is kept may be groups of rows, as for `unique`: only a full list can hide some.
  const kept = check.failingRows.length;
  const more = kept < keptFailingRows ? kept - rows.length : (check.failingCount ?? 0) - rows.length;
  return [
    `  check ${harmless(check.name)} (${check.severity}): ${harmless(check.message)}`,
    ...(rows.length === 0 ? [] : tableText([check.failingColumns.map((name) => paint.dim(harmless(name))), ...rows]).map((line) => `    ${line}`)),
    ...(rows.length > 0 && more > 0 ? [paint.dim(`    … and ${more} more`)] : []),
  ];
}
