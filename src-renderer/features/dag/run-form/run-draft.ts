/** From what was typed to a start request, and from the engine's refusal back to the fields. Pure. */
import type { StartRun } from "../../../../shared/contract/runs.ts";
import type { Dag } from "../../../../shared/model/dag.ts";
import type { RunSummary } from "../../../../shared/model/run.ts";
import { t } from "../../../strings/t.ts";
import { isObject, readJsonObject } from "../../../ui/json-text.ts";
import { fieldOf, readForm, type FieldValue } from "./param-form.ts";

export interface RunDraft {
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly conf: string;
  /** As `datetime-local` gives it, meant in UTC; empty for now. */
  readonly logicalDate: string;
  readonly tasks: readonly string[];
}

export interface DraftRead {
  readonly input: StartRun;
  readonly problems: Readonly<Record<string, string>>;
}

/** What the form starts with: the values given, where the DAG still declares them, else the defaults. */
export function firstFields(dag: Dag, given: Readonly<Record<string, unknown>>): Record<string, FieldValue> {
  return Object.fromEntries(Object.entries(dag.params).map(([name, spec]) => [name, fieldOf(spec, Object.hasOwn(given, name) ? given[name] : spec.default)]));
}

/** To the second, which is what the field takes. */
export function dateFieldOf(at: number | null): string {
  return at === null ? "" : new Date(at).toISOString().slice(0, 19);
}

/** `again`: a run that is repeated; then everything is said, so that nothing of it slips in that was taken out here. */
export function readDraft(dag: Dag, draft: RunDraft, again?: RunSummary): DraftRead {
  const conf = readJsonObject(draft.conf);
  const params = readForm(dag.params, draft.fields, conf.ok ? conf.value : {});
  const logicalDate = draft.logicalDate === "" ? null : Date.parse(`${draft.logicalDate}Z`);
  const problems: Record<string, string> = {};
  for (const [name, message] of Object.entries(params.problems)) problems[`params.${name}`] = message;
  if (!conf.ok) problems["conf"] = t("Line {{line}}, column {{column}}: {{message}}", { line: conf.line, column: conf.column, message: conf.message });
  if (Number.isNaN(logicalDate)) problems["logicalDate"] = t("Found \"{{logicalDate}}\"; expected a date and a time", { logicalDate: draft.logicalDate });
  const input: StartRun = {
    dagId: dag.id,
    ...(again === undefined ? {} : { again: { runId: again.runId, version: "now" as const }, params: {}, conf: {}, tasks: [] }),
    ...(Object.keys(params.params).length > 0 ? { params: params.params } : {}),
    ...(conf.ok && Object.keys(conf.value).length > 0 ? { conf: conf.value } : {}),
    ...(logicalDate === null || Number.isNaN(logicalDate) ? {} : { logicalDate: sameMoment(logicalDate, again?.logicalDate) }),
    ...(draft.tasks.length > 0 ? { tasks: [...draft.tasks] } : {}),
  };
  return { input, problems };
}

/** A date that was not touched keeps what the field does not show of it. */
function sameMoment(read: number, before: number | null | undefined): number {
  return typeof before === "number" && Math.floor(before / 1000) === Math.floor(read / 1000) ? before : read;
}

export interface Refusal {
  readonly problems: Readonly<Record<string, string>>;
  readonly message: string | null;
}

/** Puts the engine's refusal at its field when its details name one; otherwise it stays a sentence for the form. */
export function refusalOf(failure: { code: string; message: string; details: Readonly<Record<string, unknown>> }, paramNames: readonly string[]): Refusal {
  const problems: Record<string, string> = {};
  const listed = failure.details["problems"];
  if (Array.isArray(listed)) {
    for (const each of listed as unknown[]) {
      if (!isObject(each) || typeof each["message"] !== "string") continue;
      const name = each["param"] ?? each["name"];
      if (typeof name === "string" && paramNames.includes(name)) problems[`params.${name}`] = each["message"];
    }
  }
  const single = failure.details["param"] ?? failure.details["name"];
  if (typeof single === "string" && paramNames.includes(single)) problems[`params.${single}`] = failure.message;
  else if (failure.code === "conf/invalid") problems["conf"] = failure.message;
  return { problems, message: Object.keys(problems).length > 0 ? null : failure.message };
}
