/** The browser mode as a person starts it: `dagwright serve`, and Chromium on the address it prints. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright";

export interface ServedBrowser {
  readonly page: Page;
  readonly browser: Browser;
  readonly address: string;
  /** Kills the service as a crash would and starts it again; resolves when it serves. `words` come on top. */
  restart(words?: readonly string[]): Promise<void>;
  /** What a second `dagwright serve` prints. */
  newLink(): Promise<string>;
  close(): Promise<void>;
}

const root = join(import.meta.dirname, "..");

export async function serveBrowser(workspace: string, options: { trusted?: boolean; words?: readonly string[]; /** As people have them; the driver hides them otherwise. */ scrollbars?: boolean } = {}): Promise<ServedBrowser> {
  const config = mkdtempSync(join(tmpdir(), "dagwright-config-"));
  const trust = (options.trusted ?? true) ? ["--trust"] : [];
  const serve = (more: readonly string[] = []): ChildProcess =>
    spawn(process.execPath, [join(root, "bin", "dagwright.mjs"), "serve", "--workspace", workspace, ...trust, ...(options.words ?? []), ...more], {
      env: { ...process.env, DAGWRIGHT_CONFIG_DIR: config },
      stdio: ["ignore", "pipe", "pipe"],
    });
  let server = serve();
  const link = await firstLink(server);
  const browser = await chromium.launch({ executablePath: process.env["DAGWRIGHT_CHROMIUM"] ?? "/usr/bin/chromium", args: process.getuid?.() === 0 ? ["--no-sandbox"] : [], ...(options.scrollbars === true && { ignoreDefaultArgs: ["--hide-scrollbars"] }) });
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(link);
  // From here on keys are heard.
  await page.getByRole("navigation", { name: "Places" }).waitFor();
  const restart = async (words: readonly string[] = []): Promise<void> => {
    await ended(server, "SIGKILL");
    server = serve(words);
    await firstLink(server);
  };
  const close = async (): Promise<void> => {
    await browser.close();
    await ended(server, "SIGTERM");
    rmSync(config, { recursive: true, force: true });
  };
  return { page, browser, address: new URL(link).origin, restart, newLink: () => firstLink(serve()), close };
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
