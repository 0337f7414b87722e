/** `dagwright edit`: patches a DAG file and shows what changed. All the edits are made, or none. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { applyEdit } from "../../../shared/dag-file/apply-edit.ts";
import { decodeDagFile } from "../../../shared/dag-file/decode-dag-file.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import type { Diagnostic } from "../../../shared/model/diagnostic.ts";
import { openWorkspace } from "../../platform/workspace-folder.ts";
import { readDagFile } from "../../services/read-dag-file.ts";
import { printJson, type CliContext } from "../context.ts";
import { dagFileOf, isFileArgument } from "../dag-argument.ts";
import { editsOf, type EditWord } from "../edit-requests.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { findWorkspace } from "../find-workspace.ts";
import { lineDiff } from "../line-diff.ts";
import { saveOver } from "../save-file.ts";
import { harmless } from "../words.ts";

export interface EditOptions {
  readonly dryRun?: boolean;
}

export function editCommand(context: CliContext, dag: string, words: readonly EditWord[], options: EditOptions): ExitCode {
  const edits = editsOf(words);
  const workspace = findWorkspace(context.workspaceOption);
  const file = isFileArgument(dag) ? dagFileOf(workspace, dag) : fileOfDag(workspace, dag);
  const path = join(workspace, file);
  const bytes = readFileSync(path);
  const decoded = decodeDagFile(bytes, { file });
  if (!decoded.ok) throw refused([decoded.diagnostic]);
  let text = decoded.text;
  for (const edit of edits) {
    const result = applyEdit(text, edit, { file });
    if (!result.ok) throw refused(result.diagnostics);
    text = result.text;
  }
  const diff = lineDiff(decoded.text, text);
  if (!options.dryRun && text !== decoded.text) saveOver(path, bytes, Buffer.from(text));
  if (context.json) printJson(context, { file, changed: text !== decoded.text, saved: !options.dryRun && text !== decoded.text, diff: diff.join("\n") });
  else printDiff(context, file, diff);
  return exitCodes.done;
}

function fileOfDag(workspace: string, dagId: string): string {
  const folder = openWorkspace(workspace);
  const files = folder.listDagFiles().map((file) => readDagFile(folder, file));
  const found = files.filter((file) => file.dagId === dagId);
  const [first, second] = found;
  if (first === undefined) throw new AppError("dag/not-found", `DAG "${dagId}": not found in ${workspace}; known are ${files.slice(0, 8).map((file) => file.dagId).join(", ") || "none"}.`, { dagId });
  if (second !== undefined) throw new AppError("input/invalid", `DAG "${dagId}": is in ${found.map(({ file }) => file).join(" and in ")}; name the file.`, { dagId });
  return first.file;
}

function refused(diagnostics: readonly Diagnostic[]): AppError {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const lines = errors.slice(0, 10).map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
  return new AppError("dag/invalid", `${lines.join("\n")}${errors.length > 10 ? `\n… and ${errors.length - 10} more` : ""}`, { diagnostics });
}

function printDiff(context: CliContext, file: string, diff: readonly string[]): void {
  const { paint } = context;
  if (diff.length === 0) return context.note(`${file}: is so already.`);
  context.out(paint.bold(harmless(file)));
  const colors = { "-": paint.red, "+": paint.green, "@": paint.cyan } as const;
  for (const line of diff) context.out((colors[line[0] as keyof typeof colors] ?? String)(harmless(line)));
}
