/** Which Electron this is and where the program's own files lie. The development runtime says what it is, everywhere. */
import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { app } from "electron";
import type { HostAppInfo } from "../../shared/contract/host.ts";

/** The oldest Electron that ships; older ones get no security fixes and are for development and tests only. */
const oldestShipped = 35;

const [electronMajor = 0] = (process.versions.electron ?? "0").split(".").map(Number);
const [nodeMajor = 0, nodeMinor = 0] = process.versions.node.split(".").map(Number);

export const isDevelopmentRuntime = electronMajor < oldestShipped;
/** The engine's database binding needs Node-API 10, so Node 22.14. */
export const canHostEngine = nodeMajor > 22 || (nodeMajor === 22 && nodeMinor >= 14);

/** The folder with package.json, dist/ and, in a clone, node_modules/. */
export function programFolder(): string {
  return realpathSync(join(__dirname, "..", ".."));
}

/** In a package the engine lies outside the archive, with the native modules that it loads. */
export function engineFile(): string {
  return join(programFolder().replace(/app\.asar$/, "app.asar.unpacked"), "dist", "engine", "main.mjs");
}

/** The bundled command line, for questions that need a process of their own. */
export function cliFile(): string {
  return join(engineFile(), "..", "..", "cli", "main.mjs");
}

/** The Node that runs the runner and the SQL host (and the engine, on the development runtime): shipped in a package, pinned in a clone. */
export function nodeBinary(): string {
  const name = process.platform === "win32" ? "node.exe" : "node";
  const platform = process.platform === "win32" ? "win" : process.platform;
  const places = [join(process.resourcesPath, "node", name), join(programFolder(), "node_modules", `node-${platform}-${process.arch}`, "bin", name)];
  return places.find((place) => existsSync(place)) ?? name;
}

export function appInfo(): HostAppInfo {
  return {
    name: "Dagwright",
    version: app.getVersion(),
    platform: process.platform,
    arch: process.arch,
    electron: process.versions.electron ?? "",
    chrome: process.versions["chrome"] ?? "",
    node: process.versions.node,
    developmentRuntime: isDevelopmentRuntime,
    runtimeNote: isDevelopmentRuntime
      ? `This window runs on Electron ${process.versions.electron}, which gets no more security fixes. It is for development and tests only; do not open workspaces that you do not know in it.`
      : null,
  };
}
