/**
 * A DAG version as dag-diff compares it, from the meaning that ran rather than from the text: defaults are in, comments are not,
 * and a version whose text is no YAML (a remote's Python) can be compared as well. Fields have the names of the DAG file.
 */
import type { DagContent, Fields } from "../dag-diff/dag-content.ts";
import { isSameValue } from "../dag-diff/same-value.ts";
import { pathInside } from "../dag-file/workspace-path.ts";
import type { Dag, Task } from "../model/dag.ts";

export interface ComparedVersion {
  readonly dag: Dag;
  /** SQL and scripts that stood in files, by path in the workspace, as far as they are known. */
  readonly files: Readonly<Record<string, string>>;
}

/** Both, to be compared: tasks that are the same in both are left out, for there are many of them as a rule. */
export function contentsOfDags(before: ComparedVersion, after: ComparedVersion): [DagContent, DagContent] {
  const [one, other] = [withTexts(before, after.files), withTexts(after, before.files)];
  const old = new Map(one.tasks.map((task) => [task.id, task]));
  const same = new Set(other.tasks.filter((task) => isSameValue(old.get(task.id), task)).map(({ id }) => id));
  return [contentOfDag(one, same), contentOfDag(other, same)];
}

/** Of the files that both know, those that say something else. */
export function changedFiles(before: ComparedVersion["files"], after: ComparedVersion["files"]): Set<string> {
  return new Set(Object.keys(before).filter((path) => Object.hasOwn(after, path) && after[path] !== before[path]));
}

/** A file that says something else in the other version stands there with its text. */
function withTexts({ dag, files }: ComparedVersion, others: ComparedVersion["files"]): Dag {
  const changed = changedFiles(files, others);
  if (changed.size === 0) return dag;
  const written = (value: unknown): unknown => {
    if (isTextSource(value)) {
      const path = value.kind === "file" ? (pathInside(dag.basePath, value.path) ?? "") : "";
      return changed.has(path) ? { kind: "inline", text: files[path] } : value;
    }
    if (Array.isArray(value)) return value.map(written);
    return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, written(each)])) : value;
  };
  return { ...dag, tasks: dag.tasks.map((task) => written(task) as Task) };
}

function contentOfDag({ tasks, ...rest }: Dag, without: ReadonlySet<string>): DagContent {
  return {
    fields: named(rest),
    tasks: new Map(tasks.flatMap((task) => (without.has(task.id) ? [] : [[task.id, fieldsOfTask(task)] as const]))),
    groups: new Map(),
    notes: new Map(),
    drawing: null,
    graph: tasks.map(({ id, kind, deps, enabled }) => ({ id, kind, deps, enabled })),
  };
}

function fieldsOfTask({ id: _id, kind, ...rest }: Task): Fields {
  return { config_type: kind, ...named(rest) };
}

/** Where the file has another word than the model. */
const words: Readonly<Record<string, string>> = { retryDelayMs: "retry_delay", retryMaxDelayMs: "retry_max_delay", timeoutMs: "timeout", python: "python" };

function named(values: object): Fields {
  return Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (isUnwritten(value) ? [] : [[words[key] ?? snake(key), written(key, value)] as const])));
}

/** As good as not in the file. */
function isUnwritten(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function written(key: string, value: unknown): unknown {
  if (typeof value === "number" && key.endsWith("Ms")) return `${value / 1000}s`;
  if (isTextSource(value)) return value.kind === "inline" ? value.text : value.path;
  if (key === "python" && typeof value === "object" && value !== null) return pythonWritten(named(value));
  return value;
}

/** A script alone stands at the key itself. */
function pythonWritten(fields: Fields): unknown {
  const { source, warm, ...rest } = fields;
  return Object.keys(rest).length === 0 && warm !== false ? source : fields;
}

function isTextSource(value: unknown): value is { kind: "inline"; text: string } | { kind: "file"; path: string } {
  return typeof value === "object" && value !== null && "kind" in value && (("text" in value && value.kind === "inline") || ("path" in value && value.kind === "file"));
}
