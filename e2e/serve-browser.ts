/** The browser mode as a person starts it: `dagwright serve`, and Chromium on the address it prints. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright";

export interface ServedBrowser {
  readonly page: Page;
  readonly browser: Browser;
  readonly server: ChildProcess;
  readonly address: string;
  close(): Promise<void>;
}

const root = join(import.meta.dirname, "..");

export async function serveBrowser(workspace: string, options: { trusted?: boolean; words?: readonly string[] } = {}): Promise<ServedBrowser> {
  const config = mkdtempSync(join(tmpdir(), "dagwright-config-"));
  const trust = (options.trusted ?? true) ? ["--trust"] : [];
  const server = spawn(process.execPath, [join(root, "bin", "dagwright.mjs"), "serve", "--workspace", workspace, ...trust, ...(options.words ?? [])], {
    env: { ...process.env, DAGWRIGHT_CONFIG_DIR: config },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const link = await firstLink(server);
  const browser = await chromium.launch({ executablePath: process.env["DAGWRIGHT_CHROMIUM"] ?? "/usr/bin/chromium", args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(15_000);
  await page.goto(link);
  const close = async (): Promise<void> => {
    await browser.close();
    await ended(server);
    rmSync(config, { recursive: true, force: true });
  };
  return { page, browser, server, address: new URL(link).origin, close };
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

function ended(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) return resolve();
    server.once("exit", () => resolve());
    server.kill("SIGTERM");
  });
}
