/** The machine's part of the doctor: programs, libraries, what was installed and built. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import type { DoctorPlaces, DoctorQuestion } from "./doctor.ts";

const run = promisify(execFile);
const isLinux = process.platform === "linux";

export function machineChecks({ programFolder }: DoctorPlaces): DoctorQuestion[] {
  const inProgram = (...path: string[]): string => join(programFolder, ...path);
  return [
    { id: "node", title: "Node", required: true, needed: "22.14 or newer", fix: "npm start (fetches the pinned Node)", look: async () => ({ ok: isRecentNode(process.versions.node), found: process.versions.node }) },
    { id: "packages", title: "Packages", required: true, needed: "as package-lock.json names them", fix: "npm ci --ignore-scripts", look: async () => packagesState(programFolder) },
    { id: "build", title: "Build", required: true, needed: "engine, runner, SQL host and command line in dist/", fix: "npm run build", look: async () => builtState(inProgram("dist")) },
    { id: "desktop-runtime", title: "Desktop runtime", required: false, needed: "Electron 35 or newer", fix: "npm start (downloads it; --browser needs none)", look: async () => runtimeState(programFolder) },
    { id: "display", title: "Display", required: false, needed: "a display for the window; Xvfb for its tests", fix: "npm start -- --browser, or for tests: sudo apt-get install xvfb", look: async () => displayState() },
    { id: "chromium", title: "Chromium", required: false, needed: "for the browser journeys of the tests", fix: "sudo apt-get install chromium", look: () => program(["chromium", "chromium-browser", "google-chrome", "microsoft-edge"], ["--version"]) },
    { id: "python3", title: "Python", required: true, needed: "3.9 or newer, for Python tasks", fix: "sudo apt-get install python3 python3-venv", look: () => pythonState() },
    { id: "uv", title: "uv", required: false, needed: "makes Python environments fast; without it venv and pip are used", fix: "pip install uv", look: () => program(["uv"], ["--version"]) },
    { id: "postgres", title: "PostgreSQL server programs", required: false, needed: "for the tests against a real server", fix: "sudo apt-get install postgresql", look: async () => postgresState() },
  ];
}

export function isRecentNode(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 14);
}

function packagesState(programFolder: string): { ok: boolean; found: string } {
  const lock = join(programFolder, "package-lock.json");
  const stamp = join(programFolder, "node_modules", ".dagwright-lock-hash");
  if (!existsSync(lock)) return { ok: true, found: "packaged with the program" };
  if (!existsSync(stamp)) return { ok: false, found: "not installed by the set-up" };
  const isSame = readFileSync(stamp, "utf8").trim() === createHash("sha256").update(readFileSync(lock)).digest("hex");
  return { ok: isSame, found: isSame ? "as the lock file names them" : "of another lock file" };
}

function builtState(dist: string): { ok: boolean; found: string } {
  const missing = ["engine", "runner", "warehouse", "cli"].filter((name) => !existsSync(join(dist, name, "main.mjs")));
  return { ok: missing.length === 0, found: missing.length === 0 ? "all built" : `not built: ${missing.join(", ")}` };
}

function runtimeState(programFolder: string): { ok: boolean; found: string } {
  const dist = process.env["ELECTRON_OVERRIDE_DIST_PATH"] ?? join(programFolder, "node_modules", "electron", "dist");
  if (existsSync(join(dist, "version"))) return { ok: true, found: `Electron ${readFileSync(join(dist, "version"), "utf8").trim().replace(/^v/, "")}` };
  const development = existsSync(join(programFolder, ".cache", "electron-25", "electron"));
  return { ok: false, found: development ? "only Electron 25.1.1, end-of-life: for development and tests" : "none" };
}

function displayState(): { ok: boolean; found: string } {
  if (!isLinux) return { ok: true, found: "the system's own" };
  const display = process.env["WAYLAND_DISPLAY"] || process.env["DISPLAY"];
  if (display) return { ok: true, found: display };
  return findProgram(["Xvfb"]) === null ? { ok: false, found: "neither a display nor Xvfb" } : { ok: true, found: "none, but Xvfb for tests" };
}

async function pythonState(): Promise<{ ok: boolean; found: string }> {
  const { found } = await program(["python3", "python"], ["-c", "import sys; print('.'.join(map(str, sys.version_info[:3])))"]);
  const [major = 0, minor = 0] = found.split(".").map(Number);
  return { ok: major === 3 && minor >= 9, found };
}

function postgresState(): { ok: boolean; found: string } {
  const base = "/usr/lib/postgresql";
  const versions = existsSync(base) ? readdirSync(base).filter((version) => existsSync(join(base, version, "bin", "initdb"))) : [];
  const path = findProgram(["initdb"]);
  if (versions.length > 0) return { ok: true, found: `version ${versions.join(", ")}` };
  return { ok: path !== null, found: path ?? "none" };
}

async function program(names: readonly string[], args: readonly string[]): Promise<{ ok: boolean; found: string }> {
  const path = findProgram(names);
  if (path === null) return { ok: false, found: "none" };
  const { stdout } = await run(path, [...args], { timeout: 10_000 });
  return { ok: true, found: stdout.trim().split("\n")[0] ?? path };
}

function findProgram(names: readonly string[]): string | null {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter(Boolean);
  const endings = process.platform === "win32" ? [".exe", ".cmd", ""] : [""];
  const paths = names.flatMap((name) => folders.flatMap((folder) => endings.map((ending) => join(folder, `${name}${ending}`))));
  return paths.find((path) => existsSync(path)) ?? null;
}
