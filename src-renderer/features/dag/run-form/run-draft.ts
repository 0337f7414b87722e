/** From what was typed to a start request, and from the engine's refusal back to the fields. Pure. */
import type { StartRun } from "../../../../shared/contract/runs.ts";
import type { Dag } from "../../../../shared/model/dag.ts";
import { t } from "../../../strings/t.ts";
import { isObject, readJsonObject } from "../../../ui/json-text.ts";
import { readForm, type FieldValue } from "./param-form.ts";

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

export function readDraft(dag: Dag, draft: RunDraft): DraftRead {
  const params = readForm(dag.params, draft.fields);
  const conf = readJsonObject(draft.conf);
  const logicalDate = draft.logicalDate === "" ? null : Date.parse(`${draft.logicalDate}Z`);
  const problems: Record<string, string> = {};
  for (const [name, message] of Object.entries(params.problems)) problems[`params.${name}`] = message;
  if (!conf.ok) problems["conf"] = t("Line {{line}}, column {{column}}: {{message}}", { line: conf.line, column: conf.column, message: conf.message });
  if (Number.isNaN(logicalDate)) problems["logicalDate"] = t("Found \"{{logicalDate}}\"; expected a date and a time", { logicalDate: draft.logicalDate });
  const input: StartRun = {
    dagId: dag.id,
    ...(Object.keys(params.params).length > 0 ? { params: params.params } : {}),
    ...(conf.ok && Object.keys(conf.value).length > 0 ? { conf: conf.value } : {}),
    ...(logicalDate === null || Number.isNaN(logicalDate) ? {} : { logicalDate }),
    ...(draft.tasks.length > 0 ? { tasks: [...draft.tasks] } : {}),
  };
  return { input, problems };
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
