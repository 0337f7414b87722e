/**
 * A1: from starting the program to the DAG page drawn, warm, beside an empty window of the same runtime. Both are read from the page's
 * own timeline afterwards (time origin + mark), against the moment before the spawn; nothing is attached while they start.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { figure, inTemporaryFolder, median, pause, type Figure, type Workload } from "./harness.ts";

const rounds = 7;
const settledMs = 6_000;
const root = join(import.meta.dirname, "..");

export const launch: Workload = { id: "A1", title: "Launch to the DAG page drawn, warm, beside an empty window", run: () => inTemporaryFolder(measure) };

async function measure(folder: string): Promise<Figure[]> {
  const program = process.env["DAGWRIGHT_DESKTOP"];
  if (!program) throw new Error("A1: the desktop runtime is named in DAGWRIGHT_DESKTOP; start it as npm run bench -- A1.");
  const display = await startDisplay();
  try {
    const workspace = makeWorkspace(folder);
    const empty = makeEmptyApp(folder);
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const env = { ...process.env, DISPLAY: display.name, DAGWRIGHT_CONFIG_DIR: join(folder, "config") };
      const our = await timeOf(program, [root, join(workspace, "birdstrikes.dag.yaml"), `--user-data-dir=${join(folder, "ours")}`], env, "dagwright:graph-drawn");
      const their = await timeOf(program, [empty, `--user-data-dir=${join(folder, "theirs")}`], env, "first-contentful-paint");
      // The first start fills the caches of both.
      if (round > 0) ours.push(our);
      if (round > 0) theirs.push(their);
    }
    const peer = { name: "empty window of the same runtime", value: median(theirs) };
    const value = median(ours);
    return [figure({ id: "A1", metric: "launch to DAG page drawn, ms", ours: value, peer, goal: "≤ 2.5 × the empty window", met: value <= 2.5 * peer.value, samples: rounds })];
  } finally {
    display.stop();
  }
}

function makeWorkspace(folder: string): string {
  const workspace = join(realpathSync(folder), "workspace");
  cpSync(join(root, "examples", "starter"), workspace, { recursive: true });
  mkdirSync(join(folder, "config"));
  writeFileSync(join(folder, "config", "trusted-workspaces.json"), JSON.stringify({ trusted: [workspace] }));
  return workspace;
}

function makeEmptyApp(folder: string): string {
  const app = join(folder, "empty");
  mkdirSync(app);
  writeFileSync(join(app, "package.json"), JSON.stringify({ name: "empty", main: "main.js" }));
  writeFileSync(join(app, "index.html"), "<!doctype html><title>empty</title><p>empty</p>");
  writeFileSync(
    join(app, "main.js"),
    `const { app, BrowserWindow } = require("electron");
app.enableSandbox();
app.whenReady().then(() => new BrowserWindow({ width: 1280, height: 800 }).loadFile(__dirname + "/index.html"));
`,
  );
  return app;
}

/** Milliseconds from the spawn to the entry in the page's timeline. */
async function timeOf(program: string, words: readonly string[], env: NodeJS.ProcessEnv, entry: string): Promise<number> {
  const port = await freePort();
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const started = Date.now();
  const child = spawn(program, [...words, ...sandbox, `--remote-debugging-port=${port}`], { env, stdio: "ignore" });
  try {
    await pause(settledMs);
    const at = await evaluate(port, `performance.timeOrigin + (performance.getEntriesByName(${JSON.stringify(entry)})[0]?.startTime ?? -Infinity)`);
    if (!Number.isFinite(at)) throw new Error(`A1: the page never set "${entry}" within ${settledMs} ms.`);
    return at - started;
  } finally {
    await end(child);
  }
}

/** The number that an expression has in the first page, asked over the debugging protocol. */
async function evaluate(port: number, expression: string): Promise<number> {
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as { type: string; webSocketDebuggerUrl: string }[];
  const page = targets.find((target) => target.type === "page");
  if (!page) throw new Error("A1: the program shows no page.");
  const socket = new WebSocket(page.webSocketDebuggerUrl);
  return new Promise((resolve, reject) => {
    socket.addEventListener("error", () => reject(new Error("A1: the page does not answer.")));
    socket.addEventListener("open", () => socket.send(JSON.stringify({ id: 1, method: "Runtime.evaluate", params: { expression, returnByValue: true } })));
    socket.addEventListener("message", (event) => {
      socket.close();
      const reply = JSON.parse(String(event.data)) as { result?: { result?: { value?: unknown } } };
      resolve(Number(reply.result?.result?.value ?? Number.NaN));
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await Promise.race([gone, pause(5_000)]);
  child.kill("SIGKILL");
  await pause(500);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

function startDisplay(): Promise<{ name: string; stop: () => void }> {
  const child = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.stdio[3]?.once("data", (number: Buffer) => resolve({ name: `:${number.toString().trim()}`, stop: () => void child.kill() }));
  });
}
