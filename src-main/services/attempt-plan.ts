/**
 * Turns "start try n of task t" into what the runner or the SQL host is to do: templates rendered, files read, paths
 * checked, secrets gathered. Reads the workspace, starts nothing. Throws AppError with the field that is at fault.
 */
import { delimiter, dirname, posix } from "node:path";
import type { Check, Dag, PythonTask, SqlTask, Task, TextSource } from "../../shared/model/dag.ts";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import type { RenderedField } from "../../shared/model/run.ts";
import type { Settings } from "../../shared/contract/settings.ts";
import { checkTitle } from "../../shared/dag-file/check-title.ts";
import { maskSecrets, secretMask } from "../core/secret-text.ts";
import { hasTemplate } from "../core/template-marks.ts";
import type { ProcessCommand, ProcessSpec } from "../ports/runner.ts";
import { auditedTableText, type ConnectionSpec, type LoadPlan, type RenderedCheck, type SqlJob, type TrialArea } from "../ports/sql-host.ts";
import type { Workspace } from "../ports/workspace.ts";
import { pythonCommand } from "./python-command.ts";

export type AttemptPlan =
  | { readonly kind: "process"; readonly spec: ProcessSpec; readonly rendered: RenderedField[]; readonly files: readonly PlannedFile[]; readonly work: WorkFiles | null; readonly load: LoadAfter | null }
  | { readonly kind: "sql"; readonly job: SqlJob; readonly rendered: RenderedField[] };

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

/** Files between the engine and one try, made before it starts and removed when it is settled. All begin with the try's own path. */
export interface WorkFiles {
  /** Absolute, without an ending. */
  readonly stem: string;
  readonly contextFile: string;
  readonly outputFile: string;
  readonly xcomFile: string;
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
  /** For previews: told of every template. One that fails then stands as it is written, so that the others are rendered too. */
  readonly onTemplate?: (outcome: TemplateOutcome) => void;
  /** Of a try. */
  readonly trial?: TrialSubject | undefined;
}

export interface TrialSubject {
  /** Unsaved texts by path in the workspace; they stand for the files. */
  readonly files: Readonly<Record<string, string>>;
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
  throw new AppError("internal", `Task "${task.id}": an EmptyTask has nothing to start.`);
}

function planShell(parts: PlanParts, subject: PlanSubject, source: TextSource): AttemptPlan {
  const writer = new FieldWriter(parts, subject);
  const script = writer.text("bash", source);
  const exchanges = script.includes("DAGWRIGHT_");
  const work = exchanges ? workOf(subject) : null;
  const env = { ...subject.identity, ...writer.env(subject.task.env), ...(work ? workEnv(work) : {}) };
  return { kind: "process", spec: processOf(parts, subject, { kind: "shell", script }, env), rendered: writer.fields, files: [], work, load: null };
}

function planPython(parts: PlanParts, subject: PlanSubject, task: PythonTask): AttemptPlan {
  const writer = new FieldWriter(parts, subject);
  const work = workOf(subject);
  const { source } = task.python;
  const path = source.kind === "file" ? within(subject.dag, source.path) : null;
  const file = path === null ? null : parts.workspace.resolve(path);
  const draft = path === null ? undefined : ownText(subject.trial, path);
  const script = draft === undefined ? file : { inline: draft, folder: work.stem };
  const args = task.python.args.map((arg, index) => writer.render(`python.args[${index}]`, arg));
  const { command, files } = pythonCommand(parts, {
    task,
    script: script ?? { inline: writer.text("python", source), folder: work.stem },
    args,
    baseFolder: subject.dag.basePath,
  });
  const own = writer.env(task.env);
  // An unsaved script is run from elsewhere, and still imports what lies beside its file.
  const beside = draft === undefined || file === null ? [] : [dirname(file)];
  const modules = [parts.pythonSupport, ...beside, ...(own["PYTHONPATH"] ? [own["PYTHONPATH"]] : [])].join(delimiter);
  const env = { ...subject.identity, PYTHONUNBUFFERED: "1", ...own, ...workEnv(work), PYTHONPATH: modules };
  const load = task.ddl ? loadOf(parts, subject, task, writer) : null;
  return { kind: "process", spec: processOf(parts, subject, command, env), rendered: writer.fields, files, work, load };
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
  return { stem, contextFile: `${stem}.context.json`, outputFile: `${stem}.output`, xcomFile: `${stem}.xcom.jsonl`, context: subject.handedOver(), tellsColumns: subject.trial !== undefined && subject.task.kind === "PythonTask" };
}

function workEnv(work: WorkFiles): Record<string, string> {
  return {
    DAGWRIGHT_CONTEXT: work.contextFile,
    DAGWRIGHT_OUTPUT: work.outputFile,
    DAGWRIGHT_OUTPUT_FORMAT: "jsonl",
    DAGWRIGHT_XCOM_OUT: work.xcomFile,
  };
}

/** A path of the DAG file, relative to the workspace. */
export function within(dag: Pick<Dag, "basePath">, path: string): string {
  return posix.normalize(dag.basePath === "" ? path : `${dag.basePath}/${path}`);
}

/** A file may be called as something that every object has. */
function ownText(trial: TrialSubject | undefined, path: string): string | undefined {
  return trial !== undefined && Object.hasOwn(trial.files, path) ? trial.files[path] : undefined;
}

/** Renders one try's fields and remembers each result for the person to see. */
class FieldWriter {
  readonly fields: RenderedField[] = [];
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

  #read(path: string): string {
    return ownText(this.#subject.trial, path) ?? this.#parts.workspace.readText(path);
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
