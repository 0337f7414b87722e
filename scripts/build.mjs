/**
 * Builds what has changed into dist/. Whether something has changed is told by the content of the bundle's folders, so a
 * build with nothing to do is over in a blink and never loads the bundler.
 *   node scripts/build.mjs [NAME…] [--force]
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bootstrap, continueOnPinnedNode, root } from "./bootstrap.mjs";

const engineFolders = ["core", "engine", "platform", "ports", "remotes", "runner", "services", "store", "warehouse"].map((name) => `src-main/${name}`);
const ownFiles = ["package-lock.json", "package.json", "scripts/build.mjs", "scripts/bundle.mjs", "tsconfig.base.json"];

/** @typedef {{ name: string, entry: string, output: string, folders: string[], kind: "engine" | "desktop" | "page", isStaged?: boolean, isExtra?: boolean, copies?: [from: string, to: string][] }} Bundle */

/** A staged bundle gets a small first file that turns on V8's compile cache before the large one is read. @type {Bundle[]} */
export const bundles = [
  { name: "engine", kind: "engine", isStaged: true, entry: "src-main/engine/main.ts", output: "main.mjs", folders: engineFolders, copies: [["src-main/store/migrations", "migrations"]] },
  { name: "reader", kind: "engine", entry: "src-main/engine/reader/main.ts", output: "main.mjs", folders: ["src-main/engine/reader", "src-main/platform", "src-main/ports", "src-main/services", "src-main/core"] },
  { name: "runner", kind: "engine", entry: "src-main/runner/main.ts", output: "main.mjs", folders: ["src-main/runner", "src-main/ports"], copies: [["src-main/runner/python", "python"]] },
  { name: "logs", kind: "engine", entry: "src-main/runner/log-lines/main.ts", output: "main.mjs", folders: ["src-main/runner", "src-main/ports"] },
  { name: "backup", kind: "engine", entry: "src-main/store/backup/main.ts", output: "main.mjs", folders: ["src-main/store", "src-main/core", "src-main/ports"] },
  { name: "warehouse", kind: "engine", isStaged: true, entry: "src-main/warehouse/main.ts", output: "main.mjs", folders: ["src-main/warehouse", "src-main/ports"] },
  { name: "cli", kind: "engine", isStaged: true, entry: "src-main/cli/main.ts", output: "main.mjs", folders: ["src-main/cli", ...engineFolders], copies: [["src-main/store/migrations", "migrations"]] },
  { name: "app", kind: "desktop", entry: "src-main/app/main.ts", output: "main.cjs", folders: ["src-main/app", "src-main/platform", "src-main/core", "src-main/ports"] },
  { name: "preload", kind: "desktop", entry: "src-main/preload/preload.ts", output: "preload.cjs", folders: ["src-main/preload"] },
  // The engine under command, for the benchmarks: built on request, never packaged.
  { name: "bench", kind: "engine", isExtra: true, entry: "src-main/engine/fixtures/engine-process.ts", output: "main.mjs", folders: engineFolders },
  { name: "renderer", kind: "page", entry: "src-renderer/index.html", output: "index.html", folders: ["src-renderer"] },
];

/**
 * @param {{ names?: string[], isForced?: boolean, log?: (line: string) => void }} [options]
 * @returns {Promise<string[]>} names of the bundles that were built
 */
export async function build({ names = [], isForced = false, log = console.log } = {}) {
  const hashes = new Map();
  const stamps = readStamps();
  const wanted = bundles.filter((bundle) => names.length === 0 ? bundle.isExtra !== true : names.includes(bundle.name));
  const due = wanted.filter((bundle) => isForced || stamps[bundle.name] !== hashOf(bundle, hashes) || !existsSync(join(root, "dist", bundle.name, bundle.output)));
  if (due.length === 0) return [];
  const { writeBundle } = await import("./bundle.mjs");
  for (const bundle of due) {
    const startedAt = performance.now();
    await writeBundle(bundle);
    // Read again: what was built is what stood there when the build began, never something newer.
    writeStamps({ ...readStamps(), [bundle.name]: hashOf(bundle, hashes) });
    log(`Built ${bundle.name} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  }
  return due.map((bundle) => bundle.name);
}

function hashOf(bundle, hashes) {
  const hash = createHash("sha256");
  for (const path of ["shared", ...bundle.folders, ...ownFiles, ...(bundle.kind === "page" ? ["vite.config.ts"] : [])]) {
    if (!hashes.has(path)) hashes.set(path, hashOfPath(join(root, path)));
    hash.update(path).update(hashes.get(path));
  }
  return hash.digest("hex");
}

function hashOfPath(path) {
  const hash = createHash("sha256");
  if (!existsSync(path)) return "absent";
  const files = /\.\w+$/.test(path) ? [path] : filesBelow(path);
  for (const file of files) hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest("hex");
}

function filesBelow(folder) {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  const isSource = (name) => !/\.test\.tsx?$|^tsconfig\.json$|\.pyc$/.test(name);
  return entries.filter((entry) => entry.isFile() && isSource(entry.name)).map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort();
}

const stampFile = join(root, "dist", ".built.json");

function readStamps() {
  return existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, "utf8")) : {};
}

function writeStamps(stamps) {
  mkdirSync(join(root, "dist"), { recursive: true });
  writeFileSync(stampFile, `${JSON.stringify(stamps, null, 1)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { node } = bootstrap();
  continueOnPinnedNode(node);
  const args = process.argv.slice(2);
  try {
    const built = await build({ names: args.filter((arg) => !arg.startsWith("--")), isForced: args.includes("--force") });
    if (built.length === 0) console.log("Nothing to build");
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
