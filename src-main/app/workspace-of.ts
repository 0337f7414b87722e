/** The workspace that a DAG file belongs to: the nearest folder above it with `dagwright.json` or `.git`, else its own folder. */
import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { AppError } from "../../shared/errors/app-error.ts";

export interface FoundFile {
  readonly workspace: string;
  /** Relative to the workspace, with forward slashes. */
  readonly file: string;
}

export function workspaceOfFile(path: string): FoundFile {
  if (!existsSync(path) || !statSync(path).isFile()) throw new AppError("workspace/invalid", `${path}: there is no such file; choose a file such as a .dag.yaml.`);
  const file = realpathSync(path);
  const workspace = nearestMarked(dirname(file)) ?? dirname(file);
  return { workspace, file: relative(workspace, file).split(sep).join("/") };
}

/** The file's name in a folder, with forward slashes; null when it lies outside. */
export function fileInside(folder: string, { workspace, file }: FoundFile): string | null {
  const path = relative(folder, join(workspace, file));
  return path === "" || path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path) ? null : path.split(sep).join("/");
}

/** The folder's real path. A workspace is a folder that can be read; never a drive's root. */
export function workspaceFolder(path: string, from: string = process.cwd()): string {
  const whole = isAbsolute(path) ? path : resolve(from, path);
  const stat = statSync(whole, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) throw new AppError("workspace/invalid", `${whole}: ${stat ? "is no folder" : "does not exist"}; choose a folder with DAG files.`);
  const folder = realpathSync(whole);
  if (dirname(folder) === folder) throw new AppError("workspace/invalid", `${folder}: is the root of a drive; choose a folder in it.`);
  return folder;
}

function nearestMarked(start: string): string | null {
  for (let folder = start; dirname(folder) !== folder; folder = dirname(folder)) {
    if (existsSync(join(folder, "dagwright.json")) || existsSync(join(folder, ".git"))) return folder;
  }
  return null;
}
