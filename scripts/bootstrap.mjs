/**
 * Makes the tree ready to build: packages as the lock file names them, the pinned Node, and the system packages of the
 * asked purpose. Runs on Node 20 with nothing installed, so it imports nothing but Node's own modules and its siblings.
 * When all is there it only looks, in a few milliseconds.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { installSystemPackages } from "./system-packages.mjs";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, "node_modules", ".dagwright-lock-hash");

/**
 * @param {{ purposes?: ("desktop" | "tests")[], log?: (line: string) => void }} [options]
 * @returns {{ node: string, missing: string[] }} the Node to run everything with, and the system parts that are not there
 */
export function bootstrap({ purposes = [], log = console.log } = {}) {
  installPackages(log);
  const node = linkNode();
  return { node, missing: installSystemPackages(purposes, join(root, ".cache"), log) };
}

function installPackages(log) {
  const lockText = readFileSync(join(root, "package-lock.json"));
  const hash = createHash("sha256").update(lockText).digest("hex");
  if (readOr(stampFile, "").trim() === hash) return;
  if (!matchesLock(JSON.parse(lockText))) {
    log("Installing packages from package-lock.json …");
    const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
    const result = runNpm(args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
    if (result.status !== 0) throw new Error(`npm ${args.join(" ")}: ended with ${result.status ?? result.error}; the packages are needed to go on; check the network and run it again.`);
  }
  writeFileSync(stampFile, `${hash}\n`);
}

/** True when what npm wrote down about node_modules has every package that the lock file asks for (a plain `npm install` leaves it so). */
function matchesLock(lock) {
  const found = JSON.parse(readOr(join(root, "node_modules", ".package-lock.json"), "{}")).packages ?? {};
  return Object.entries(lock.packages).every(
    ([path, entry]) => path === "" || found[path]?.version === entry.version || (found[path] === undefined && (entry.optional || entry.devOptional)),
  );
}

/** Runs npm with the given arguments: the one that started us, or the one on the PATH. */
export function runNpm(args, options) {
  const script = process.env.npm_execpath;
  if (script && /npm-cli\.c?js$/.test(script)) return spawnSync(process.execPath, [script, ...args], options);
  return spawnSync("npm", args, { ...options, shell: process.platform === "win32" });
}

/** The pinned Node of this platform, linked as `node_modules/.bin/node`; else the Node that runs this, when it is new enough. */
function linkNode() {
  const binary = pinnedNode();
  if (binary === null) {
    if (isRecentEnough(process.versions.node)) return process.execPath;
    throw new Error(`Node ${process.versions.node}: there is no pinned Node for ${process.platform}-${process.arch}; Node 22.14 or newer is needed; install it and run this again.`);
  }
  if (process.platform !== "win32") {
    const inPackage = join(root, "node_modules", "node", "bin", "node");
    link(binary, inPackage);
    link(inPackage, join(root, "node_modules", ".bin", "node"));
  }
  return binary;
}

export function pinnedNode() {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const binary = join(root, "node_modules", `node-${platform}-${process.arch}`, "bin", process.platform === "win32" ? "node.exe" : "node");
  return existsSync(binary) ? binary : null;
}

export function isRecentEnough(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 14);
}

/** Ends this process with the outcome of the same command on the given Node, unless this Node will do. */
export function continueOnPinnedNode(node) {
  if (node === process.execPath || isRecentEnough(process.versions.node)) return;
  const result = spawnSync(node, process.argv.slice(1), { stdio: "inherit" });
  process.exit(result.status ?? 1);
}

function link(target, path) {
  const wanted = relative(dirname(path), target);
  try {
    if (readlinkSync(path) === wanted && existsSync(path)) return;
  } catch {
    // Nothing there, or a file: made anew below.
  }
  rmSync(path, { force: true });
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(wanted, path);
}

function readOr(path, fallback) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return fallback;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const purposes = ["desktop", "tests"].filter((purpose) => process.argv.includes(`--${purpose}`));
    const { node, missing } = bootstrap({ purposes });
    console.log(missing.length === 0 ? `Ready, with ${node}` : `Ready, but without ${missing.join(", ")}`);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
