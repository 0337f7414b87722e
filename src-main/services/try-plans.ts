/** Gathers what the plan of one try needs: its run, its version's task, the words its templates may use. */
import type { DraftPreview, RenderDraft, RenderedPreview, RenderedText, RenderText } from "../../shared/contract/dags.ts";
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import type { Dag, Task } from "../../shared/model/dag.ts";
import { resolveParams } from "../../shared/model/params.ts";
import { dataInterval } from "../../shared/schedule/next.ts";
import { maskSecrets, secretMask } from "../core/secret-text.ts";
import type { Clock, TemplateSubject } from "../ports/machine.ts";
import { auditedTableText } from "../ports/sql-host.ts";
import type { Store, TryKey } from "../ports/store.ts";
import { planAttempt, type AttemptPlan, type PlanParts, type TemplateOutcome } from "./attempt-plan.ts";
import type { Connections } from "./connections.ts";
import type { DagFiles } from "./dag-files.ts";
import type { RunImages } from "./images.ts";
import type { Logs } from "./logs.ts";
import { type TryView, viewOfTry } from "./trial-view.ts";

export interface TryPlanParts extends PlanParts {
  readonly store: Store;
  readonly images: RunImages;
  readonly logs: Logs;
  readonly dags: DagFiles;
  readonly connections: Connections;
  readonly clock: Clock;
  readonly contextOf: (subject: TemplateSubject) => Readonly<Record<string, unknown>>;
}

type Values = Record<string, unknown>;

export function planTry(parts: TryPlanParts, key: TryKey, attemptId: string): AttemptPlan {
  const { row, version } = parts.images.get(key.run);
  const task = version.dag.tasks[key.task];
  if (!task) throw new AppError("internal", `Run "${row.runId}": has no task number ${key.task}.`);
  const place = { dagId: row.dagId, runId: row.runId, taskId: task.id, tryNumber: key.tryNumber };
  const trial = row.runType === "try" ? viewOfTry(parts, { row, dag: version.dag, task }) : undefined;
  const subject = once(() => subjectOf(parts, version.dag, { ...row, ...place, attemptId, xcoms: trial?.xcoms() ?? xcomsOf(parts.store, key.run) }));
  return planAttempt(parts, {
    attemptId,
    dag: version.dag,
    task,
    logPath: parts.logs.pathOf(place),
    workStem: `${parts.workspace.dataFolder}/work/${attemptId}`,
    identity: identityOf(place, attemptId),
    context: once(() => wordsOf(parts, subject())),
    handedOver: () => handedOver(parts, subject()),
    trial,
  });
}

/** Every field of a task as it would be rendered; a field that cannot be says why. */
export function previewTask(parts: TryPlanParts, input: { dagId: string; taskId: string; logicalDate?: number | undefined; params?: Values | undefined; conf?: Values | undefined }): RenderedPreview {
  const file = parts.dags.get(input.dagId);
  const task = file.dag?.tasks.find((one) => one.id === input.taskId);
  if (!file.dag || !task) throw new AppError("task/not-found", `DAG "${input.dagId}": has no task "${input.taskId}" to show.`, { taskId: input.taskId });
  if (task.kind === "EmptyTask") return { fields: [] };
  const { dag } = file;
  try {
    return { fields: previewPlan(parts, dag, task, input).map(({ name, text }) => ({ name, template: name, text, error: null })) };
  } catch (thrown) {
    const field = thrown instanceof AppError && typeof thrown.details["field"] === "string" ? thrown.details["field"] : "task";
    return { fields: [{ name: field, template: field, text: null, error: messageOf(thrown) }] };
  }
}

/** Every template of a task in a text that need not be saved, each by itself. Reads the SQL and script files that the text names. */
export function previewDraft(parts: TryPlanParts, input: RenderDraft): DraftPreview {
  const { dag, diagnostics } = parseDag(input.text, { file: input.path });
  const task = dag?.tasks.find((one) => one.id === input.taskId);
  if (!dag) return { fields: [], trouble: `Templates are shown once the file has no errors: ${diagnostics.find(({ severity }) => severity === "error")?.message ?? "it has no meaning yet."}` };
  if (!task) return { fields: [], trouble: `There is no task "${input.taskId}" in this text.` };
  const resolved = resolveParams(dag.params, input.params ?? {});
  if (!resolved.ok) return { fields: [], trouble: resolved.problems[0]?.message ?? "The params do not fit." };
  if (task.kind === "EmptyTask") return { fields: [], trouble: null };
  const fields: DraftPreview["fields"] = [];
  try {
    previewPlan(parts, dag, task, input, ({ field, file, result }) => {
      if (!fields.some((one) => one.field === field)) fields.push({ field, file, ...("text" in result ? { text: result.text, error: null, place: null } : { text: null, error: result.error, place: placeIn(result.details) }) });
    });
    return { fields, trouble: null };
  } catch (thrown) {
    return { fields, trouble: messageOf(thrown) };
  }
}

/** A text that need not belong to a task yet, with the words of a DAG. */
export function renderText(parts: TryPlanParts, input: RenderText): RenderedText {
  const nothing = { text: null, error: null, place: null, isMasked: false, interval: null };
  const { dag, diagnostics } = parseDag(input.text ?? parts.workspace.readText(input.path), { file: input.path });
  if (!dag) return { ...nothing, error: `Templates are shown once ${input.path} has no errors: ${diagnostics.find(({ severity }) => severity === "error")?.message ?? "it has no meaning yet."}` };
  const resolved = resolveParams(dag.params, input.params ?? {});
  if (!resolved.ok) return { ...nothing, error: resolved.problems[0]?.message ?? "The params do not fit." };
  const { run, interval } = previewRun(parts, dag, input.taskId ?? "", input.logicalDate);
  const subject = subjectOf(parts, dag, { ...run, conf: input.conf ?? {}, params: resolved.values, xcoms: {} });
  try {
    const text = parts.render(input.template, wordsOf(parts, { ...subject, secrets: masked(subject.secrets) }));
    return { ...nothing, text: maskSecrets(text, parts.secrets()), interval, isMasked: text.includes(secretMask) && !input.template.includes(secretMask) };
  } catch (thrown) {
    return { ...nothing, interval, error: maskSecrets(messageOf(thrown), parts.secrets()), place: thrown instanceof AppError ? placeIn(thrown.details) : null };
  }
}

/** A draft is whatever the page says: with the true values, whether a template fails would tell them letter by letter. */
function masked(secrets: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(secrets).map((name) => [name, secretMask]));
}

function placeIn({ line, column, found }: Readonly<Record<string, unknown>>): { line: number; column: number; length: number } | null {
  return typeof line === "number" && typeof column === "number" ? { line, column, length: typeof found === "string" ? found.length : 1 } : null;
}

/** The plan of a task that nobody has started, with the values that it would have now. */
export function planUnstarted(parts: TryPlanParts, { dag, task, params, trial }: { dag: Dag; task: Task; params: Values; trial: TryView }): AttemptPlan {
  const { run } = previewRun(parts, dag, task.id, undefined);
  const context = once(() => wordsOf(parts, subjectOf(parts, dag, { ...run, conf: {}, params, xcoms: trial.xcoms() })));
  return planAttempt(parts, { attemptId: "preview", dag, task, logPath: "", workStem: `${parts.workspace.dataFolder}/work/preview`, identity: {}, context, handedOver: () => ({}), trial });
}

function previewPlan(parts: TryPlanParts, dag: Dag, task: Task, input: { logicalDate?: number | undefined; params?: Values | undefined; conf?: Values | undefined }, onTemplate?: (outcome: TemplateOutcome) => void): readonly { name: string; text: string }[] {
  const params = resolveParams(dag.params, input.params ?? {});
  const { run } = previewRun(parts, dag, task.id, input.logicalDate);
  const context = once(() => {
    const subject = subjectOf(parts, dag, { ...run, conf: input.conf ?? {}, params: params.ok ? params.values : {}, xcoms: {} });
    return wordsOf(parts, onTemplate ? { ...subject, secrets: masked(subject.secrets) } : subject);
  });
  return planAttempt(parts, { attemptId: "preview", dag, task, logPath: "", workStem: `${parts.workspace.dataFolder}/work/preview`, identity: {}, context, handedOver: () => ({}), ...(onTemplate ? { onTemplate } : {}) }).rendered;
}

function previewRun(parts: TryPlanParts, dag: Dag, taskId: string, logicalDate: number | undefined) {
  const at = logicalDate ?? parts.clock.now();
  const interval = dag.schedule ? dataInterval(dag.schedule, at) : { start: at, end: at };
  const run = { dagId: dag.id, runId: "preview", runType: "manual", taskId, tryNumber: 1, attemptId: "preview", logicalDate: at, dataIntervalStart: interval.start, dataIntervalEnd: interval.end };
  return { run, interval };
}

/** `this` is the table under audit; the SQL host puts its real name in. */
function wordsOf(parts: TryPlanParts, subject: TemplateSubject): Readonly<Record<string, unknown>> {
  return { ...parts.contextOf(subject), secret: subject.secrets, this: auditedTableText };
}

/** The words as a process reads them: values of earlier tasks by task and key, and no secrets. */
function handedOver(parts: TryPlanParts, subject: TemplateSubject): Readonly<Record<string, unknown>> {
  const { xcom: _short, ...words } = parts.contextOf({ ...subject, secrets: {} });
  return { ...words, dag_id: subject.dagId, task_id: subject.taskId, xcoms: subject.xcoms };
}

function subjectOf(parts: TryPlanParts, dag: Dag, run: Omit<TemplateSubject, "owner" | "vars" | "secrets" | "prepSchema" | "finalSchema">): TemplateSubject {
  const { config } = parts.workspace.config();
  const { dagId, runId, runType, taskId, tryNumber, attemptId, logicalDate, dataIntervalStart, dataIntervalEnd, conf, params, xcoms } = run;
  return {
    ...{ dagId, runId, runType, taskId, tryNumber, attemptId, logicalDate, dataIntervalStart, dataIntervalEnd, conf, params, xcoms },
    owner: dag.owner,
    vars: config.vars,
    secrets: parts.connections.secretValues(),
    prepSchema: dag.prepSchema,
    finalSchema: dag.finalSchema,
  };
}

function identityOf(place: { dagId: string; runId: string; taskId: string; tryNumber: number }, attemptId: string): Record<string, string> {
  return {
    DAGWRIGHT_DAG_ID: place.dagId,
    DAGWRIGHT_RUN_ID: place.runId,
    DAGWRIGHT_TASK_ID: place.taskId,
    DAGWRIGHT_TRY_NUMBER: String(place.tryNumber),
    DAGWRIGHT_ATTEMPT_ID: attemptId,
  };
}

function xcomsOf(store: Store, run: number): Record<string, Values> {
  const byTask: Record<string, Values> = {};
  for (const { taskId, key, value } of store.xcoms.ofRun(run)) (byTask[taskId] ??= {})[key] = value;
  return byTask;
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}
