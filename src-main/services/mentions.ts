/** Which text files of the workspace name a word, such as the id of a task that is to be renamed. Looks only; reads in slices. */
import type { FileMention } from "../../shared/contract/files.ts";
import { namesWord } from "../../shared/rename/name-in-text.ts";
import type { WorkspaceFiles } from "../ports/workspace-files.ts";
import { entriesOf } from "./folder-entries.ts";
import type { DagFile } from "./read-dag-file.ts";

export interface MentionParts {
  readonly files: WorkspaceFiles;
  /** Texts that are not saved, by path. */
  readonly drafts: () => ReadonlyMap<string, string>;
  readonly dagFiles: () => readonly DagFile[];
}

/** What a person writes by hand and that names tasks or DAGs. */
const read = /\.(?:ya?ml|sql|py|sh|bash|ipynb|md|json|txt|toml)$/i;
const mostBytes = 1024 * 1024;
const mostFiles = 20_000;
const mostFound = 200;
/** Files between two breaths of the engine. */
const slice = 40;

export async function findMentions({ files, drafts: draftsNow, dagFiles }: MentionParts, word: string): Promise<{ files: FileMention[]; more: boolean }> {
  const dags = dagFiles();
  const drafts = draftsNow();
  const found: FileMention[] = [];
  let seen = 0;
  const folders = [""];
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    await new Promise((resolve) => setImmediate(resolve));
    const { entries, more } = entriesOf(files, folder);
    if (more) seen = mostFiles;
    for (const { path, kind, size, isLink = false } of entries) {
      if (isLink) continue;
      if (kind === "folder") folders.push(path);
      if (kind === "folder" || !read.test(path) || size > mostBytes) continue;
      if (found.length >= mostFound || ++seen > mostFiles) return { files: found, more: true };
      if (seen % slice === 0) await new Promise((resolve) => setImmediate(resolve));
      if (!namesWord(textOf(files, path), word) && !namesWord(drafts.get(path) ?? "", word)) continue;
      found.push({ path, usedBy: dags.filter(({ refersTo }) => refersTo.includes(path)).map(({ dagId }) => dagId) });
    }
  }
  return { files: found, more: seen >= mostFiles };
}

function textOf(files: WorkspaceFiles, path: string): string {
  try {
    return new TextDecoder("utf-8").decode(files.read(path)?.bytes ?? new Uint8Array());
  } catch {
    return "";
  }
}
