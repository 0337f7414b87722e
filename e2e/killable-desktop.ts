/**
 * The desktop program under a driver that any of its processes may be killed under: the driver talks to the page through the program's debugging
 * port alone, so that a page whose process died and which came back can be taken hold of again.
 */
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium, type Page } from "playwright";
import { prepareDesktop } from "./launch-desktop.ts";
import { descendants, kill } from "./processes.ts";

export interface KillableDesktop {
  readonly main: number;
  readonly home: string;
  readonly page: Page;
  /** Ends the process of the page, and waits until the program has brought the page back. */
  killPage(): Promise<void>;
  /** Main with all that it started, in one go. */
  killAll(more?: readonly number[]): Promise<void>;
  killMain(): Promise<void>;
}

const portMs = 60_000;
const lineMs = 8_000;
const pageMs = 15_000;

export async function startKillable(options: { readonly workspace: string; readonly home?: string }): Promise<KillableDesktop> {
  const { program, args, env, home } = prepareDesktop(options);
  const child = spawn(program, [...args, "--remote-debugging-port=0"], { env, stdio: ["ignore", "ignore", "pipe"] });
  const main = child.pid ?? 0;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let page: Page | null = null;
  const ended = async (pids: readonly number[]): Promise<void> => {
    for (const pid of pids) kill(pid);
    await gone;
  };
  const killAll = (more: readonly number[] = []): Promise<void> => ended([main, ...descendants(main).map(({ pid }) => pid), ...more]);
  const address = await debuggingAddress(child.stderr).catch(giveUp);
  async function giveUp(thrown: unknown): Promise<never> {
    await killAll();
    throw thrown;
  }
  const renderer = (): number => descendants(main).find(({ words }) => words.includes("--type=renderer"))?.pid ?? 0;
  async function takeHold(): Promise<Page> {
    page = await findPage(address);
    page.setDefaultTimeout(pageMs);
    // From here on keys and addresses are heard.
    await page.getByRole("navigation", { name: "Places" }).waitFor({ timeout: portMs });
    return page;
  }
  await takeHold().catch(giveUp);
  return {
    main,
    home,
    get page() {
      if (page === null) throw new Error("the program has no page");
      return page;
    },
    async killPage() {
      const before = renderer();
      kill(before);
      for (const until = Date.now() + portMs; [0, before].includes(renderer()); await sleep(20)) if (Date.now() > until) throw new Error("no page came back after its process died");
      await takeHold();
    },
    killAll,
    killMain: () => ended([main]),
  };
}

/**
 * A line that is made while a window is made, or while its page comes back, may know of no page or wait for it for ever: then another one is.
 * None is closed, because closing waits for pages that died; all end with the program.
 */
async function findPage(address: string): Promise<Page> {
  let why = "";
  for (const until = Date.now() + portMs; Date.now() < until; await sleep(50)) {
    const browser = (await isListed(address)) ? await chromium.connectOverCDP(address, { noDefaults: true, timeout: lineMs }).catch((thrown: unknown) => void (why = String(thrown))) : undefined;
    const page = browser?.contexts()[0]?.pages()[0];
    if (page !== undefined) return page;
  }
  throw new Error(`the program has no page to talk to. ${why}`);
}

/** Whether the program names a page with an address of ours: it has begun to load. */
async function isListed(address: string): Promise<boolean> {
  const listed = await fetch(`http://${new URL(address).host}/json/list`).catch(() => null);
  const targets = listed === null ? [] : ((await listed.json()) as { readonly type: string; readonly url: string }[]);
  return targets.some(({ type, url }) => type === "page" && url.startsWith("app://"));
}

function debuggingAddress(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const timer = setTimeout(() => reject(new Error(`the program named no debugging port: ${text.slice(-500)}`)), portMs);
    output.setEncoding("utf8");
    output.on("data", (piece: string) => {
      text += piece;
      const [, address] = /DevTools listening on (ws:\S+)/.exec(text) ?? [];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
  });
}
