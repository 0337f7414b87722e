/** `dagwright validate`: reads DAG files and prints everything that is wrong with them. Runs nothing, starts no engine. */
import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { AppError } from "../../../shared/errors/app-error.ts";
import type { Diagnostic } from "../../../shared/model/diagnostic.ts";
import { openWorkspace } from "../../platform/workspace-folder.ts";
import { readDagFile, withClashes, type DagFile } from "../../services/read-dag-file.ts";
import { printJson, type CliContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { findWorkspace } from "../find-workspace.ts";
import { countText, harmless } from "../words.ts";

const passedOver = new Set(["node_modules", "__pycache__", "venv"]);

export function validateCommand(context: CliContext, paths: readonly string[]): ExitCode {
  const found = paths.length === 0 ? workspaceFiles(findWorkspace(context.workspaceOption)) : paths.flatMap((path) => filesAt(context, path));
  const files = readAll(found);
  const diagnostics = files.flatMap((file) => file.diagnostics);
  if (context.json) printJson(context, { diagnostics: diagnostics.map(({ file, line, column, code, severity, message }) => ({ file, line, column, code, severity, message })) });
  else printDiagnostics(context, diagnostics, files.length);
  return diagnostics.some(({ severity }) => severity === "error") ? exitCodes.badInput : exitCodes.done;
}

interface FoundFile {
  readonly workspace: string;
  /** Relative to the workspace. */
  readonly file: string;
}

function workspaceFiles(workspace: string): FoundFile[] {
  return openWorkspace(workspace).listDagFiles().map((file) => ({ workspace, file }));
}

/** A path belongs to the named workspace, else to the nearest one above it. */
function filesAt(context: CliContext, path: string): FoundFile[] {
  const full = resolve(path);
  if (!existsSync(full)) throw new AppError("input/invalid", `${path}: there is no such file or folder.`, { path });
  const real = realpathSync(full);
  const isFolder = statSync(real).isDirectory();
  const workspace = findWorkspace(context.workspaceOption, isFolder ? real : join(real, ".."));
  const inside = relative(workspace, real);
  if (inside.startsWith("..")) throw new AppError("workspace/outside", `${path}: lies outside of the workspace ${workspace}.`, { path });
  const files = isFolder ? filesBelow(real) : [real];
  return files.map((file) => ({ workspace, file: relative(workspace, file).split(sep).join("/") }));
}

/** Folders that are links are not entered, so a loop cannot catch us. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((name) => {
      const path = join(folder, name);
      if (lstatSync(path).isDirectory()) return passedOver.has(name) || name.startsWith(".") ? [] : filesBelow(path);
      return name.endsWith(".dag.yaml") ? [path] : [];
    });
}

function readAll(found: readonly FoundFile[]): DagFile[] {
  const unique = [...new Map(found.map((one) => [`${one.workspace}\0${one.file}`, one])).values()];
  const workspaces = new Map([...new Set(unique.map(({ workspace }) => workspace))].map((root) => [root, openWorkspace(root)]));
  return [...workspaces].flatMap(([root, workspace]) => withClashes(unique.filter((one) => one.workspace === root).map(({ file }) => readDagFile(workspace, file))));
}

function printDiagnostics(context: CliContext, diagnostics: readonly Diagnostic[], fileCount: number): void {
  const { paint } = context;
  const colors = { error: paint.red, warning: paint.yellow, info: paint.dim };
  for (const { file, line, column, severity, code, message } of diagnostics) {
    context.out(`${harmless(file)}:${line}:${column}: ${colors[severity](severity)}: ${harmless(message)} ${paint.dim(`[${code}]`)}`);
  }
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.filter(({ severity }) => severity === "warning").length;
  const verdict = fileCount === 0 ? "No *.dag.yaml file found." : `${countText(fileCount, "file")}: ${errors === 0 && warnings === 0 ? "all is well." : `${countText(errors, "error")}, ${countText(warnings, "warning")}.`}`;
  context.note(verdict);
}
