/** Tasks, assets and files by name, for who goes to anything. Names that begin with what was typed come first. */
import type { FoundNames } from "../../shared/contract/find.ts";
import type { WorkspaceFiles } from "../ports/workspace-files.ts";
import { entriesOf } from "./folder-entries.ts";
import type { DagFile } from "./read-dag-file.ts";

/** A workspace may be a whole disk: what lies further down is not looked at. */
const mostFolders = 500;
const opened = /\.(?:sql|csv|tsv|parquet|jsonl?|ndjson)$/i;

export interface NameSources {
  readonly dags: readonly Pick<DagFile, "dagId" | "tasks">[];
  readonly files: Pick<WorkspaceFiles, "list">;
  /** All that tasks load and DAGs wait for. */
  readonly assetNames: () => Promise<readonly string[]>;
}

export async function findNames({ dags, files, assetNames }: NameSources, text: string, limit: number): Promise<FoundNames> {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) return { tasks: [], files: [], assets: [] };
  const tasks = dags.flatMap(({ dagId, tasks: all }) => all.filter((task) => holds(`${task.id} ${dagId}`, task.id, words)).map((task) => ({ dagId, taskId: task.id, kind: task.kind })));
  const paths = (await pathsIn(files)).filter((path) => holds(path, nameOf(path), words));
  const assets = (await assetNames()).filter((name) => holds(name, name, words));
  return { tasks: nearest(tasks, ({ taskId }) => taskId, words, limit), files: nearest(paths, nameOf, words, limit), assets: nearest(assets, tableOf, words, limit) };
}

/** Every word somewhere, and one of them in the name itself. */
function holds(whole: string, name: string, words: readonly string[]): boolean {
  const all = whole.toLowerCase();
  return words.every((word) => all.includes(word)) && words.some((word) => name.toLowerCase().includes(word));
}

function nearest<T>(items: readonly T[], name: (item: T) => string, words: readonly string[], limit: number): T[] {
  const rank = (item: T): number => (words.some((word) => name(item).toLowerCase().startsWith(word)) ? 0 : 1);
  return items.toSorted((a, b) => rank(a) - rank(b) || name(a).localeCompare(name(b))).slice(0, limit);
}

async function pathsIn(files: NameSources["files"]): Promise<string[]> {
  const folders = [""];
  const paths: string[] = [];
  for (let at = 0; at < folders.length && at < mostFolders; at += 1) {
    // The engine breathes between two folders.
    await new Promise((resolve) => setImmediate(resolve));
    for (const entry of entriesOf(files, folders[at] ?? "").entries) {
      if (entry.isLink === true) continue;
      if (entry.kind === "folder") folders.push(entry.path);
      else if (opened.test(entry.name)) paths.push(entry.path);
    }
  }
  return paths;
}

/** `claims.paid` is called `paid`. */
function tableOf(asset: string): string {
  return asset.split(/[./]/).at(-1) ?? asset;
}

function nameOf(path: string): string {
  return path.split("/").at(-1) ?? path;
}
