/** A DAG named on the command line: by its id, or by its file. */
import { existsSync, realpathSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { AppError } from "../../shared/errors/app-error.ts";
import type { Session } from "./session.ts";

export async function dagIdOf(workspace: string, dag: string): Promise<string> {
  if (!isFileArgument(dag)) return dag;
  const file = dagFileOf(workspace, dag);
  const [{ openWorkspace }, { readDagFile }] = await Promise.all([import("../platform/workspace-folder.ts"), import("../services/read-dag-file.ts")]);
  return readDagFile(openWorkspace(workspace), file).dagId;
}

/** Where nothing was found for a DAG: one whose file is gone may have had runs; of one that has neither the name is a slip. Throws dag/not-found. */
export async function refuseUnknownDag({ client }: Pick<Session, "client">, dagId: string | undefined): Promise<void> {
  if (dagId === undefined) return;
  const { runs } = await client.runs.list({ dagId, limit: 1 });
  if (runs.length === 0) await client.dags.get({ dagId });
}

export function isFileArgument(dag: string): boolean {
  return /\.ya?ml$/.test(dag);
}

/** Path relative to the workspace. Throws input/invalid when it is not there, workspace/outside when it lies elsewhere. */
export function dagFileOf(workspace: string, path: string): string {
  const found = [resolve(path), resolve(workspace, path)].find(existsSync);
  if (found === undefined) throw new AppError("input/invalid", `${path}: there is no such file; give a DAG's id, or the path of its *.dag.yaml.`, { path });
  const inside = relative(workspace, realpathSync(found));
  if (inside.startsWith("..")) throw new AppError("workspace/outside", `${path}: lies outside of the workspace ${workspace}; name its own with --workspace.`, { path });
  return inside.split(sep).join("/");
}
