/** The file of a DAG that the command line names by its id or by the file itself. */
import { suggestion } from "../../shared/dag-file/did-you-mean.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { Workspace } from "../ports/workspace.ts";
import { glanceAtId, readDagFile } from "../services/read-dag-file.ts";
import { dagFileOf, isFileArgument } from "./dag-argument.ts";

/** Path relative to the workspace. Throws dag/not-found, and input/invalid where two files have the id. */
export function fileArgument(workspace: Workspace, dag: string): string {
  return isFileArgument(dag) ? dagFileOf(workspace.root, dag) : fileOfDag(workspace, dag);
}

function fileOfDag(workspace: Workspace, dagId: string): string {
  const files = workspace.listDagFiles().map((file) => ({ file, id: glanceAtId(workspace, file) ?? readDagFile(workspace, file).dagId }));
  const found = files.filter(({ id }) => id === dagId);
  const [first, second] = found;
  const ids = files.map(({ id }) => id).sort();
  if (first === undefined) throw new AppError("dag/not-found", `DAG "${dagId}": not found in ${workspace.root}; known are ${ids.slice(0, 8).join(", ") || "none"}.${suggestion(dagId, ids)}`, { dagId });
  if (second !== undefined) throw new AppError("input/invalid", `DAG "${dagId}": is in ${found.map(({ file }) => file).join(" and in ")}; name the file.`, { dagId });
  return first.file;
}
