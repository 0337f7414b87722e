/**
 * What is wrong with a DAG file because of what stands elsewhere: its id is another file's too, or it names a connection that the workspace
 * does not have. Judged anew whenever the other side changes, without reading the file again. Pure.
 */
import type { Diagnostic } from "../../shared/model/diagnostic.ts";
import type { WorkspaceFile } from "../../shared/workspace-file/read-workspace-file.ts";
import { connectionTrouble } from "./connection-trouble.ts";
import type { DagFile } from "./read-dag-file.ts";

/** `first`: the first file, by path, with the same id. */
export function judgeDagFile(file: DagFile, first: string, workspaceFile: WorkspaceFile): DagFile {
  const troubles = file.connections.flatMap((use) => {
    const trouble = connectionTrouble(workspaceFile, use.name);
    if (trouble === null) return [];
    const { name, field, ...place } = use;
    return [{ code: trouble.code, severity: "error" as const, message: `\`${field}\`: connection \`${name.slice(0, 100)}\` ${trouble.message}`, file: file.file, ...place, field }];
  });
  if (first === file.file) return troubles.length === 0 ? file : { ...file, diagnostics: [...file.diagnostics, ...troubles] };
  const clash: Diagnostic = { code: "dag/duplicate-id", severity: "error", message: `dag: "${file.dagId}" is also the id of ${first}; ids must be unique in the workspace.`, file: file.file, line: 1, column: 1, field: "dag" };
  return { ...file, dag: null, diagnostics: [...file.diagnostics, clash, ...troubles] };
}

/** Files in the order of their paths, each judged beside the others. */
export function judgeDagFiles(files: readonly DagFile[], workspaceFile: WorkspaceFile): DagFile[] {
  const first = new Map<string, string>();
  for (const { dagId, file } of files) if (!first.has(dagId)) first.set(dagId, file);
  return files.map((file) => judgeDagFile(file, first.get(file.dagId) ?? file.file, workspaceFile));
}
