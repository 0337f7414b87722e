/**
 * The DAG files of the workspace, parsed and kept until they change. The text is the truth; what is kept is only a reading of it.
 * Adds to the file's own diagnostics what needs the disk: missing SQL and script files, ids used twice.
 */
import { createHash } from "node:crypto";
import type { DagDetail, DagSummary } from "../../shared/contract/dags.ts";
import { decodeDagFile } from "../../shared/dag-file/decode-dag-file.ts";
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import type { Dag, GraphTask, TextSource } from "../../shared/model/dag.ts";
import type { Diagnostic } from "../../shared/model/diagnostic.ts";
import { nextFire } from "../../shared/schedule/next.ts";
import { describeSchedule } from "../../shared/schedule/words.ts";
import type { Clock } from "../ports/machine.ts";
import type { Store } from "../ports/store.ts";
import type { Workspace } from "../ports/workspace.ts";
import { within } from "./attempt-plan.ts";

export interface DagFile {
  readonly dagId: string;
  readonly file: string;
  readonly source: string;
  readonly hash: string;
  readonly dag: Dag | null;
  readonly tasks: readonly GraphTask[];
  readonly diagnostics: readonly Diagnostic[];
}

const shownRuns = 14;

export class DagFiles {
  readonly #workspace: Workspace;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #files = new Map<string, DagFile>();
  #listed: string[] | null = null;

  constructor(parts: { workspace: Workspace; store: Store; clock: Clock }) {
    this.#workspace = parts.workspace;
    this.#store = parts.store;
    this.#clock = parts.clock;
  }

  /** Every DAG file, read at most once until `forget` is told that it changed. */
  all(): DagFile[] {
    this.#listed ??= this.#workspace.listDagFiles();
    return withClashes(this.#listed.map((file) => this.#read(file)));
  }

  /** Throws dag/not-found. A file that cannot be read as a DAG goes by its file name. */
  get(dagId: string): DagFile {
    const found = this.all().filter((one) => one.dagId === dagId);
    const [first] = found;
    if (!first) throw notFound(dagId, this.all().map((one) => one.dagId));
    return first;
  }

  /** Like `get`, but only a DAG that may run. Throws dag/invalid with its errors. */
  valid(dagId: string): DagFile & { dag: Dag } {
    this.refresh(dagId);
    const file = this.get(dagId);
    const errors = file.diagnostics.filter((one) => one.severity === "error");
    if (file.dag === null || errors.length > 0) throw invalid(file, errors);
    return { ...file, dag: file.dag };
  }

  /** Returns the ids that may have changed. Paths are relative; a path that is not a DAG file may still be one that a DAG refers to. */
  forget(paths: readonly string[]): string[] {
    const before = new Map([...this.#files.values()].map((file) => [file.dagId, fingerprint(file)]));
    this.#listed = null;
    for (const path of paths) if (path.endsWith(".dag.yaml")) this.#files.delete(path);
    if (paths.some((path) => !path.endsWith(".dag.yaml"))) this.#files.clear();
    const after = new Map(this.all().map((file) => [file.dagId, fingerprint(file)]));
    return [...new Set([...before.keys(), ...after.keys()])].filter((id) => before.get(id) !== after.get(id));
  }

  /** Reads a DAG's file again if its text is another by now, so that a run never uses a stale reading. */
  refresh(dagId: string): void {
    const known = [...this.#files.values()].find((file) => file.dagId === dagId);
    if (known) this.#files.delete(known.file);
    else this.#listed = null;
  }

  summary(file: DagFile): DagSummary {
    const { dag } = file;
    const now = this.#clock.now();
    return {
      dagId: file.dagId,
      file: file.file,
      owner: dag?.owner ?? null,
      doc: dag?.doc ?? null,
      tags: dag?.tags ?? [],
      scheduleText: dag?.schedule ? textOf(dag.schedule) : null,
      scheduleWords: dag?.schedule ? describeSchedule(dag.schedule) : null,
      timezone: dag?.timezone ?? "UTC",
      nextRunAt: dag?.schedule ? nextFire(dag.schedule, now) : null,
      taskCount: file.tasks.length,
      errors: file.diagnostics.filter((one) => one.severity === "error").length,
      warnings: file.diagnostics.filter((one) => one.severity === "warning").length,
      lastRuns: this.#store.runs.list({ dagId: file.dagId, limit: shownRuns }).map(({ key: _k, versionId: _v, selection: _s, record: _r, ...run }) => run),
    };
  }

  detail(dagId: string): DagDetail {
    const file = this.get(dagId);
    return { summary: this.summary(file), dag: file.dag, tasks: [...file.tasks], source: file.source, diagnostics: [...file.diagnostics] };
  }

  #read(file: string): DagFile {
    const known = this.#files.get(file);
    if (known) return known;
    const read = this.#parse(file);
    this.#files.set(file, read);
    return read;
  }

  #parse(file: string): DagFile {
    const empty = { dagId: nameOf(file), file, source: "", hash: "", dag: null, tasks: [] };
    let bytes: Uint8Array;
    try {
      bytes = this.#workspace.readBytes(file);
    } catch (thrown) {
      return { ...empty, diagnostics: [problem("file/unreadable", file, messageOf(thrown))] };
    }
    const decoded = decodeDagFile(bytes, { file });
    if (!decoded.ok) return { ...empty, diagnostics: [decoded.diagnostic] };
    const { dag, diagnostics, tasks } = parseDag(decoded.text, { file });
    const missing = dag ? this.#missingFiles(dag, file, decoded.text) : [];
    const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 32);
    return { dagId: dag?.id ?? nameOf(file), file, source: decoded.text, hash, dag, tasks, diagnostics: [...diagnostics, ...missing] };
  }

  #missingFiles(dag: Dag, file: string, text: string): Diagnostic[] {
    return sourcesOf(dag).flatMap(({ field, source }) => {
      if (source.kind !== "file") return [];
      const place = placeOf(text, source.path);
      try {
        const path = within(dag, source.path);
        if (this.#workspace.exists(path)) return [];
        return [{ ...problem("dag/missing-file", file, `${field}: the file ${path} does not exist; create it, or correct the path (it is relative to base_path).`), ...place, field }];
      } catch (thrown) {
        return [{ ...problem("dag/outside-workspace", file, `${field}: ${messageOf(thrown)}`), ...place, field }];
      }
    });
  }
}

function sourcesOf(dag: Dag): { field: string; source: TextSource }[] {
  return dag.tasks.flatMap((task) => {
    const at = (key: string, source: TextSource): { field: string; source: TextSource } => ({ field: `tasks.${task.id}.${key}`, source });
    if (task.kind === "BashTask") return [at("bash", task.bash)];
    if (task.kind === "EmptyTask") return [];
    const own = task.kind === "SqlTask" ? [at("sql", task.sql)] : [at("python", task.python.source)];
    const checks = task.checks.flatMap((check, index) => (check.kind === "sql" ? [at(`checks[${index}].sql`, check.query)] : []));
    return [...own, ...(task.ddl ? [at("ddl", task.ddl)] : []), ...checks];
  });
}

/** Line and column of a path's first mention in the text. */
function placeOf(text: string, path: string): { line: number; column: number } {
  const offset = Math.max(0, text.indexOf(path));
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

function withClashes(files: readonly DagFile[]): DagFile[] {
  const first = new Map<string, string>();
  return files.map((file) => {
    const other = first.get(file.dagId);
    if (other === undefined) {
      first.set(file.dagId, file.file);
      return file;
    }
    const clash = problem("dag/duplicate-id", file.file, `dag: "${file.dagId}" is also the id of ${other}; ids must be unique in the workspace.`);
    return { ...file, dag: null, diagnostics: [...file.diagnostics, clash] };
  });
}

function problem(code: string, file: string, message: string): Diagnostic {
  return { code, severity: "error", message, file, line: 1, column: 1 };
}

const nameOf = (file: string): string => (file.split("/").at(-1) ?? file).replace(/\.dag\.yaml$/, "");
const fingerprint = (file: DagFile): string => `${file.file} ${file.hash} ${file.diagnostics.map((one) => one.message).join()}`;

function textOf(schedule: NonNullable<Dag["schedule"]>): string {
  if (schedule.kind === "cron") return schedule.expression;
  return schedule.kind === "once" ? "@once" : `every ${schedule.everyMs / 1000}s`;
}

function notFound(dagId: string, known: readonly string[]): AppError {
  const list = known.length === 0 ? "the workspace has no *.dag.yaml file" : `known are ${known.slice(0, 8).join(", ")}`;
  return new AppError("dag/not-found", `DAG "${dagId}": not found; ${list}.`, { dagId });
}

function invalid(file: DagFile, errors: readonly Diagnostic[]): AppError {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  const where = first ? `${first.file}:${first.line}:${first.column}: ${first.message}` : `${file.file}: has no meaning as a DAG`;
  return new AppError("dag/invalid", `${where}${more}`, { dagId: file.dagId, diagnostics: errors });
}
