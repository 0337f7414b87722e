/** The query files of the workspace: all of the folder for queries, with what is in it. */
import type { FileEntry } from "../../../shared/contract/files.ts";
import { queryFolder } from "../../document/scratch.ts";
import type { EngineClient } from "../../rpc/client.ts";

const mostFolders = 100;

/** Those of the folder itself first, then folder by folder. Empty where there is no such folder. */
export async function queryFiles(client: Pick<EngineClient, "files">): Promise<FileEntry[]> {
  const root = await client.files.list({ folder: "" });
  const folders = root.entries.some(({ kind, name }) => kind === "folder" && name === queryFolder) ? [queryFolder] : [];
  const found: FileEntry[] = [];
  for (let at = 0; at < folders.length && at < mostFolders; at += 1) {
    const { entries } = await client.files.list({ folder: folders[at] ?? "" });
    for (const entry of entries) {
      if (entry.kind === "folder") folders.push(entry.path);
      else if (/\.sql$/i.test(entry.name)) found.push(entry);
    }
  }
  return found;
}
