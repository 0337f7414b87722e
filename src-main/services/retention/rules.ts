/** Which rule holds for a DAG: that of its file, or else that of the workspace. Where a file has mistakes, nobody knows, and nothing goes. */
import { parseDuration } from "../../../shared/base/duration.ts";
import type { RetentionDag, RetentionRules } from "../../../shared/contract/retention.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import type { RetentionRule } from "../../../shared/model/retention.ts";
import { defaultEventKeys, RetentionConfig } from "../../../shared/model/workspace-config.ts";
import { averagedRunsOf } from "../../core/deadlines.ts";
import type { Workspace } from "../../ports/workspace.ts";
import type { DagFiles } from "../dag-files.ts";

/** With how many of the newest successes its deadlines count from. */
export type RuleOf = (dagId: string) => Pick<RetentionDag, "rule" | "from"> & { readonly averaged: number };

const keepAll: RetentionRule = { maxAgeMs: null, maxRuns: null };

/** As things are now. */
export function rulesNow(dags: Pick<DagFiles, "all">, workspace: Pick<Workspace, "config">): RuleOf {
  const { max_age: maxAge, max_runs: maxRuns } = workspace.config().config.retention;
  const ofAll: RetentionRule = { maxAgeMs: maxAge === undefined ? null : parseDuration(maxAge), maxRuns: maxRuns ?? null };
  const hasRule = ofAll.maxAgeMs !== null || ofAll.maxRuns !== null;
  const files = new Map(dags.all().map((file) => [file.dagId, file]));
  return (dagId) => {
    const file = files.get(dagId);
    if (file !== undefined && (file.dag === null || file.diagnostics.some(({ severity }) => severity === "error"))) return { rule: keepAll, from: "unreadable", averaged: 0 };
    const averaged = file?.dag ? averagedRunsOf(file.dag) : 0;
    if (file?.dag?.retention !== undefined) return { rule: file.dag.retention, from: "file", averaged };
    return { rule: ofAll, from: hasRule ? "workspace" : "none", averaged };
  };
}

export function readRules(workspace: Pick<Workspace, "config">): RetentionRules {
  const { max_age: maxAge, max_runs: maxRuns, automatic, archive, event_keys: eventKeys } = workspace.config().config.retention;
  return { maxAge: maxAge ?? null, maxRuns: maxRuns ?? null, automatic: automatic ?? false, archive: archive ?? false, eventKeys: eventKeys ?? defaultEventKeys };
}

/** Throws settings/invalid naming what was found and what would be right. */
export function writeRules(workspace: Pick<Workspace, "config" | "saveConfig">, { maxAge, maxRuns, automatic, archive, eventKeys }: RetentionRules): void {
  const wanted = { ...(maxAge === null ? {} : { max_age: maxAge }), ...(maxRuns === null ? {} : { max_runs: maxRuns }), ...(automatic ? { automatic } : {}), ...(archive ? { archive } : {}), ...(eventKeys === defaultEventKeys ? {} : { event_keys: eventKeys }) };
  const read = RetentionConfig.safeParse(wanted);
  const [issue] = read.error?.issues ?? [];
  if (issue) throw new AppError("settings/invalid", `Retention, ${String(issue.path[0])}: found ${JSON.stringify(issue.path[0] === "max_age" ? maxAge : issue.path[0] === "event_keys" ? eventKeys : maxRuns)}; expected ${issue.message}.`);
  const wrong = workspace.config().diagnostics.find((one) => one.severity === "error" && (one.field?.startsWith("retention") === true || one.field === null));
  if (wrong) throw new AppError("settings/invalid", `${wrong.file}:${wrong.line}:${wrong.column}: ${wrong.message} Mend that first, so that nothing of it is lost.`);
  workspace.saveConfig({ retention: wanted });
}
