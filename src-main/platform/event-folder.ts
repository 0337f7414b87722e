/** Events as files of the workspace. Links are no events. */
import { createHash } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, watch } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../shared/errors/app-error.ts";
import type { EventFolder, FolderWatch, LyingEvent } from "../ports/event-folder.ts";
import type { Workspace } from "../ports/workspace.ts";

const isEvent = (name: string): boolean => name.endsWith(".json") && !name.startsWith(".");

export function createEventFolder(workspace: Pick<Workspace, "resolve">): EventFolder {
  return {
    isThere: (folder) => existsSync(workspace.resolve(folder)),
    list: (folder) => {
      const path = workspace.resolve(folder);
      if (!existsSync(path)) return [];
      const found = readdirSync(path).filter(isEvent).flatMap((name) => lyingIn(path, name));
      return found.sort((one, other) => one.modifiedAt - other.modifiedAt || (one.name < other.name ? -1 : 1));
    },
    read: (folder, { name }) => {
      const path = join(workspace.resolve(folder), name);
      const { ino, mtimeNs, size } = lstatSync(path, { bigint: true });
      const bytes = readFileSync(path);
      return { text: bytes.toString("utf8"), key: createHash("sha256").update(`${name}\n${ino} ${mtimeNs} ${size}\n`).update(bytes).digest("hex") };
    },
    clear: (folder, { name }, into) => {
      const path = workspace.resolve(folder);
      mkdirSync(join(path, into), { recursive: true });
      renameSync(join(path, name), freeName(join(path, into), name));
    },
    make: (folder) => void mkdirSync(workspace.resolve(folder), { recursive: true }),
    watch: (folder, onChange) => watchIn(workspace, folder, onChange),
  };
}

/** Nothing is heard of a folder that leads out of the workspace by now; whoever looks into it next is told why. */
function watchIn(workspace: Pick<Workspace, "resolve">, folder: string, onChange: () => void): FolderWatch | null {
  try {
    return watchOne(workspace.resolve(folder), onChange);
  } catch (thrown) {
    if (thrown instanceof AppError) return null;
    throw thrown;
  }
}

/** Of this folder alone. The watch of the whole workspace waits 50 ms for company, which is more than a run takes to begin. */
function watchOne(path: string, onChange: () => void): FolderWatch | null {
  const before = folderAt(path);
  if (before === null) return null;
  try {
    const watcher = watch(path, { persistent: false }, onChange);
    let isBroken = false;
    watcher.on("error", () => (isBroken = true));
    return { isAlive: () => !isBroken && folderAt(path) === before, dispose: () => watcher.close() };
  } catch {
    return null;
  }
}

/** Which folder it is; null for none, and for one that may not be looked at or leads round in a circle. */
function folderAt(path: string): string | null {
  try {
    const found = statSync(path);
    return found.isDirectory() ? `${found.dev} ${found.ino} ${found.birthtimeMs}` : null;
  } catch {
    return null;
  }
}

function lyingIn(path: string, name: string): LyingEvent[] {
  try {
    const stats = lstatSync(join(path, name));
    return stats.isFile() ? [{ name, bytes: stats.size, modifiedAt: stats.mtimeMs }] : [];
  } catch {
    // It went while it was looked at.
    return [];
  }
}

function freeName(folder: string, name: string): string {
  const stem = name.slice(0, -".json".length);
  for (let n = 1; ; n += 1) {
    const path = join(folder, n === 1 ? name : `${stem}.${n}.json`);
    if (!existsSync(path)) return path;
  }
}
