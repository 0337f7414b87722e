/**
 * Opens the built desktop program on a workspace of the test's own, with settings, trust and browser profile of its own.
 * `scripts/e2e.mjs` names the program in DAGWRIGHT_DESKTOP and brings the display.
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron, errors as driverErrors, type ElectronApplication, type Page } from "playwright";
import { saveData } from "./save-data.ts";

export interface LaunchOptions {
  /** An existing workspace; absent: an empty new one. */
  readonly workspace?: string;
  readonly trusted?: boolean;
  readonly words?: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Kept from an earlier launch: the same person starts again. */
  readonly home?: string;
  /** Names no workspace: the program goes on where the person left. */
  readonly bare?: boolean;
  /** Nothing is fetched ahead of need. */
  readonly savesData?: boolean;
}

export interface LaunchedDesktop {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly workspace: string;
  readonly home: string;
  /** What the program wrote to its error output so far. */
  readonly errors: () => string;
  /** Ends the program; also removes its folders unless `keep`. */
  close(keep?: "keep"): Promise<void>;
}

/** Several times what a slow machine needs. */
const attachMs = 12_000;
/** By a script of the shell. */
const canHold = process.platform !== "win32";
const root = join(import.meta.dirname, "..");

export async function launchDesktop(options: LaunchOptions = {}): Promise<LaunchedDesktop> {
  const { program, args, env, home, workspace } = prepareDesktop(options);
  const app = await attach(() => _electron.launch({ executablePath: canHold ? join(import.meta.dirname, "held-desktop.sh") : program, args: [...args], env: { ...env, DAGWRIGHT_DESKTOP: program }, timeout: attachMs }));
  if (options.savesData === true) await app.context().addInitScript(saveData);
  if (canHold) await app.evaluate(() => (globalThis as unknown as { letDesktopGo(): Promise<void> }).letDesktopGo());
  let errors = "";
  app.process().stderr?.on("data", (piece: Buffer) => (errors += piece.toString()));
  const page = await app.firstWindow();
  page.setDefaultTimeout(15_000);
  // From here on keys and addresses are heard.
  if (options.bare !== true) await page.getByRole("navigation", { name: "Places" }).waitFor();
  const close = async (keep?: "keep"): Promise<void> => {
    // Tasks may still run: the question whether to stop them is answered as a person who leaves would.
    await app.evaluate(({ dialog }) => void (dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false }))).catch(() => undefined);
    await app.close();
    if (keep === undefined) rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  return { app, page, workspace, home, errors: () => errors, close };
}

export interface DesktopStart {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Record<string, string>;
  readonly workspace: string;
  readonly home: string;
}

/** Lays out what the program is to find, and says how to start it. */
export function prepareDesktop(options: LaunchOptions): DesktopStart {
  const program = process.env["DAGWRIGHT_DESKTOP"] ?? join(root, ".cache", "electron-25", "electron");
  const home = options.home ?? realpathSync(mkdtempSync(join(tmpdir(), "dagwright-e2e-")));
  const workspace = options.workspace ?? join(home, "workspace");
  const config = join(home, "config");
  mkdirSync(config, { recursive: true });
  mkdirSync(workspace, { recursive: true });
  if (options.trusted ?? true) writeFileSync(join(config, "trusted-workspaces.json"), JSON.stringify({ trusted: [realpathSync(workspace)] }));
  if (options.settings) writeFileSync(join(config, "settings.json"), JSON.stringify(options.settings));
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  // A virtual display has no graphics card to speak of.
  const args = [root, ...sandbox, "--disable-gpu", `--user-data-dir=${join(home, "profile")}`, ...(options.bare === true ? [] : ["--workspace", workspace]), ...(options.words ?? [])];
  return { program, args, home, workspace, env: { ...environment(), DAGWRIGHT_CONFIG_DIR: config, DAGWRIGHT_STARTER_DIR: join(home, "starter") } };
}

/**
 * Where the program cannot be held until the driver is ready (see hold-desktop.cjs), the driver attaches to one that already runs. When that
 * falls into the making of the first window, it waits for ever for that window's answer; then it is started anew.
 */
async function attach(launch: () => Promise<ElectronApplication>, triesLeft = 2): Promise<ElectronApplication> {
  try {
    return await launch();
  } catch (thrown) {
    if (triesLeft === 0 || !(thrown instanceof driverErrors.TimeoutError)) throw thrown;
    return attach(launch, triesLeft - 1);
  }
}

function environment(): Record<string, string> {
  const kept = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[0] !== "ELECTRON_RUN_AS_NODE");
  return { ...Object.fromEntries(kept), ...displayOfWorker() };
}

/** A screen, and with it a clipboard and the focus, that no other worker has. */
function displayOfWorker(): { DISPLAY?: string } {
  const displays = process.env["DAGWRIGHT_DISPLAYS"]?.split(" ") ?? [];
  const display = displays[Number(process.env["TEST_PARALLEL_INDEX"]) % displays.length];
  return display === undefined ? {} : { DISPLAY: display };
}

/** A person starts the program again, or the system does so with a link or a file. */
export function startAgain(desktop: LaunchedDesktop, words: readonly string[]): Promise<number | null> {
  const program = process.env["DAGWRIGHT_DESKTOP"] ?? "electron";
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const args = [join(import.meta.dirname, ".."), ...sandbox, "--disable-gpu", `--user-data-dir=${join(desktop.home, "profile")}`, ...words];
  const child = spawn(program, args, { env: { ...environment(), DAGWRIGHT_CONFIG_DIR: join(desktop.home, "config") }, stdio: "ignore" });
  return new Promise((done) => child.once("exit", (code) => done(code)));
}
