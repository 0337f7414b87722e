/** The browser mode as a person starts it: `dagwright serve`, and Chromium on the address it prints. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright";
import { saveData } from "./save-data.ts";
import { launchChromium } from "./shared-chromium.ts";

export interface ServedBrowser {
  readonly page: Page;
  readonly browser: Browser;
  readonly address: string;
  /** Where the person's own settings lie. */
  readonly config: string;
  /** Kills the service as a crash would and starts it again; resolves when it serves. `words` come on top. */
  restart(words?: readonly string[]): Promise<void>;
  /** What a second `dagwright serve` prints. */
  newLink(): Promise<string>;
  close(): Promise<void>;
}

const root = join(import.meta.dirname, "..");

export interface ServeOptions {
  readonly trusted?: boolean;
  readonly words?: readonly string[];
  /** Lives on afterwards; absent: one of its own. */
  readonly browser?: Browser;
  /** As people have them, in a browser of its own; the driver hides them otherwise. */
  readonly scrollbars?: boolean;
}

export async function serveBrowser(workspace: string, options: ServeOptions = {}): Promise<ServedBrowser> {
  const config = mkdtempSync(join(tmpdir(), "dagwright-config-"));
  const trust = (options.trusted ?? true) ? ["--trust"] : [];
  const serve = (more: readonly string[] = []): ChildProcess =>
    spawn(process.execPath, [join(root, "bin", "dagwright.mjs"), "serve", "--workspace", workspace, ...trust, ...(options.words ?? []), ...more], {
      env: { ...process.env, DAGWRIGHT_CONFIG_DIR: config },
      stdio: ["ignore", "pipe", "pipe"],
    });
  let server = serve();
  const endService = async (): Promise<void> => {
    await ended(server, "SIGTERM");
    rmSync(config, { recursive: true, force: true });
  };
  const { link, browser, context, page } = await openPage(server, options).catch(async (thrown: unknown) => {
    await endService();
    throw thrown;
  });
  const restart = async (words: readonly string[] = []): Promise<void> => {
    await ended(server, "SIGKILL");
    server = serve(words);
    await firstLink(server);
  };
  const close = async (): Promise<void> => {
    await (options.browser === undefined ? browser : context).close();
    await endService();
  };
  return { page, browser, address: new URL(link).origin, config, restart, newLink: () => firstLink(serve()), close };
}

async function openPage(server: ChildProcess, options: ServeOptions): Promise<{ readonly link: string; readonly browser: Browser; readonly context: BrowserContext; readonly page: Page }> {
  const link = await firstLink(server);
  const browser = options.browser ?? (await launchChromium(options.scrollbars === true ? { ignoreDefaultArgs: ["--hide-scrollbars"] } : {}));
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.addInitScript(saveData);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(link);
  // From here on keys are heard.
  await page.getByRole("navigation", { name: "Places" }).waitFor();
  return { link, browser, context, page };
}

function firstLink(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    server.stdout?.on("data", (piece: Buffer) => {
      text += piece.toString();
      const found = /http:\/\/\S+/.exec(text);
      if (found) resolve(found[0]);
    });
    server.once("exit", (code) => reject(new Error(`dagwright serve ended with ${code}: ${text}`)));
  });
}

function ended(server: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) return resolve();
    server.once("exit", () => resolve());
    server.kill(signal);
  });
}
