/**
 * Opens the packaged program on a workspace of the test's own. Its fuses are closed, so no driver can attach to its main
 * process as in launch-desktop.ts: only the page is reached, over Chromium's own door, and that only because the test asks for it.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright";

export interface LaunchedPackage {
  readonly page: Page;
  readonly program: string;
  /** What it wrote to its error output so far. */
  readonly errors: () => string;
  /** Asks it to end as a session's end does. */
  close(): Promise<void>;
}

const startWithinMs = 20_000;

export async function launchPackaged(workspace: string): Promise<LaunchedPackage> {
  const program = process.env["DAGWRIGHT_PACKAGED"];
  if (!program) throw new Error("The packaged program is named in DAGWRIGHT_PACKAGED; start this as: node scripts/e2e.mjs packaged");
  const home = realpathSync(mkdtempSync(join(tmpdir(), "dagwright-packaged-")));
  const config = join(home, "config");
  mkdirSync(config);
  writeFileSync(join(config, "trusted-workspaces.json"), JSON.stringify({ trusted: [workspace] }));
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const words = [...sandbox, "--disable-gpu", "--inspect=0", "--remote-debugging-port=0", `--user-data-dir=${join(home, "profile")}`, "--workspace", workspace];
  // Neither Node nor packages of ours are on this path: what it needs, it brings.
  const env = { PATH: "/usr/local/bin:/usr/bin:/bin", HOME: home, DISPLAY: process.env["DISPLAY"] ?? "", DAGWRIGHT_CONFIG_DIR: config, DAGWRIGHT_STARTER_DIR: join(home, "starter") };
  const child = spawn(program, words, { cwd: home, env, stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let errors = "";
  child.stderr.on("data", (piece: Buffer) => (errors += piece.toString()));
  let browser: Browser | null = null;
  const close = async (): Promise<void> => {
    // Let go of first: what records the page must not find it gone.
    await browser?.close();
    child.kill("SIGTERM");
    await ended;
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    browser = await attach(child);
    return { page: pageOf(browser), program, errors: () => errors, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

async function attach(child: ChildProcess): Promise<Browser> {
  const address = await addressOf(child);
  await untilShown(new URL(address).host);
  // The defaults ask for things that only a browser can do.
  return await chromium.connectOverCDP(address, { noDefaults: true });
}

function pageOf(browser: Browser): Page {
  const page = browser.contexts()[0]?.pages()[0];
  if (!page) throw new Error("The packaged program has no window.");
  page.setDefaultTimeout(15_000);
  return page;
}

/** A driver that attaches while the window is being made waits for ever. */
async function untilShown(host: string): Promise<void> {
  for (const deadline = Date.now() + startWithinMs; Date.now() < deadline; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const targets = (await (await fetch(`http://${host}/json/list`)).json()) as { type: string; url: string; title: string }[];
    if (targets.some(({ type, url, title }) => type === "page" && url.startsWith("app://dagwright/") && title.includes("Dagwright"))) return;
  }
  throw new Error(`The packaged program showed no page within ${startWithinMs / 1000} s.`);
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const timer = setTimeout(() => reject(new Error(`The packaged program did not open its door within ${startWithinMs / 1000} s:\n${text}`)), startWithinMs);
    child.stderr?.on("data", (piece: Buffer) => {
      text += piece.toString();
      const found = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    });
    child.once("exit", (code) => reject(new Error(`The packaged program ended with ${code}:\n${text}`)));
  });
}
