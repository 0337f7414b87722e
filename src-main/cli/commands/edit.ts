/** `dagwright edit`: patches a DAG file and shows what changed. All the edits are made, or none. */
import { join } from "node:path";
import { applyEdit } from "../../../shared/dag-file/apply-edit.ts";
import { decodeDagFile } from "../../../shared/dag-file/decode-dag-file.ts";
import { newDiagnostics } from "../../../shared/dag-file/new-diagnostics.ts";
import { AppError } from "../../../shared/errors/app-error.ts";
import type { Diagnostic } from "../../../shared/model/diagnostic.ts";
import { openWorkspace } from "../../platform/workspace-folder.ts";
import type { Workspace } from "../../ports/workspace.ts";
import { judgeDagFile } from "../../services/judge-dag-file.ts";
import { readDagBytes } from "../../services/read-dag-file.ts";
import { printJson, type CliContext } from "../context.ts";
import { editsOf, type EditWord } from "../edit-requests.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { fileArgument } from "../file-of-dag.ts";
import { findWorkspace } from "../find-workspace.ts";
import { lineDiff } from "../line-diff.ts";
import { saveOver } from "../save-file.ts";
import { diagnosticJson, diagnosticText, harmless } from "../words.ts";

export interface EditOptions {
  readonly dryRun?: boolean;
}

export function editCommand(context: CliContext, dag: string, words: readonly EditWord[], options: EditOptions): ExitCode {
  const edits = editsOf(words);
  const root = findWorkspace(context.workspaceOption);
  const workspace = openWorkspace(root);
  const file = fileArgument(workspace, dag);
  const path = join(root, file);
  const bytes = workspace.readBytes(file);
  const decoded = decodeDagFile(bytes, { file });
  if (!decoded.ok) throw refused([decoded.diagnostic]);
  let text = decoded.text;
  for (const edit of edits) {
    const result = applyEdit(text, edit, { file });
    if (!result.ok) throw refused(result.diagnostics);
    text = result.text;
  }
  const diff = lineDiff(decoded.text, text);
  const after = Buffer.from(text);
  const warnings = newDiagnostics(diagnosticsOf(workspace, file, bytes), diagnosticsOf(workspace, file, after));
  if (!options.dryRun && text !== decoded.text) saveOver(path, bytes, after);
  if (context.json) printJson(context, { file, changed: text !== decoded.text, saved: !options.dryRun && text !== decoded.text, diff: diff.join("\n"), diagnostics: warnings.map(diagnosticJson) });
  else printDiff(context, file, diff, warnings);
  return exitCodes.done;
}

/** What the edit itself does not forbid, but a run would: a file that is not there yet, a connection that is unknown, a key that nobody reads. */
function diagnosticsOf(workspace: Workspace, file: string, bytes: Uint8Array): readonly Diagnostic[] {
  return judgeDagFile(readDagBytes(workspace, file, bytes), file, workspace.config()).diagnostics;
}

function refused(diagnostics: readonly Diagnostic[]): AppError {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const lines = errors.slice(0, 10).map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
  return new AppError("dag/invalid", `${lines.join("\n")}${errors.length > 10 ? `\n… and ${errors.length - 10} more` : ""}`, { diagnostics });
}

function printDiff(context: CliContext, file: string, diff: readonly string[], warnings: readonly Diagnostic[]): void {
  const { paint } = context;
  if (diff.length === 0) return context.note(`${file}: is so already.`);
  context.out(paint.bold(harmless(file)));
  const colors = { "-": paint.red, "+": paint.green, "@": paint.cyan } as const;
  for (const line of diff) context.out((colors[line[0] as keyof typeof colors] ?? String)(harmless(line)));
  for (const warning of warnings) context.note(diagnosticText(warning));
}
