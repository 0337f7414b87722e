/** Gathers what the plan of one try needs: its run, its version's task, the words its templates may use. */
import type { DraftPreview, RenderDraft, RenderedPreview, RenderedText, RenderText } from "../../shared/contract/dags.ts";
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import type { AssetEvent } from "../../shared/model/asset.ts";
import type { Dag, Task } from "../../shared/model/dag.ts";
import { resolveKnownParams } from "../../shared/model/params.ts";
import { dataInterval } from "../../shared/schedule/next.ts";
import { maskSecrets, secretMask } from "../core/secret-text.ts";
import { hasTemplate } from "../core/template-marks.ts";
import type { Clock, TemplateSubject } from "../ports/machine.ts";
import { auditedTableText } from "../ports/sql-host.ts";
import { triggeringAssetNames } from "../../shared/model/asset-words.ts";
import type { RunRow, Store, TryKey } from "../ports/store.ts";
import { instanceAt, taskIdAt, type MapInstance } from "../core/mapping.ts";
import { mapEnvironment, mapWords, type MapWords } from "../core/map-values.ts";
import { planAttempt, type AttemptPlan, type PlanParts, type PlanSubject, type TemplateOutcome } from "./attempt-plan.ts";
import type { Connections } from "./connections.ts";
import { planExpansion } from "./expansion-plan.ts";
import type { DagFiles } from "./dag-files.ts";
import type { RunImages } from "./images.ts";
import type { Logs } from "./logs.ts";
import { tooLongToRead } from "./long-text.ts";
import type { WatchPlan } from "./watch/watch-plan.ts";
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
  const { image } = parts.images.look(key.run);
  const instance = instanceAt(image, key.task);
  const task = version.dag.tasks[instance?.of ?? key.task];
  if (!task) throw new AppError("internal", `Run "${row.runId}": has no task number ${key.task}.`);
  const place = { dagId: row.dagId, runId: row.runId, taskId: task.id, tryNumber: key.tryNumber };
  const map = instance === null ? undefined : wordsOfInstance(parts.store, { run: key.run, task, instance });
  const trial = row.runType === "try" ? viewOfTry(parts, { row, dag: { ...version.dag, id: row.dagId }, task }) : undefined;
  const xcoms = once(() => trial?.xcoms() ?? xcomsOf(parts.store, key.run, instance?.of));
  const assetEvents = assetEventsOf(parts.store, row);
  const subject = once(() => subjectOf(parts, version.dag, { ...row, ...place, dagId: version.dag.id, attemptId, map, assetEvents, xcoms: xcoms() }));
  const plan: PlanSubject = {
    attemptId,
    dag: version.dag,
    task,
    logPath: parts.logs.pathOf({ ...place, taskId: taskIdAt(image, key.task) }),
    workStem: `${parts.workspace.dataFolder}/work/${attemptId}`,
    identity: { ...identityOf({ ...place, dagId: version.dag.id }, attemptId), ...(assetEvents.length === 0 ? {} : { DAGWRIGHT_TRIGGERING_ASSETS: triggeringAssetNames(assetEvents) }), ...(map === undefined || task.expand === undefined ? {} : mapEnvironment(task.expand, map)) },
    instants: { begunAt: parts.images.get(key.run).image.tasks[key.task]?.queuedAt ?? parts.clock.now(), logicalDate: row.logicalDate, dataIntervalEnd: row.dataIntervalEnd },
    context: once(() => wordsOf(parts, subject())),
    handedOver: () => handedOver(parts, subject()),
    // Else it reads its files as they are: a mended one takes effect when its task is cleared.
    files: trial?.files ?? (row.again?.version === "then" ? version.files : undefined),
    trial,
  };
  return task.expand === undefined || instance !== null ? planAttempt(parts, plan) : planExpansion(parts, { ...plan, task: { ...task, expand: task.expand }, xcoms });
}

/** What is repeated has those of the first run. */
function assetEventsOf(store: Store, row: RunRow): readonly AssetEvent[] {
  return row.runType === "asset_triggered" || row.again !== undefined ? store.assets.ofRun(row.key) : [];
}

function wordsOfInstance(store: Store, { run, task, instance: { of, mapIndex } }: { run: number; task: Task; instance: MapInstance }): MapWords {
  const kept = store.mapItems.get(run, of, mapIndex);
  if (kept === null || task.expand === undefined) throw new AppError("internal", `Task "${task.id}": nothing is known of its instance ${mapIndex}.`);
  return mapWords(task.expand, { index: mapIndex, ...kept });
}

/** The plan of a try that waits without a slot. */
export function planWatchOf(parts: TryPlanParts, key: TryKey, attemptId: string): WatchPlan {
  const plan = planTry(parts, key, attemptId);
  if (plan.kind !== "watch") throw new AppError("internal", `Run ${key.run}: task number ${key.task} does not wait for anything.`);
  return plan;
}

/** A text of a message, with the words of its run and task. */
export function renderMessage(parts: TryPlanParts, template: string, of: { readonly run: number | null; readonly task: number | null; readonly tryNumber: number }, words: Values): string {
  if (!hasTemplate(template)) return template;
  if (of.run === null) return parts.render(template, words);
  const row = parts.store.runs.get(of.run);
  const { dag } = parts.images.version(row.versionId).version;
  const taskId = of.task === null ? "" : (parts.store.tasks.load(of.run)[of.task]?.id ?? "");
  const subject = subjectOf(parts, dag, { ...row, taskId, tryNumber: of.tryNumber, attemptId: "", assetEvents: assetEventsOf(parts.store, row), xcoms: xcomsOf(parts.store, of.run) });
  return parts.render(template, { ...wordsOf(parts, subject), ...words });
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
  const tooLong = tooLongToRead(input.text);
  if (tooLong !== null) return { fields: [], trouble: `Templates are not shown here. ${tooLong}` };
  const { dag, diagnostics } = parseDag(input.text, { file: input.path });
  const task = dag?.tasks.find((one) => one.id === input.taskId);
  if (!dag) return { fields: [], trouble: `Templates are shown once the file has no errors: ${diagnostics.find(({ severity }) => severity === "error")?.message ?? "it has no meaning yet."}` };
  if (!task) return { fields: [], trouble: `There is no task "${input.taskId}" in this text.` };
  const resolved = resolveKnownParams(dag.params, input.params ?? {}, input.conf);
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
  const source = input.text ?? parts.workspace.readText(input.path);
  const tooLong = tooLongToRead(source);
  if (tooLong !== null) return { ...nothing, error: `Templates are not shown here. ${tooLong}` };
  const { dag, diagnostics } = parseDag(source, { file: input.path });
  if (!dag) return { ...nothing, error: `Templates are shown once ${input.path} has no errors: ${diagnostics.find(({ severity }) => severity === "error")?.message ?? "it has no meaning yet."}` };
  const resolved = resolveKnownParams(dag.params, input.params ?? {}, input.conf);
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
  const { run, instants } = previewRun(parts, dag, task.id, undefined);
  const context = once(() => wordsOf(parts, subjectOf(parts, dag, { ...run, conf: {}, params, xcoms: trial.xcoms() })));
  return planAttempt(parts, { attemptId: "preview", dag, task, logPath: "", workStem: `${parts.workspace.dataFolder}/work/preview`, identity: {}, instants, context, handedOver: () => ({}), files: trial.files, trial });
}

function previewPlan(parts: TryPlanParts, dag: Dag, task: Task, input: { logicalDate?: number | undefined; params?: Values | undefined; conf?: Values | undefined }, onTemplate?: (outcome: TemplateOutcome) => void): readonly { name: string; text: string }[] {
  const params = resolveKnownParams(dag.params, input.params ?? {}, input.conf);
  const { run, instants } = previewRun(parts, dag, task.id, input.logicalDate);
  const context = once(() => {
    const subject = subjectOf(parts, dag, { ...run, conf: input.conf ?? {}, params: params.ok ? params.values : {}, xcoms: {} });
    return wordsOf(parts, onTemplate ? { ...subject, secrets: masked(subject.secrets) } : subject);
  });
  return planAttempt(parts, { attemptId: "preview", dag, task, logPath: "", workStem: `${parts.workspace.dataFolder}/work/preview`, identity: {}, instants, context, handedOver: () => ({}), ...(onTemplate ? { onTemplate } : {}) }).rendered;
}

function previewRun(parts: TryPlanParts, dag: Dag, taskId: string, logicalDate: number | undefined) {
  const at = logicalDate ?? parts.clock.now();
  const interval = dag.schedule ? dataInterval(dag.schedule, at) : { start: at, end: at };
  const run = { dagId: dag.id, runId: "preview", runType: "manual", taskId, tryNumber: 1, attemptId: "preview", logicalDate: at, dataIntervalStart: interval.start, dataIntervalEnd: interval.end };
  return { run, interval, instants: { begunAt: parts.clock.now(), logicalDate: at, dataIntervalEnd: interval.end } };
}

/** `this` is the table under audit; the SQL host puts its real name in. */
function wordsOf(parts: TryPlanParts, subject: TemplateSubject): Readonly<Record<string, unknown>> {
  return { ...parts.contextOf(subject), secret: subject.secrets, this: auditedTableText };
}

/** The words as a process reads them: values of earlier tasks by task and key, and no secrets. */
function handedOver(parts: TryPlanParts, subject: TemplateSubject): Readonly<Record<string, unknown>> {
  const { xcom: _short, ...words } = parts.contextOf({ ...subject, secrets: {} });
  return { ...words, ...(subject.map === undefined ? {} : { map_index: subject.map["index"] }), dag_id: subject.dagId, task_id: subject.taskId, xcoms: subject.xcoms };
}

function subjectOf(parts: TryPlanParts, dag: Dag, run: Omit<TemplateSubject, "owner" | "vars" | "secrets" | "prepSchema" | "finalSchema">): TemplateSubject {
  const { config } = parts.workspace.config();
  const { dagId, runId, runType, taskId, map, tryNumber, attemptId, logicalDate, dataIntervalStart, dataIntervalEnd, conf, params, assetEvents, xcoms } = run;
  return {
    ...{ dagId, runId, runType, taskId, map, tryNumber, attemptId, logicalDate, dataIntervalStart, dataIntervalEnd, conf, params, assetEvents, xcoms },
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

/** An instance does not see what the others of its task push. */
function xcomsOf(store: Store, run: number, except?: number): Record<string, Values> {
  const byTask: Record<string, Values> = {};
  for (const { taskId, key, value } of store.xcoms.ofRun(run, except)) (byTask[taskId] ??= {})[key] = value;
  return byTask;
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}
