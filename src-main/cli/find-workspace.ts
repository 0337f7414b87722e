/** Which workspace a command is about: the one named, else the nearest folder upwards that is one, else this folder. */
import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { AppError } from "../../shared/errors/app-error.ts";

/** Returns a real path. Throws workspace/invalid when the named folder is none. */
export function findWorkspace(named: string | undefined, from: string = process.cwd()): string {
  if (named !== undefined) {
    const folder = resolve(from, named);
    if (!existsSync(folder) || !statSync(folder).isDirectory()) {
      throw new AppError("workspace/invalid", `--workspace ${named}: is no folder; name one that is there, or make one with "dagwright init".`, { path: folder });
    }
    return realpathSync(folder);
  }
  for (let folder = realpathSync(from); ; folder = dirname(folder)) {
    if (isWorkspace(folder)) return folder;
    if (folder === dirname(folder)) return realpathSync(from);
  }
}

/** For commands that only look: they must not lay a data folder into any folder they are called in. */
export function requireWorkspace(folder: string, isNamed: boolean): void {
  if (isWorkspace(folder)) return;
  const why = isNamed ? "nothing has run there yet, and there is no dagwright.json; name another one" : "neither dagwright.json nor .dagwright is there, or above; change to one, or name it with --workspace";
  throw new AppError("workspace/invalid", `${folder}: is no workspace (${why}).`, { path: folder });
}

export function isWorkspace(folder: string): boolean {
  return existsSync(join(folder, "dagwright.json")) || existsSync(join(folder, ".dagwright"));
}
