/** What lies in a folder of the workspace, for who looks through all of them. */
import type { WorkspaceFiles } from "../ports/workspace-files.ts";

/** One that cannot be read, or has just gone, holds nothing. */
export function entriesOf(files: Pick<WorkspaceFiles, "list">, folder: string): ReturnType<WorkspaceFiles["list"]> {
  try {
    return files.list(folder);
  } catch {
    return { entries: [], more: false };
  }
}
