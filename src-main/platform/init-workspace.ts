/**
 * Makes a workspace from one of the bundled samples. Overwrites nothing: a folder that holds something is refused, or —
 * when merging was asked for — gets only the files that it does not have.
 */
import { copyFileSync, existsSync, statSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import { resolveInside } from "./workspace-folder.ts";

export interface InitOptions {
  readonly folder: string;
  /** Folder that holds one folder a sample. */
  readonly examples: string;
  /** The default is the first sample. */
  readonly sample?: string;
  readonly merge?: boolean;
}

export interface InitResult {
  /** Absolute. */
  readonly folder: string;
  readonly sample: string;
  /** Relative to the folder, sorted. */
  readonly written: readonly string[];
  /** Files that were there already and stayed as they were. */
  readonly kept: readonly string[];
}

export interface Sample {
  readonly name: string;
  readonly title: string;
}

/** What the folder may hold and still count as empty: traces of version control and of file browsers. */
const harmless = new Set([".git", ".gitkeep", ".DS_Store", "Thumbs.db"]);
const neverCopied = new Set([".dagwright", "__pycache__", ".venv", "node_modules", ".DS_Store"]);
const firstSample = "starter";

/** The samples there are; the one that `init` takes by default comes first. */
export function listSamples(examples: string): Sample[] {
  const names = existsSync(examples) ? readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory() && isSample(join(examples, entry.name))) : [];
  const samples = names.map(({ name }) => ({ name, title: titleOf(join(examples, name)) }));
  return samples.sort((one, other) => Number(other.name === firstSample) - Number(one.name === firstSample) || one.name.localeCompare(other.name));
}

/** Throws workspace/invalid with the reason when the folder cannot become a workspace, input/invalid for an unknown sample. */
export function initWorkspace(options: InitOptions): InitResult {
  const folder = resolve(options.folder);
  const sample = findSample(options);
  const source = join(options.examples, sample);
  checkTarget(folder, options.merge ?? false);
  try {
    return { folder, sample, ...lay(source, folder, sample) };
  } catch (thrown) {
    throw new AppError("workspace/invalid", `${folder}: the workspace could not be written: ${messageOf(thrown)}.`, { path: folder }, { cause: thrown });
  }
}

function findSample({ examples, sample }: InitOptions): string {
  const names = listSamples(examples).map(({ name }) => name);
  const wanted = sample ?? names[0];
  if (wanted !== undefined && names.includes(wanted)) return wanted;
  throw new AppError("input/invalid", `init: there is no sample "${wanted ?? ""}"; there are ${names.join(", ") || "none"}.`, { sample: wanted ?? null, samples: names });
}

function checkTarget(folder: string, merge: boolean): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw new AppError("workspace/invalid", `${folder}: is a file; name a folder that is new or empty.`, { path: folder });
  const found = readdirSync(folder).filter((name) => !harmless.has(name));
  if (found.length === 0 || merge) return;
  const shown = found.slice(0, 3).join(", ") + (found.length > 3 ? ` and ${found.length - 3} more` : "");
  throw new AppError("workspace/invalid", `${folder}: is not empty (${shown}); name a new folder, or add the missing files with --merge (nothing is overwritten).`, { path: folder });
}

function lay(source: string, folder: string, sample: string): { written: string[]; kept: string[] } {
  const written: string[] = [];
  const kept: string[] = [];
  mkdirSync(folder, { recursive: true });
  const put = (path: string, write: (target: string) => void): void => {
    const target = resolveInside(realpathSync(folder), path);
    if (existsSync(target)) return void kept.push(path);
    mkdirSync(dirname(target), { recursive: true });
    write(target);
    written.push(path);
  };
  for (const path of filesBelow(source)) put(path, (target) => copyFileSync(join(source, path), target));
  put("dagwright.json", (target) => writeFileSync(target, `${JSON.stringify({ name: basename(folder) || sample }, null, 2)}\n`));
  if (ignoreDataFolder(folder)) written.push(".gitignore");
  const unique = [...new Set(written)].sort();
  return { written: unique, kept: [...new Set(kept)].filter((path) => !unique.includes(path)).sort() };
}

/** Makes sure that git passes over `.dagwright/`. True when the file had to be changed. */
function ignoreDataFolder(folder: string): boolean {
  const file = resolveInside(realpathSync(folder), ".gitignore");
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (/^\/?\.dagwright\/?$/m.test(before)) return false;
  writeFileSync(file, `${before}${before === "" || before.endsWith("\n") ? "" : "\n"}.dagwright/\n`);
  return true;
}

/** Plain files only: a sample holds no links, and none is followed. */
function filesBelow(root: string): string[] {
  const found: string[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (neverCopied.has(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile()) found.push(relative(root, path));
    }
  };
  visit(root);
  return found;
}

function isSample(folder: string): boolean {
  return existsSync(join(folder, "dagwright.json")) || filesBelow(folder).some((path) => path.endsWith(".dag.yaml"));
}

function titleOf(folder: string): string {
  try {
    const config: unknown = JSON.parse(readFileSync(join(folder, "dagwright.json"), "utf8"));
    if (typeof config === "object" && config !== null && "name" in config && typeof config.name === "string") return config.name;
  } catch {
    // A sample without a config goes by its folder's name.
  }
  return basename(folder);
}
