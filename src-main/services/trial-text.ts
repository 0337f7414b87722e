/** The text of a DAG that somebody tries, saved or not: read, judged, and with the pins that it names. */
import type { StartTry } from "../../shared/contract/tries.ts";
import { suggestion } from "../../shared/dag-file/did-you-mean.ts";
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { Dag, Task } from "../../shared/model/dag.ts";
import type { Diagnostic } from "../../shared/model/diagnostic.ts";
import { resolveKnownParams } from "../../shared/model/params.ts";
import type { Workspace } from "../ports/workspace.ts";
import { judgeDagFile } from "./judge-dag-file.ts";
import { refuseLongText } from "./long-text.ts";
import { type DagFile, readDagBytes } from "./read-dag-file.ts";

export type DagText = Pick<StartTry, "path" | "text" | "files">;

export interface TryText {
  readonly file: DagFile;
  readonly dag: Dag;
  readonly pins: Readonly<Record<string, string>>;
}

export function readTryText(workspace: Workspace, { path, text, files }: DagText): TryText {
  refuseLongText(path, text);
  const drafts = files ?? {};
  const withDrafts: Workspace = { ...workspace, exists: (file) => Object.hasOwn(drafts, file) || workspace.exists(file) };
  const file = judgeDagFile(readDagBytes(withDrafts, path, new TextEncoder().encode(text)), path, workspace.config());
  if (file.dag === null) throw invalid(file, errorsOf(file));
  return { file, dag: file.dag, pins: pinsOf(text, path) };
}

/** Pins are names of kept outputs; what is not a text is nobody's pin. */
function pinsOf(text: string, file: string): Record<string, string> {
  const { ui } = parseDag(text, { file });
  return Object.fromEntries(Object.entries(ui.pins).flatMap(([task, pin]) => (typeof pin === "string" ? [[task, pin] as const] : [])));
}

export const errorsOf = (file: DagFile): Diagnostic[] => file.diagnostics.filter(({ severity }) => severity === "error");

export function invalid(file: DagFile, errors: readonly Diagnostic[]): AppError {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  const where = first ? `${file.file}:${first.line}:${first.column}: ${first.message}${more}` : `${file.file}: it has no meaning yet.`;
  return new AppError("dag/invalid", `This text cannot be tried: ${where}`, { diagnostics: errors });
}

export function knownTask(dag: Dag, id: string): Task {
  const task = dag.tasks.find((one) => one.id === id);
  if (task !== undefined) return task;
  throw new AppError("task/not-found", `DAG "${dag.id}": has no task "${id}".${suggestion(id, dag.tasks.map((one) => one.id))}`, { taskId: id });
}

/** What has no value is left out: a task that names it fails and says so, the others can be tried. */
export function checkedParams(dag: Dag, input: Pick<StartTry, "params" | "conf">): Record<string, unknown> {
  const resolved = resolveKnownParams(dag.params, input.params ?? {}, input.conf);
  if (resolved.ok) return resolved.values;
  throw new AppError("params/invalid", `DAG "${dag.id}": ${resolved.problems.map(({ message }) => message).join(" ")}`, { problems: resolved.problems });
}
