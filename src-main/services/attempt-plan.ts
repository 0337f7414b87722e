/**
 * Turns "start try n of task t" into what the runner or the SQL host is to do: templates rendered, files read, paths
 * checked, secrets gathered. Reads the workspace, starts nothing. Throws AppError with the field that is at fault.
 */
import { delimiter, dirname, posix } from "node:path";
import type { BranchTask, Check, Dag, Expand, HttpTask, NotifyTask, PythonTask, ShortCircuitTask, SqlTask, Task, TextSource } from "../../shared/model/dag.ts";
import { choosesBelow } from "../../shared/model/task-program.ts";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import type { RenderedField } from "../../shared/model/run.ts";
import type { Settings } from "../../shared/contract/settings.ts";
import { checkTitle } from "../../shared/dag-file/check-title.ts";
import { maskSecrets, secretMask } from "../core/secret-text.ts";
import { hasTemplate } from "../core/template-marks.ts";
import type { ProcessCommand, ProcessSpec } from "../ports/runner.ts";
import { auditedTableText, type ConnectionSpec, type LoadPlan, type RenderedCheck, type SqlJob, type TrialArea } from "../ports/sql-host.ts";
import type { Workspace } from "../ports/workspace.ts";
import type { CallJob } from "./calls.ts";
import { decideByTemplates, type Followed } from "./decisions.ts";
import { httpWorkOf } from "./plan-http.ts";
import { pythonCommand } from "./python-command.ts";
import { planTrigger } from "./watch/trigger-plan.ts";
import { planWatch, type WatchPlan } from "./watch/watch-plan.ts";

export type AttemptPlan =
  | { readonly kind: "process"; readonly spec: ProcessSpec; readonly rendered: RenderedField[]; readonly files: readonly PlannedFile[]; readonly work: WorkFiles | null; readonly load: LoadAfter | null; /** Of a task whose program chooses. */ readonly decision: DecisionAfter | null; /** Rendered values of the environment and of words whose templates name a secret: never to be shown. */ readonly hidden: readonly string[] }
  | { readonly kind: "sql"; readonly job: SqlJob; readonly rendered: RenderedField[] }
  | { readonly kind: "call"; readonly job: CallJob; readonly rendered: RenderedField[] }
  /** Decided by templates alone: it is over as soon as it is planned. */
  | { readonly kind: "decided"; readonly followed: Followed; readonly rendered: RenderedField[] }
  | WatchPlan
  | ExpandPlan;

/** The try of a mapped task that says which instances there are. */
export interface ExpandPlan {
  readonly kind: "expand";
  readonly expand: Expand;
  readonly sources: readonly ({ readonly name: string; readonly values: readonly unknown[] } | { readonly name: string; readonly job: SqlJob })[];
  /** What an instance is called. Throws AppError. */
  readonly label: (item: unknown, index: number) => string;
  readonly rendered: RenderedField[];
  /** Of each query. */
  readonly timeoutMs: number | null;
}

/** Written before the process starts; planning itself writes nothing. */
export interface PlannedFile {
  readonly path: string;
  readonly text: string;
}

/** The rows that a Python process hands back, loaded once it has ended well. */
export interface LoadAfter {
  readonly plan: Omit<LoadPlan, "source">;
  readonly connection: ConnectionSpec;
  readonly trial: TrialArea | undefined;
}

/** What the program of a task that chooses has written, read once it has ended well. */
export interface DecisionAfter {
  readonly task: BranchTask | ShortCircuitTask;
  readonly children: readonly string[];
}

/** Files between the engine and one try, made before it starts and removed when it is settled. All begin with the try's own path. */
export interface WorkFiles {
  /** Absolute, without an ending. */
  readonly stem: string;
  readonly contextFile: string;
  readonly outputFile: string;
  readonly xcomFile: string;
  readonly decisionFile: string;
  readonly context: Readonly<Record<string, unknown>>;
  /** The columns of the rows that it hands over are of interest, whatever becomes of these. */
  readonly tellsColumns: boolean;
}

export interface PlanSubject {
  readonly attemptId: string;
  readonly dag: Dag;
  readonly task: Task;
  /** Absolute. */
  readonly logPath: string;
  /** Absolute path that the try's files begin with; used only by tasks that exchange files. */
  readonly workStem: string;
  /** What templates see; made only when something has a template. */
  readonly context: () => Readonly<Record<string, unknown>>;
  /** What a process gets as its context file. */
  readonly handedOver: () => Readonly<Record<string, unknown>>;
  readonly identity: Readonly<Record<string, string>>;
  readonly instants: PlanInstants;
  /** For previews: told of every template. One that fails then stands as it is written, so that the others are rendered too. */
  readonly onTemplate?: (outcome: TemplateOutcome) => void;
  /** Texts by path in the workspace that stand for its files: unsaved ones of a try, or those of an older version. */
  readonly files?: Readonly<Record<string, string>> | undefined;
  /** Of a try. */
  readonly trial?: TrialSubject | undefined;
}

/** Of the run, and when the try began. */
export interface PlanInstants {
  readonly begunAt: number;
  readonly logicalDate: number | null;
  readonly dataIntervalEnd: number | null;
}

export interface TrialSubject {
  readonly areaOn: (connection: ConnectionSpec) => TrialArea;
}

/** What a person may see of one template: secrets are masked. */
export interface TemplateOutcome {
  readonly field: string;
  readonly file: string | null;
  readonly result: { readonly text: string } | { readonly error: string; readonly details: Readonly<Record<string, unknown>> };
}

export interface PlanParts {
  readonly workspace: Workspace;
  readonly settings: () => Settings;
  readonly render: (template: string, context: Readonly<Record<string, unknown>>) => string;
  readonly connection: (id: string | null) => ConnectionSpec;
  readonly secrets: () => readonly string[];
  readonly graceMs: number;
  /** Absolute folder that holds the `dagwright` module for Python. */
  readonly pythonSupport: string;
}

export function planAttempt(parts: PlanParts, subject: PlanSubject): AttemptPlan {
  const { task } = subject;
  if (task.kind === "SqlTask") return planSql(parts, subject, task);
  if (task.kind === "PythonTask") return planPython(parts, subject, task);
  if (task.kind === "BashTask") return planShell(parts, subject, task.bash);
  if (task.kind === "HttpTask") return planHttp(parts, subject, task);
  if (task.kind === "SensorTask") return planWatch(parts, subject, task, new FieldWriter(parts, subject));
  if (task.kind === "TriggerDagTask") return planTrigger(subject, task, new FieldWriter(parts, subject));
  if (task.kind === "NotifyTask") return planNotify(parts, subject, task);
  if (choosesBelow(task)) return planChoice(parts, subject, task);
  throw new AppError("internal", `Task "${task.id}": an EmptyTask has nothing to start.`);
}

function planChoice(parts: PlanParts, subject: PlanSubject, task: BranchTask | ShortCircuitTask): AttemptPlan {
  if (task.python !== null) return planPython(parts, subject, { ...task, kind: "PythonTask", python: task.python, ddl: null, load: { mode: "replace" }, connection: null, checks: [] });
  if (task.bash !== null) return planShell(parts, subject, task.bash);
  const writer = new FieldWriter(parts, subject);
  // Who looks at the templates wants to see all of them, not only those up to the first that holds.
  if (subject.onTemplate !== undefined && task.kind === "BranchTask") for (const [index, { when }] of task.branches.entries()) writer.render(`branches[${index}].when`, when);
  if (subject.onTemplate !== undefined && task.kind === "ShortCircuitTask") writer.render("condition", task.condition ?? "");
  if (subject.onTemplate !== undefined) return { kind: "decided", followed: null, rendered: writer.fields };
  return { kind: "decided", followed: decideByTemplates(task, (field, template) => writer.text(field, { kind: "inline", text: template })), rendered: writer.fields };
}

function decisionOf({ dag, task }: PlanSubject): DecisionAfter | null {
  return choosesBelow(task) ? { task, children: dag.tasks.flatMap(({ id, deps }) => (deps.includes(task.id) ? [id] : [])) } : null;
}

function planShell(parts: PlanParts, subject: PlanSubject, source: TextSource): AttemptPlan {
  const writer = new FieldWriter(parts, subject);
  const script = writer.text("bash", source);
  const exchanges = script.replaceAll(nameOfTry, " ").includes("DAGWRIGHT_") || choosesBelow(subject.task);
  const work = exchanges ? workOf(subject) : null;
  const decision = decisionOf(subject);
  const env = { ...subject.identity, ...writer.env(subject.task.env), ...(work ? workEnv(work, decision) : {}) };
  return { kind: "process", spec: processOf(parts, subject, { kind: "shell", script }, env), rendered: writer.fields, files: [], work, load: null, decision, hidden: writer.hidden };
}

/** What every process has. A script that names nothing else has no use for files, and they take more time than all else that the engine does for it. */
const nameOfTry = /DAGWRIGHT_(DAG_ID|RUN_ID|TASK_ID|TRY_NUMBER|ATTEMPT_ID|WORKSPACE|BASE_PATH)(?![A-Za-z0-9_])/g;

function planPython(parts: PlanParts, subject: PlanSubject, task: PythonTask): AttemptPlan {
  const writer = new FieldWriter(parts, subject);
  const work = workOf(subject);
  const { source } = task.python;
  const path = source.kind === "file" ? within(subject.dag, source.path) : null;
  const file = path === null ? null : parts.workspace.resolve(path);
  const draft = path === null ? undefined : textApart(parts.workspace, subject.files, path);
  const script = draft === undefined ? file : { inline: draft, folder: work.stem };
  if (path !== null) writer.keep("python", path);
  const args = task.python.args.map((arg, index) => writer.render(`python.args[${index}]`, arg));
  const { command, files } = pythonCommand(parts, {
    task,
    script: script ?? { inline: writer.text("python", source), folder: work.stem },
    args,
    baseFolder: subject.dag.basePath,
  });
  const own = writer.env(task.env);
  // A script whose text is not the file's is run from elsewhere, and still imports what lies beside its file.
  const beside = draft === undefined || file === null ? [] : [dirname(file)];
  const modules = [parts.pythonSupport, ...beside, ...(own["PYTHONPATH"] ? [own["PYTHONPATH"]] : [])].join(delimiter);
  const decision = decisionOf(subject);
  const env = { ...subject.identity, PYTHONUNBUFFERED: "1", ...own, ...workEnv(work, decision), PYTHONPATH: modules };
  const load = task.ddl ? loadOf(parts, subject, task, writer) : null;
  // The rows are loaded before its end is committed: what has come to others must not have come from nobody.
  const spec = { ...processOf(parts, subject, command, env), ...(load === null ? {} : { awaitsDisk: true }) };
  return { kind: "process", spec, rendered: writer.fields, files, work, load, decision, hidden: writer.hidden };
}

function planSql(parts: PlanParts, subject: PlanSubject, task: SqlTask): AttemptPlan {
  const writer = new FieldWriter(parts, subject);
  const sql = writer.text("sql", task.sql);
  const connection = parts.connection(task.connection ?? subject.dag.connection);
  const work: SqlJob["work"] = task.ddl
    ? { kind: "load", ...loadOf(parts, subject, task, writer).plan, source: { kind: "query", sql } }
    : { kind: "script", sql, checks: task.checks.map((check, index) => writer.check(check, index)), finalSchema: subject.dag.finalSchema };
  const { attemptId, logPath } = subject;
  return { kind: "sql", job: { attemptId, connection, work, timeoutMs: task.timeoutMs, logPath, secrets: parts.secrets(), trial: subject.trial?.areaOn(connection) }, rendered: writer.fields };
}

function planHttp(parts: PlanParts, subject: PlanSubject, task: HttpTask): AttemptPlan {
  const writer = new FieldWriter(parts, subject);
  const work = httpWorkOf(task, {
    text: (name, text) => writer.text(name, { kind: "inline", text }),
    check: (template, response) => parts.render(template, { ...subject.context(), response }),
    proxy: parts.settings().httpProxy,
  });
  const { attemptId, logPath } = subject;
  return { kind: "call", job: { attemptId, logPath, secrets: parts.secrets(), work: { ...work, hidden: writer.hidden } }, rendered: writer.fields };
}

function planNotify(parts: PlanParts, subject: PlanSubject, task: NotifyTask): AttemptPlan {
  const writer = new FieldWriter(parts, subject);
  const text = writer.text("message", { kind: "inline", text: task.message });
  const title = task.subject === null ? `${subject.dag.id}: ${task.id}` : writer.text("subject", { kind: "inline", text: task.subject });
  const { attemptId, logPath, identity } = subject;
  const facts = { event: "task", dag_id: subject.dag.id, run_id: identity["DAGWRIGHT_RUN_ID"] ?? null, task_id: task.id };
  return { kind: "call", job: { attemptId, logPath, secrets: parts.secrets(), work: { kind: "notify", channels: task.channels, subject: title, text, facts } }, rendered: writer.fields };
}

function loadOf(parts: PlanParts, subject: PlanSubject, task: SqlTask | PythonTask, writer: FieldWriter): LoadAfter {
  const { prepSchema, finalSchema } = subject.dag;
  const ddl = task.ddl ? writer.text("ddl", task.ddl) : "";
  const checks = task.checks.map((check, index) => writer.check(check, index));
  const connection = parts.connection(task.connection ?? subject.dag.connection);
  return { plan: { ddl, load: task.load, prepSchema, finalSchema, checks }, connection, trial: subject.trial?.areaOn(connection) };
}

function processOf(parts: PlanParts, subject: PlanSubject, command: ProcessCommand, env: Record<string, string>): ProcessSpec {
  const { task, dag } = subject;
  return {
    attemptId: subject.attemptId,
    command,
    cwd: parts.workspace.resolve(task.cwd ?? ""),
    env: { ...env, DAGWRIGHT_WORKSPACE: parts.workspace.root, DAGWRIGHT_BASE_PATH: dag.basePath },
    logPath: subject.logPath,
    logCapBytes: parts.settings().logCapMiB * 1024 * 1024,
    secrets: parts.secrets(),
    timeoutMs: task.timeoutMs,
    graceMs: parts.graceMs,
  };
}

function workOf(subject: PlanSubject): WorkFiles {
  const stem = subject.workStem;
  return { stem, contextFile: `${stem}.context.json`, outputFile: `${stem}.output`, xcomFile: `${stem}.xcom.jsonl`, decisionFile: `${stem}.decision`, context: subject.handedOver(), tellsColumns: subject.trial !== undefined && subject.task.kind === "PythonTask" };
}

function workEnv(work: WorkFiles, decision: DecisionAfter | null): Record<string, string> {
  return {
    DAGWRIGHT_CONTEXT: work.contextFile,
    DAGWRIGHT_OUTPUT: work.outputFile,
    DAGWRIGHT_OUTPUT_FORMAT: "jsonl",
    DAGWRIGHT_XCOM_OUT: work.xcomFile,
    ...(decision === null ? {} : { DAGWRIGHT_DECISION: work.decisionFile }),
  };
}

/** A path of the DAG file, relative to the workspace. */
export function within(dag: Pick<Dag, "basePath">, path: string): string {
  return posix.normalize(dag.basePath === "" ? path : `${dag.basePath}/${path}`);
}

/** The text that stands for a file, where the file says something else. */
function textApart(workspace: Workspace, files: PlanSubject["files"], path: string): string | undefined {
  const text = ownText(files, path);
  return text !== undefined && workspace.exists(path) && workspace.readText(path) === text ? undefined : text;
}

/** A file may be called as something that every object has. */
function ownText(files: PlanSubject["files"], path: string): string | undefined {
  return files !== undefined && Object.hasOwn(files, path) ? files[path] : undefined;
}

/** Of a longer script only the beginning is kept with each try. */
const longestKept = 262_144;

/** Renders one try's fields and remembers each result for the person to see. */
export class FieldWriter {
  readonly fields: RenderedField[] = [];
  /** What came of templates that name a secret. */
  readonly hidden: string[] = [];
  readonly #parts: PlanParts;
  readonly #subject: PlanSubject;

  constructor(parts: PlanParts, subject: PlanSubject) {
    this.#parts = parts;
    this.#subject = subject;
  }

  text(name: string, source: TextSource): string {
    const raw = source.kind === "inline" ? source.text : this.#read(within(this.#subject.dag, source.path));
    const text = this.render(name, raw, source.kind === "file" ? source.path : null);
    this.fields.push({ name, text: this.#shown(raw, text) });
    return text;
  }

  /** A script that runs as its file stands there: kept, so that one can see later what ran. What cannot be read is told of by the process. */
  keep(name: string, path: string): void {
    try {
      const text = this.#read(path);
      this.fields.push({ name, text: maskSecrets(text.length > longestKept ? `${text.slice(0, longestKept)}\n… (cut)` : text, this.#parts.secrets()) });
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
    }
  }

  #read(path: string): string {
    return ownText(this.#subject.files, path) ?? this.#parts.workspace.readText(path);
  }

  /** What a person sees and the history keeps: rendered anew with every secret as `***`, whatever the template makes of them. */
  #shown(raw: string, text: string): string {
    const secrets = this.#parts.secrets();
    if (!hasTemplate(raw) || !raw.includes("secret")) return maskSecrets(text, secrets);
    const context = this.#subject.context();
    const masked = Object.fromEntries(Object.keys((context["secret"] ?? {}) as object).map((name) => [name, secretMask]));
    try {
      return maskSecrets(this.#parts.render(raw, { ...context, secret: masked }), secrets);
    } catch {
      return "(not shown: a secret is part of it)";
    }
  }

  env(env: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, this.render(`env.${name}`, value)]));
  }

  check(check: Check, index: number): RenderedCheck {
    const rendered = this.#rendered(check, `checks[${index}]`);
    return { ...rendered, name: this.#checkName(check, rendered, `checks[${index}].name`) };
  }

  #rendered(check: Check, name: string): RenderedCheck {
    if (check.kind === "sql") return { kind: "sql", name: check.name, severity: check.severity, query: this.text(`${name}.sql`, check.query) };
    if (check.kind !== "row_count" && check.kind !== "range") return check;
    const { min, max, ...rest } = check;
    return { ...rest, ...this.#bound(name, "min", min), ...this.#bound(name, "max", max) } as RenderedCheck;
  }

  /** A name that was made from the check is made anew from its rendered values; one that was given is a template. */
  #checkName(check: Check, rendered: RenderedCheck, field: string): string {
    if (check.name !== checkTitle(check)) return this.render(field, check.name).replaceAll(auditedTableText, "this");
    if (rendered.kind !== "sql") return checkTitle(rendered);
    if (check.kind !== "sql" || check.query.kind === "file") return check.name;
    return checkTitle({ ...check, query: { kind: "inline", text: rendered.query.replaceAll(auditedTableText, "this") } });
  }

  #bound(name: string, key: "min" | "max", bound: number | string | undefined): Record<string, number | string> {
    if (bound === undefined) return {};
    return { [key]: typeof bound === "string" ? this.render(`${name}.${key}`, bound) : bound };
  }

  render(name: string, template: string, file: string | null = null): string {
    if (!hasTemplate(template)) return template;
    const tell = this.#subject.onTemplate;
    try {
      const text = this.#parts.render(template, this.#subject.context());
      tell?.({ field: name, file, result: { text: this.#shown(template, text) } });
      if (template.includes("secret")) this.hidden.push(text);
      return text;
    } catch (thrown) {
      if (tell !== undefined) {
        tell({ field: name, file, result: { error: maskSecrets(messageOf(thrown), this.#parts.secrets()), details: thrown instanceof AppError ? thrown.details : {} } });
        return template;
      }
      const place = file ? ` (${file})` : "";
      throw new AppError("template/failed", maskSecrets(`Task "${this.#subject.task.id}", ${name}${place}: ${messageOf(thrown)}`, this.#parts.secrets()), { field: name }, { cause: thrown });
    }
  }
}
