/**
 * Where the program's own files lie: beside the sources in development, below `dist` when bundled. An engine that runs from its sources
 * starts the bundles of its other programs where DAGWRIGHT_BUILT_PROGRAMS says so, as the tests do: they begin several times as fast.
 */
import { existsSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

export interface Places {
  /** The entry file of another program of ours, to be started by Node. */
  entry(program: "engine" | "reader" | "runner" | "logs" | "backup" | "warehouse" | "cli"): string;
  readonly migrations: string;
  readonly pythonSupport: string;
  /** The built renderer; it may be absent in development. */
  readonly renderer: string;
  readonly examples: string;
  readonly packageFile: string;
}

export function findPlaces(from: string = fileURLToPath(import.meta.url)): Places {
  return from.endsWith(".ts") ? sourcePlaces(dirname(dirname(dirname(from)))) : builtPlaces(distAbove(from));
}

function sourcePlaces(root: string): Places {
  return {
    entry: (program) => isBuiltWanted() ? join(root, "dist", program, "main.mjs") : join(root, "src-main", sourceFolders[program] ?? program, "main.ts"),
    migrations: join(root, "src-main", "store", "migrations"),
    pythonSupport: join(root, "src-main", "runner", "python"),
    renderer: join(root, "dist", "renderer"),
    examples: join(root, "examples"),
    packageFile: join(root, "package.json"),
  };
}

/** Of those that are not called as they are. */
const sourceFolders: Partial<Record<string, string>> = { logs: "runner/log-lines", backup: "store/backup", reader: "engine/reader" };

function isBuiltWanted(): boolean {
  return process.env["DAGWRIGHT_BUILT_PROGRAMS"] === "1";
}

function builtPlaces(dist: string): Places {
  const root = dirname(dist);
  return {
    entry: (program) => unpacked(join(dist, program, "main.mjs")),
    migrations: join(dist, "engine", "migrations"),
    pythonSupport: unpacked(join(dist, "runner", "python")),
    renderer: join(dist, "renderer"),
    examples: [join(root, "examples"), join(dist, "examples")].map(unpacked).find(existsSync) ?? join(root, "examples"),
    packageFile: join(root, "package.json"),
  };
}

/** Files that other programs read must lie outside of Electron's archive. */
function unpacked(path: string): string {
  return path.replace(`app.asar${sep}`, `app.asar.unpacked${sep}`);
}

function distAbove(from: string): string {
  for (let folder = dirname(from); folder !== dirname(folder); folder = dirname(folder)) {
    if (folder.endsWith(`${sep}dist`)) return folder;
  }
  throw new Error(`${from}: does not lie below a "dist" folder; build again with "npm run build".`);
}
