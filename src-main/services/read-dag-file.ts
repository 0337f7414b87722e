/**
 * One DAG file as it stands on the disk. Adds to the file's own diagnostics what needs the workspace: SQL and script files
 * that are missing or lie outside, and ids used twice. Runs nothing and keeps nothing.
 */
import { createHash } from "node:crypto";
import { posix } from "node:path";
import { decodeDagFile } from "../../shared/dag-file/decode-dag-file.ts";
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import { messageOf } from "../../shared/errors/app-error.ts";
import type { Dag, GraphTask, TextSource } from "../../shared/model/dag.ts";
import type { Diagnostic } from "../../shared/model/diagnostic.ts";
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
  /** Files of the workspace that the DAG names: when one of them comes or goes, the diagnostics change. */
  readonly refersTo: readonly string[];
}

/** Reads a file of the workspace; what is wrong with it becomes diagnostics, never an error. */
export function readDagFile(workspace: Workspace, file: string): DagFile {
  const empty = { dagId: nameOf(file), file, source: "", hash: "", dag: null, tasks: [], refersTo: [] };
  let bytes: Uint8Array;
  try {
    bytes = workspace.readBytes(file);
  } catch (thrown) {
    return { ...empty, diagnostics: [problem("file/unreadable", file, messageOf(thrown))] };
  }
  const decoded = decodeDagFile(bytes, { file });
  if (!decoded.ok) return { ...empty, diagnostics: [decoded.diagnostic] };
  const { dag, diagnostics, tasks } = parseDag(decoded.text, { file });
  const missing = dag ? missingFiles(workspace, dag, file, decoded.text) : [];
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 32);
  const refersTo = dag ? sourcesOf(dag).flatMap(({ source }) => (source.kind === "file" ? [posix.normalize(within(dag, source.path))] : [])) : [];
  return { dagId: dag?.id ?? writtenId(decoded.text) ?? nameOf(file), file, source: decoded.text, hash, dag, tasks, diagnostics: [...diagnostics, ...missing], refersTo };
}

function missingFiles(workspace: Workspace, dag: Dag, file: string, text: string): Diagnostic[] {
  return sourcesOf(dag).flatMap(({ field, source }) => {
    if (source.kind !== "file") return [];
    const place = placeOf(text, source.path);
    try {
      const path = within(dag, source.path);
      if (workspace.exists(path)) return [];
      return [{ ...problem("dag/missing-file", file, `${field}: the file ${path} does not exist; create it, or correct the path (it is relative to base_path).`), ...place, field }];
    } catch (thrown) {
      return [{ ...problem("dag/outside-workspace", file, `${field}: ${messageOf(thrown)}`), ...place, field }];
    }
  });
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

/** An id that an earlier file has already is an error of the later one. */
export function withClashes(files: readonly DagFile[]): DagFile[] {
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

/** The id of a DAG that has errors, so that its page stays where it was while a person types. */
function writtenId(text: string): string | null {
  const found = /^dag:[ \t]*(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"'#&*!|>{[][^\s#]*))[ \t]*(?:#.*)?\r?$/m.exec(text);
  return found?.[1] ?? found?.[2] ?? found?.[3] ?? null;
}

const nameOf = (file: string): string => (file.split("/").at(-1) ?? file).replace(/\.dag\.yaml$/, "");
