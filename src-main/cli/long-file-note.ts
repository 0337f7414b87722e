/** To read a DAG of tens of thousands of tasks takes some seconds: a person is told what they wait for. */
import { statSync } from "node:fs";
import type { Workspace } from "../ports/workspace.ts";
import { glanceAtId } from "../services/read-dag-file.ts";
import type { CliContext } from "./context.ts";
import { harmless } from "./words.ts";

/** In bytes; less is read before anybody would wonder. */
const longFile = 2_000_000;

export function noteIfLong(context: CliContext, workspace: Pick<Workspace, "resolve">, files: readonly string[]): void {
  for (const file of files) {
    const size = sizeOf(workspace, file);
    if (size > longFile) context.note(`${harmless(file)} is long (${(size / 1_000_000).toFixed(1)} MB); to read it takes some seconds.`);
  }
}

/** The same for the file that a DAG may stand in. */
export function noteIfLongDag(context: CliContext, workspace: Workspace, dagId: string): void {
  const long = workspace.listDagFiles().filter((file) => sizeOf(workspace, file) > longFile);
  noteIfLong(context, workspace, long.filter((file) => glanceAtId(workspace, file) === dagId));
}

function sizeOf(workspace: Pick<Workspace, "resolve">, file: string): number {
  return statSync(workspace.resolve(file), { throwIfNoEntry: false })?.size ?? 0;
}
