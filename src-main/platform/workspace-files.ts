/** The files of the workspace as they are edited: every path is judged here, by name and by where its links lead, before it is touched. */
import { accessSync, constants, linkSync, lstatSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync, statSync, type Dirent, type Stats } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { AppError, reasonOf } from "../../shared/errors/app-error.ts";
import type { FileEntry } from "../../shared/contract/files.ts";
import type { FileContent, WorkspaceFiles } from "../ports/workspace-files.ts";
import { writeFileDurably } from "./durable-write.ts";
import { readPlainFile } from "./plain-file.ts";
import { resolveInside } from "./workspace-folder.ts";

const mostEntries = 5_000;
/** Large, made by machines, and never edited by hand. */
const unlisted = new Set(["node_modules", "__pycache__"]);

export function createWorkspaceFiles(root: string): WorkspaceFiles {
  const named = (path: string): string => placeOf(root, path).named;
  const real = (path: string): string => placeOf(root, path).real;
  return {
    check: (path) => relative(root, named(path)).replaceAll(sep, "/"),
    read: (path) => readFile(path, real(path)),
    write: (path, bytes, mayReplace) => write({ path, file: real(path), bytes, mayReplace }),
    rename: (from, to) => rename({ from, to }, named(from), named(to)),
    remove: (path) => remove(path, named(path)),
    list: (folder) => list(root, folder, folder === "" ? root : real(folder)),
  };
}

/**
 * Absolute, as it is named and with its links followed: a write goes through a link, a rename and a delete take the link itself.
 * Throws workspace/outside, document/refused.
 */
function placeOf(root: string, path: string): { named: string; real: string } {
  const named = resolveInside(root, path);
  refuseOwn(root, named, path);
  const real = realOf(named);
  refuseOwn(root, real, path);
  if (real === root) throw new AppError("document/refused", `${JSON.stringify(path)}: is the workspace itself; name a file in it.`, { path });
  return { named, real };
}

/** Of what is not there yet: its place below the nearest folder that is. */
function realOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    const folder = dirname(file);
    return folder === file ? file : join(realOf(folder), file.slice(folder.length + 1));
  }
}

/** Case, trailing dots and the short names of Windows lead to the same folder on some disks. */
const own = /^(?:\.git|\.dagwright|git~\d|dagwri~\d)[. ]*$/i;

function refuseOwn(root: string, file: string, path: string): void {
  const part = relative(root, file).split(sep).find((name) => own.test(name));
  if (part !== undefined) throw new AppError("document/refused", `${JSON.stringify(path)}: lies in ${part}, which is not edited here.`, { path });
}

function statOf(file: string): Stats | null {
  try {
    return statSync(file, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

function readFile(path: string, file: string): FileContent | null {
  const found = statOf(file);
  if (found === null) return null;
  if (found.isDirectory()) throw new AppError("document/not-found", `${path}: is a folder now, where a file is needed.`, { path });
  try {
    return { bytes: readPlainFile(file), modifiedAt: found.mtimeMs, readOnly: whyReadOnly(path, file, found) };
  } catch (thrown) {
    if (isGone(thrown)) return null;
    throw new AppError("document/not-found", `${path}: cannot be read: ${reasonOf(thrown)}.`, { path }, { cause: thrown });
  }
}

function whyReadOnly(path: string, file: string, found: Stats): string | null {
  const isForbidden = (found.mode & 0o222) === 0 || !mayWrite(file);
  if (isForbidden) return `${path} is read-only: its permissions let nobody write, or not you. Change them, or save under another name.`;
  return mayWrite(dirname(file)) ? null : `${path} lies in a folder that you may not write to. Change its permissions, or save elsewhere.`;
}

function mayWrite(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

interface Write {
  readonly path: string;
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly mayReplace: (there: Uint8Array | null) => boolean;
}

async function write({ path, file, bytes, mayReplace }: Write): Promise<boolean> {
  const before = readFile(path, file);
  if (!mayReplace(before?.bytes ?? null)) return false;
  if (before !== null && before.readOnly !== null) throw new AppError("document/read-only", before.readOnly, { path });
  try {
    mkdirSync(dirname(file), { recursive: true });
    const mode = before === null ? 0o666 & ~process.umask() : (statOf(file)?.mode ?? 0o644) & 0o7777;
    return await writeFileDurably({ file, bytes, mode, mayReplace: () => mayReplace(readFile(path, file)?.bytes ?? null) });
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw notSaved(path, thrown);
  }
}

function notSaved(path: string, thrown: unknown): AppError {
  return new AppError("document/not-saved", `${path}: was not saved: ${reasonOf(thrown)}. The file is as it was.`, { path }, { cause: thrown });
}

function rename({ from, to }: { from: string; to: string }, file: string, target: string): void {
  const found = statOf(file);
  if (found === null) throw new AppError("document/not-found", `${from}: is not there any more.`, { path: from });
  if (found.isDirectory()) throw new AppError("document/refused", `${from}: is a folder; only files are renamed here.`, { path: from });
  try {
    mkdirSync(dirname(target), { recursive: true });
    moveWithoutReplacing(file, target);
  } catch (thrown) {
    if (codeOf(thrown) === "EEXIST") throw new AppError("document/exists", `${to}: is there already; choose another name.`, { path: to });
    throw new AppError("document/not-saved", `${from}: was not renamed: ${reasonOf(thrown)}.`, { path: from }, { cause: thrown });
  }
}

/** A second name, then away with the first: unlike a rename this never replaces a file that has just come. */
function moveWithoutReplacing(file: string, target: string): void {
  try {
    linkSync(file, target);
  } catch (thrown) {
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"].includes(codeOf(thrown))) throw thrown;
    // A disk without second names.
    if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) throw Object.assign(new Error("is there already"), { code: "EEXIST" });
    renameSync(file, target);
    return;
  }
  rmSync(file);
}

function remove(path: string, file: string): void {
  const found = statOf(file);
  if (found === null) return;
  if (found.isDirectory()) throw new AppError("document/refused", `${path}: is a folder; only files are deleted here.`, { path });
  try {
    rmSync(file);
  } catch (thrown) {
    throw new AppError("document/not-saved", `${path}: was not deleted: ${reasonOf(thrown)}.`, { path }, { cause: thrown });
  }
}

function list(root: string, folder: string, place: string): { entries: FileEntry[]; more: boolean } {
  const listed = entriesIn(folder, place).flatMap((entry) => entryOf(root, folder, place, entry) ?? []);
  listed.sort((a, b) => Number(a.kind === "file") - Number(b.kind === "file") || (a.name < b.name ? -1 : 1));
  return { entries: listed.slice(0, mostEntries), more: listed.length > mostEntries };
}

function entriesIn(folder: string, place: string): Dirent[] {
  try {
    return readdirSync(place, { withFileTypes: true });
  } catch (thrown) {
    throw new AppError("document/not-found", `${folder}: cannot be listed: ${reasonOf(thrown)}.`, { path: folder }, { cause: thrown });
  }
}

function entryOf(root: string, folder: string, place: string, entry: Dirent): FileEntry | null {
  const { name } = entry;
  if (own.test(name) || unlisted.has(name)) return null;
  const path = folder === "" ? name : `${folder}/${name}`;
  try {
    // A link that leads out is not shown: it could not be opened either.
    const found = statOf(placeOf(root, relative(root, join(place, name))).real);
    if (found === null || (!found.isFile() && !found.isDirectory())) return null;
    return { name, path, kind: found.isFile() ? "file" : "folder", size: found.isFile() ? found.size : 0, ...(entry.isSymbolicLink() ? { isLink: true } : {}) };
  } catch {
    return null;
  }
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
}

function isGone(thrown: unknown): boolean {
  return ["ENOENT", "ENOTDIR"].includes(codeOf(thrown));
}
