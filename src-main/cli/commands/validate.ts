/** `dagwright validate`: reads DAG files and prints everything that is wrong with them. Runs nothing, starts no engine. */
import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { AppError } from "../../../shared/errors/app-error.ts";
import type { Diagnostic } from "../../../shared/model/diagnostic.ts";
import { configFileName, openWorkspace } from "../../platform/workspace-folder.ts";
import type { Workspace } from "../../ports/workspace.ts";
import { judgeDagFiles } from "../../services/judge-dag-file.ts";
import { warnOfMissingDeps } from "../../services/missing-deps.ts";
import { type DagFile, readDagFile } from "../../services/read-dag-file.ts";
import { DagReferences } from "../../services/references/dag-references.ts";
import { printJson, type CliContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { findWorkspace } from "../find-workspace.ts";
import { noteIfLong } from "../long-file-note.ts";
import { countText, diagnosticJson, diagnosticText, harmless } from "../words.ts";

const passedOver = new Set(["node_modules", "__pycache__", "venv"]);

export function validateCommand(context: CliContext, paths: readonly string[]): ExitCode {
  const found = paths.length === 0 ? workspaceFiles(findWorkspace(context.workspaceOption)) : paths.flatMap((path) => filesAt(context, path));
  for (const { workspace, file } of found) noteIfLong(context, openWorkspace(workspace), [file]);
  const { diagnostics, fileCount } = judgeAll(found);
  if (context.json) printJson(context, { diagnostics: diagnostics.map(diagnosticJson) });
  else printDiagnostics(context, { diagnostics, fileCount }, paths.length === 0 ? findWorkspace(context.workspaceOption) : paths.join(", "));
  return diagnostics.some(({ severity }) => severity === "error") ? exitCodes.badInput : exitCodes.done;
}

interface FoundFile {
  readonly workspace: string;
  /** Relative to the workspace. */
  readonly file: string;
}

function workspaceFiles(workspace: string): FoundFile[] {
  return [configFileName, ...openWorkspace(workspace).listDagFiles()].map((file) => ({ workspace, file }));
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
  // The workspace's own file belongs to the folder that it describes.
  const files = isFolder ? [...(real === workspace ? [join(workspace, configFileName)] : []), ...filesBelow(real)] : [real];
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

interface Judgement {
  readonly diagnostics: readonly Diagnostic[];
  /** DAG files, and workspace files that have something wrong. */
  readonly fileCount: number;
}

function judgeAll(found: readonly FoundFile[]): Judgement {
  const unique = [...new Map(found.map((one) => [`${one.workspace}\0${one.file}`, one])).values()];
  const roots = [...new Set(unique.map(({ workspace }) => workspace))];
  const judged = roots.map((root) => judgeWorkspace(openWorkspace(root), unique.flatMap(({ workspace, file }) => (workspace === root ? [file] : []))));
  return { diagnostics: judged.flatMap((one) => one.diagnostics), fileCount: judged.reduce((sum, one) => sum + one.fileCount, 0) };
}

function judgeWorkspace(workspace: Workspace, files: readonly string[]): Judgement {
  const ofConfig = files.includes(configFileName) ? workspace.config().diagnostics : [];
  const dagFiles = files.filter((file) => file !== configFileName).map((file) => readDagFile(workspace, file));
  const judged = judgeDagFiles(dagFiles, workspace.config());
  const references = referencesOf(workspace, dagFiles);
  const ofDags = judged.flatMap((file) => [...file.diagnostics, ...warnOfMissingDeps(workspace, file), ...references.of(file.file)]);
  return { diagnostics: [...ofConfig, ...ofDags], fileCount: dagFiles.length + (ofConfig.length > 0 ? 1 : 0) };
}

/** What a file names stands in other files, whichever were asked for. */
function referencesOf(workspace: Workspace, asked: readonly DagFile[]): DagReferences {
  const references = new DagReferences(workspace);
  const known = new Set(asked.map(({ file }) => file));
  const others = asked.some((file) => file.references.length > 0) ? workspace.listDagFiles().filter((path) => !known.has(path)) : [];
  for (const file of [...asked, ...others.map((path) => readDagFile(workspace, path))]) references.put(file);
  references.settle();
  return references;
}

function printDiagnostics(context: CliContext, { diagnostics, fileCount }: Judgement, place: string): void {
  for (const one of diagnostics) context.out(diagnosticText(one, context.paint));
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.filter(({ severity }) => severity === "warning").length;
  const verdict = fileCount === 0 ? `No *.dag.yaml file found in ${place}.${otherNames(place)}` : `${countText(fileCount, "file")}: ${errors === 0 && warnings === 0 ? "all is well." : `${countText(errors, "error")}, ${countText(warnings, "warning")}.`}`;
  context.note(verdict);
}

/** `claims.dag.yml` and `claims.yaml` are likely meant as DAGs, and are not read as such. */
function otherNames(folder: string): string {
  const names = existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder).filter((name) => /\.ya?ml$/.test(name)) : [];
  return names.length === 0 ? "" : ` The name of a DAG file ends in .dag.yaml; ${names.slice(0, 3).map(harmless).join(", ")} ${names.length === 1 ? "does" : "do"} not.`;
}
