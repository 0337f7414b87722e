/** What the systems beside which the same graphs are run have in common. */
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pause } from "../harness.ts";
import type { Step } from "../ninja.ts";
import { readStamps } from "../stamp.ts";

export type Graphs = Readonly<Record<string, readonly Step[]>>;

export interface Ground {
  /** Its own, gone afterwards. */
  readonly folder: string;
  readonly graphs: Graphs;
  readonly stamp: string;
  /** Stamps are `run/step`, with any name of the run. */
  readonly ledger: string;
  readonly slots: number;
  /** A measurement that takes longer is given up. */
  readonly limitMs: number;
}

export interface Orchestrator {
  readonly name: string;
  /** What is set otherwise than it comes. */
  readonly settings: string;
  /** As text, why it is not there. */
  open(ground: Ground): Promise<OpenOrchestrator | string>;
}

export interface OpenOrchestrator {
  /** Resolves when all of so many runs at once are done; rejects when one failed. */
  run(graph: string, runs: number): Promise<void>;
  close(): Promise<void>;
}

const cache = join(import.meta.dirname, "../../.cache/peers");

/** Folder of the programs of a virtual environment with these packages, made when it is first asked for; null where the registry cannot be reached. */
export function pythonPackages(name: string, packages: readonly string[]): string | null {
  const folder = join(cache, name);
  const mark = join(folder, `installed-${createHash("sha256").update(packages.join()).digest("hex").slice(0, 12)}`);
  if (existsSync(mark)) return join(folder, "bin");
  mkdirSync(cache, { recursive: true });
  try {
    if (!existsSync(join(folder, "bin/pip"))) execFileSync("python3", ["-m", "venv", folder], { stdio: "ignore" });
    execFileSync(join(folder, "bin/pip"), ["install", "--quiet", ...packages], { stdio: ["ignore", "ignore", "ignore"] });
  } catch {
    return null;
  }
  writeFileSync(mark, packages.join("\n"));
  return join(folder, "bin");
}

/** For the Python halves of the peers. */
export function writeSettings({ folder, graphs, stamp, ledger }: Ground): string {
  const file = join(folder, "settings.json");
  writeFileSync(file, JSON.stringify({ stamp, ledger, graphs }));
  return file;
}

export interface Server {
  /** Its last words, for an error. */
  said(): string;
  stop(): Promise<void>;
}

/** A program with all its children. */
export function startServer(program: string, words: readonly string[], env: Readonly<Record<string, string>>): Server {
  let text = "";
  const child = spawn(program, words, { detached: true, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (part: string) => (text = (text + part).slice(-2_000)));
  const gone = new Promise<void>((resolve) => void child.once("close", () => resolve()));
  const end = (signal: NodeJS.Signals): void => {
    try {
      process.kill(-(child.pid ?? 0), signal);
    } catch {
      // It has ended by itself.
    }
  };
  const atExit = (): void => end("SIGKILL");
  process.once("exit", atExit);
  return {
    said: () => text,
    stop: async () => {
      end("SIGTERM");
      await Promise.race([gone, pause(10_000)]);
      end("SIGKILL");
      process.off("exit", atExit);
    },
  };
}

export async function until(what: string, limitMs: number, isSo: () => Promise<boolean> | boolean, everyMs = 500): Promise<void> {
  const giveUpAt = Date.now() + limitMs;
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error(`${what}: not within ${Math.round(limitMs / 1000)} s`);
    await pause(everyMs);
  }
}

/** Until so many tasks have left their stamps: nothing is asked of the system meanwhile. */
export async function untilStamped({ ledger, limitMs }: Ground, tasks: number): Promise<void> {
  await until(`${tasks} tasks`, limitMs, () => readStamps(ledger).length >= tasks);
}

/** Runs a program to its end; its time does not count as waiting. */
export function ended(program: string, words: readonly string[], { env, limitMs }: { env: Readonly<Record<string, string>>; limitMs: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = "";
    const child = spawn(program, words, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"], timeout: limitMs, killSignal: "SIGKILL" });
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (part: string) => (text = (text + part).slice(-1_000)));
    child.once("error", reject);
    child.once("close", (code, signal) => (code === 0 ? resolve() : reject(new Error(`ended with ${signal ?? `code ${code}`}: ${text}`))));
  });
}
