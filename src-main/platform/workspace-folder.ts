/** The workspace on disk. Nothing outside of its root is read or written through here, links included. */
import { closeSync, existsSync, fsyncSync, lstatSync, openSync, readdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync, type Dirent } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import { AppError, reasonOf } from "../../shared/errors/app-error.ts";
import { emptyConfig, readWorkspaceFile, unreadableWorkspaceFile, type WorkspaceFile } from "../../shared/workspace-file/read-workspace-file.ts";
import type { Workspace } from "../ports/workspace.ts";
import { readPlainFile } from "./plain-file.ts";
import { watchFolder } from "./watch-folder.ts";

export const configFileName = "dagwright.json";
const dataFolderName = ".dagwright";
/** Where an engine writes before anybody has trusted the workspace; `""` is the data folder itself. */
const writtenUntrusted = ["", "logs", "runner", "backups"];
const passedOver = new Set(["node_modules", ".git", dataFolderName, "__pycache__", ".venv", "venv"]);
const maxDepth = 12;

/** Throws workspace/invalid when the folder is not there. */
export function openWorkspace(folder: string): Workspace {
  if (!existsSync(folder)) throw new AppError("workspace/invalid", `${folder}: is not there; make it with "dagwright init", or name another with --workspace.`, { path: folder });
  const root = realpathSync(folder);
  const inside = (path: string): string => resolveInside(root, path);
  const config = cachedConfig(root);
  return {
    root,
    get name() {
      return config().config.name ?? basename(root);
    },
    dataFolder: join(root, dataFolderName),
    config,
    saveConfig: (patch) => saveConfig(root, patch),
    resolve: inside,
    exists: (path) => existsSync(inside(path)),
    readText: (path) => readWith(path, () => readPlainFile(inside(path)).toString("utf8")),
    readBytes: (path) => readWith(path, () => readPlainFile(inside(path))),
    isFolder: (path) => statSync(inside(path), { throwIfNoEntry: false })?.isDirectory() ?? false,
    listDagFiles: () => listDagFiles(root),
    watch: (onChange) => watchFolder(root, passedOver, onChange),
  };
}

/** Absolute path; what does not exist yet is judged by its nearest folder that does. */
export function resolveInside(root: string, path: string): string {
  const target = resolve(root, path);
  if (path.includes("\0") || !isWithin(root, target)) throw outside(path);
  let existing = target;
  while (!isThere(existing) && existing !== root) existing = resolve(existing, "..");
  if (!isWithin(root, realPathOf(existing, path))) throw outside(path);
  return target;
}

/**
 * The data folder of a workspace, judged before anything is written there: a workspace from elsewhere may hold links in it that
 * would have us write into files of the person's own. Throws workspace/outside.
 */
export function ownDataFolder(root: string): string {
  const folder = join(root, dataFolderName);
  for (const part of writtenUntrusted) {
    const links = entriesOf(join(folder, part)).filter((entry) => entry.isSymbolicLink());
    for (const path of [join(folder, part), ...links.map((entry) => join(folder, part, entry.name))]) refuseLinkOut(root, relative(root, path));
  }
  return folder;
}

function refuseLinkOut(root: string, path: string): void {
  try {
    resolveInside(root, path);
  } catch (thrown) {
    const what = `${path}: is a link that leads out of the workspace, and Dagwright writes there; remove the link`;
    throw new AppError("workspace/outside", `${what} (a folder on another disk can be mounted there instead).`, { path }, { cause: thrown });
  }
}

/** A link counts as there even when what it names is not: something might be made through it. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

function realPathOf(existing: string, asked: string): string {
  try {
    return realpathSync(existing);
  } catch {
    throw outside(asked);
  }
}

function isWithin(root: string, target: string): boolean {
  return target === root || target.startsWith(root.endsWith(sep) ? root : root + sep);
}

function outside(path: string): AppError {
  return new AppError("workspace/outside", `${JSON.stringify(path)}: leads out of the workspace; use a path inside of it.`, { path });
}

function readWith<Content>(path: string, read: () => Content): Content {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw new AppError("input/invalid", `${path}: ${reasonOf(thrown)}.`, { path }, { cause: thrown });
  }
}

function listDagFiles(root: string): string[] {
  const found: string[] = [];
  const visit = (folder: string, depth: number): void => {
    if (depth > maxDepth) return;
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !passedOver.has(entry.name) && !entry.name.startsWith(".")) visit(path, depth + 1);
      else if (entry.name.endsWith(".dag.yaml") && !entry.isDirectory()) found.push(relative(root, path).replaceAll(sep, "/"));
    }
  };
  visit(root, 0);
  return found.sort();
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Asked for with every try: parsed again only when the file is another. */
function cachedConfig(root: string): Workspace["config"] {
  let known: { stamp: string; value: ReturnType<typeof readConfig> } | null = null;
  return () => {
    const stamp = stampOf(join(root, configFileName));
    if (known?.stamp !== stamp) known = { stamp, value: readConfig(root) };
    return known.value;
  };
}

function stampOf(file: string): string {
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    return found ? `${found.mtimeMs} ${found.size} ${found.ino}` : "none";
  } catch {
    return "unreadable";
  }
}

function readConfig(root: string): ReturnType<Workspace["config"]> {
  const read = readConfigFile(root);
  return { ...read, problems: read.diagnostics.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`) };
}

function readConfigFile(root: string): WorkspaceFile {
  if (!isThere(join(root, configFileName))) return { config: emptyConfig, diagnostics: [], broken: new Map(), brokenChannels: new Map(), isReadable: true };
  try {
    return readWorkspaceFile(readPlainFile(resolveInside(root, configFileName)).toString("utf8"), configFileName);
  } catch (thrown) {
    return unreadableWorkspaceFile(configFileName, `${reasonOf(thrown).replace(/\.$/, "")}.`);
  }
}

function saveConfig(root: string, patch: Readonly<Record<string, unknown>>): void {
  const { problems, isReadable } = readConfig(root);
  if (!isReadable) throw new AppError("settings/invalid", `${problems[0] ?? configFileName} Mend the file first, so that nothing of it is lost.`);
  const file = join(root, configFileName);
  const before: unknown = existsSync(file) ? JSON.parse(readPlainFile(file).toString("utf8").replace(/^\uFEFF/, "")) : {};
  writeDurably(file, `${JSON.stringify({ ...(before as object), ...patch }, null, 2)}\n`);
}

/** Write new, sync, rename: a reader sees the old or the new text, never a part. */
export function writeDurably(file: string, text: string): void {
  const part = `${file}.${process.pid}.part`;
  try {
    writeFileSync(part, text);
    const handle = openSync(part, "r+");
    fsyncSync(handle);
    closeSync(handle);
    renameSync(part, file);
  } catch (thrown) {
    rmSync(part, { force: true });
    throw thrown;
  }
}
