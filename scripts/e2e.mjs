/**
 * Runs the journeys against the built program: `node scripts/e2e.mjs desktop|browser|packaged [playwright arguments]`. Brings what
 * they need: the desktop runtime or a package of it, and a virtual display, or Debian's Chromium. What cannot be had is said, and is a failure.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bootstrap, continueOnPinnedNode, root } from "./bootstrap.mjs";
import { build } from "./build.mjs";
import { findRuntime } from "./electron-runtime.mjs";
import { chromiumNames, findProgram } from "./system-packages.mjs";

/** @returns {Promise<number>} exit status of Playwright */
export async function runJourneys(kind, args = []) {
  const displays = await startDisplays(kind);
  try {
    const env = { ...process.env, ...(await environmentOf(kind)), ...(displays.length === 0 ? {} : { DISPLAY: displays[0].name, DAGWRIGHT_DISPLAYS: displays.map(({ name }) => name).join(" "), WAYLAND_DISPLAY: "" }) };
    const command = [join(root, "node_modules", "playwright", "cli.js"), "test", `--project=${kind}`, ...args];
    return await new Promise((done) => spawn(process.execPath, command, { cwd: root, env, stdio: "inherit" }).on("exit", (code) => done(code ?? 1)));
  } finally {
    for (const display of displays) display.stop();
  }
}

async function environmentOf(kind) {
  if (kind === "desktop") return { DAGWRIGHT_DESKTOP: (await findRuntime()).program };
  if (kind === "packaged") return { DAGWRIGHT_PACKAGED: packageProgram() };
  const chromium = process.env.DAGWRIGHT_CHROMIUM ?? findProgram(chromiumNames);
  if (chromium === null) throw new Error("Browser journeys: there is no Chromium; install it (Debian: apt-get install chromium) or name one in DAGWRIGHT_CHROMIUM.");
  return { DAGWRIGHT_CHROMIUM: chromium };
}

/** Packages the program into a folder, as `npm run package -- --dir` does, and names it. */
function packageProgram() {
  const { status } = spawnSync(process.execPath, [join(root, "scripts", "package.mjs"), "--dir"], { cwd: root, stdio: "inherit" });
  const found = ["release/development-only", "release"].map((folder) => join(root, folder, "linux-unpacked", "dagwright")).find(existsSync);
  if (status !== 0 || found === undefined) throw new Error("Packaged journeys: the program could not be packaged; see above.");
  return found;
}

/** One for each worker: windows on one screen share its clipboard and take the focus from each other. None where windows need none. */
async function startDisplays(kind) {
  if (kind === "browser" || process.platform !== "linux") return [];
  const { workers } = (await import("../playwright.config.ts")).default;
  const displays = [];
  // One after the other: two that start at once may pick the same number.
  while (displays.length < workers) displays.push(await startDisplay());
  return displays;
}

/** An Xvfb of our own on a number that it picks. Journeys never take the person's own screen. */
function startDisplay() {
  if (findProgram(["Xvfb"]) === null) throw new Error("Desktop journeys: there is no Xvfb; install it (Debian: apt-get install xvfb).");
  const child = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("exit", (code) => fail(new Error(`Xvfb ended with ${code} before it was ready.`)));
    child.stdio[3].once("data", (number) => done({ name: `:${String(number).trim()}`, stop: () => void child.kill() }));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  continueOnPinnedNode(bootstrap({ purposes: ["tests"] }).node);
  const [kind = "desktop", ...args] = process.argv.slice(2);
  try {
    await build();
    process.exitCode = await runJourneys(kind, args);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
