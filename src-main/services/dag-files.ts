/**
 * The DAG files of the workspace, parsed and kept until they change. The text is the truth; what is kept is only a reading of it.
 */
import type { DagDetail, DagSummary } from "../../shared/contract/dags.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { Dag } from "../../shared/model/dag.ts";
import type { Diagnostic } from "../../shared/model/diagnostic.ts";
import { nextFire } from "../../shared/schedule/next.ts";
import { describeSchedule } from "../../shared/schedule/words.ts";
import type { Clock } from "../ports/machine.ts";
import type { Store } from "../ports/store.ts";
import type { Workspace } from "../ports/workspace.ts";
import { readDagFile, withClashes, type DagFile } from "./read-dag-file.ts";

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
    this.#listed ??= this.#list();
    return withClashes(this.#listed.map((file) => this.#read(file)));
  }

  #list(): string[] {
    const listed = this.#workspace.listDagFiles();
    const there = new Set(listed);
    for (const file of this.#files.keys()) if (!there.has(file)) this.#files.delete(file);
    return listed;
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
    const known = [...this.#files.values()].sort((one, other) => (one.file < other.file ? -1 : 1));
    const stale = known.filter((file) => paths.some((path) => isTouched(file, path)));
    const mayBeListed = paths.some((path) => path.endsWith(".dag.yaml") || this.#isFolder(path));
    if (stale.length === 0 && !mayBeListed) return [];
    const before = fingerprints(withClashes(known));
    for (const file of stale) this.#files.delete(file.file);
    this.#listed = null;
    const after = fingerprints(this.all());
    return [...new Set([...before.keys(), ...after.keys()])].filter((id) => before.get(id) !== after.get(id));
  }

  #isFolder(path: string): boolean {
    try {
      return this.#workspace.isFolder(path);
    } catch {
      return false;
    }
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
      scheduleOn: this.#store.dagSettings.get(file.dagId)?.scheduleOn ?? false,
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
    const read = readDagFile(this.#workspace, file);
    this.#files.set(file, read);
    return read;
  }
}

/** The path is the file, a file that it names, or a folder that holds either. */
function isTouched(file: DagFile, path: string): boolean {
  const isOrHolds = (other: string): boolean => other === path || other.startsWith(`${path}/`);
  return isOrHolds(file.file) || file.refersTo.some(isOrHolds);
}

/** By id; files with the same id are one. */
function fingerprints(files: readonly DagFile[]): Map<string, string> {
  const byId = new Map<string, string>();
  for (const file of files) byId.set(file.dagId, `${byId.get(file.dagId) ?? ""}\n${file.file} ${file.hash} ${file.diagnostics.map((one) => one.message).join()}`);
  return byId;
}

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
