#!/usr/bin/env node
/** Starts the built command line on a Node that can host the engine: this one, or the one pinned beside it. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const program = join(root, "dist", "cli", "main.mjs");
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (!existsSync(program)) {
  console.error(`dagwright: ${program} is not built; run "npm run build" in ${root}.`);
  process.exitCode = 3;
} else if (major > 22 || (major === 22 && minor >= 14)) {
  await import(pathToFileURL(program).href);
} else {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const pinned = join(root, "node_modules", `node-${platform}-${process.arch}`, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(pinned)) {
    const child = spawn(pinned, [program, ...process.argv.slice(2)], { stdio: "inherit", env: { MALLOC_ARENA_MAX: "1", ...process.env } });
    // Ctrl+C reaches the child by itself; this process only must not die before it.
    process.on("SIGINT", () => {});
    for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => void child.kill(signal));
    child.on("exit", (code) => (process.exitCode = code ?? 3));
  } else {
    console.error(`dagwright: Node ${process.versions.node} is too old; Node 22.14 or newer is needed (or run "npm start" once in ${root}, which fetches one).`);
    process.exitCode = 3;
  }
}
