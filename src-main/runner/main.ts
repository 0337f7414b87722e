/**
 * The runner process: starts tasks, watches them, and is still there when the engine is not. Started detached by client.ts with its settings
 * as the only argument. Start-up and end in order; no dependency but Node. Without an engine it keeps the tasks for the grace time,
 * then (policy "stop") ends every tree, writes the exit records and leaves; policy "keep" lets the tasks finish first.
 */
import { randomUUID } from "node:crypto";
import { closeSync, readFileSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { awakeTimeout } from "../../shared/base/awake-timeout.ts";
import { serveEngine, type EngineLink } from "./engine-link.ts";
import { openJournal, readJournal, type StartEntry } from "./journal.ts";
import { openLauncher } from "./launcher.ts";
import { createNews } from "./news.ts";
import { isSame, readBootId } from "./process-table.ts";
import { protocolVersion, type EngineMessage, type RunnerSettings } from "./protocol.ts";
import { claimSocket } from "./socket-claim.ts";
import { createSupervisor, type Supervisor } from "./supervisor.ts";
import { timers } from "./timers.ts";
import { createTreeKiller, type TreeKiller } from "./tree-killer.ts";

/** What a dead runner left gets less time than a task that is cancelled: nobody waits for its result. */
const leftoverGraceMs = 1_000;
const troubleEveryMs = 5_000;

async function main(settings: RunnerSettings): Promise<void> {
  process.umask(0o077);
  closeInheritedFiles();
  process.on("SIGHUP", () => {});
  process.on("SIGINT", () => {});
  // Before the journal is touched, which is the living runner's alone. Whoever connects is answered below, in this very turn.
  const server = await claimSocket(settings.socketPath);
  if (server === null) return;

  const runnerId = randomUUID();
  const bootId = readBootId();
  const killer = createTreeKiller();
  const earlier = readJournal(settings.runtimeDir);
  const journal = openJournal(settings.runtimeDir, earlier);
  // Until they are gone the journal names them: if this runner is killed too, the next one goes on.
  const unswept = new Map(earlier.open.map((entry) => [entry.attemptId, entry]));

  let link: EngineLink | null = null;
  const report = troubleReporter((message) => link?.send({ t: "trouble", message }));
  const pipes = pipeFolder(settings.socketPath);
  const launcher = openLauncher(pipes, settings.pythonSupport, report);
  const news = createNews({ timers, send: (...messages) => link?.send(...messages) });
  const supervisor = createSupervisor({
    launcher,
    journal,
    killer,
    bootId,
    earlier,
    unswept: () => [...unswept.values()],
    onStarted: (attempts) => news.started(attempts),
    onExited(records) {
      news.exited(records);
      leaveWhenDone();
    },
    onLost: (attemptIds) => link?.send({ t: "lost", attemptIds }),
    onTrouble: report,
  });

  let leaving = false;
  let endGrace = (): void => {};
  const leaveWhenDone = (): void => {
    if (leaving && !supervisor.isBusy() && unswept.size === 0) void leave();
  };
  sweep(earlier.open, { killer, bootId }, ({ attemptId }) => {
    unswept.delete(attemptId);
    try {
      journal.swept(attemptId);
    } catch (error) {
      report(`Runner journal: ${error instanceof Error ? error.message : String(error)}. The next runner looks once more for what attempt ${attemptId} left.`);
    }
    leaveWhenDone();
  });
  const leave = async (): Promise<void> => {
    // While it still answers, the name is its own.
    rmSync(settings.socketPath, { force: true });
    news.flush();
    await link?.close();
    launcher.dispose();
    killer.dispose();
    journal.close();
    process.exit(0);
  };
  const stopAll = (): void => {
    leaving = true;
    supervisor.stopAll("orphaned");
    leaveWhenDone();
  };
  const onGraceOver = (): void => {
    leaving = true;
    if (settings.policy === "stop") supervisor.stopAll("orphaned");
    leaveWhenDone();
  };
  const awaitEngine = (): void => {
    endGrace();
    endGrace = awakeTimeout(timers, settings.graceMs, onGraceOver);
  };

  process.on("SIGTERM", stopAll);
  process.on("uncaughtException", (error) => report(`Runner: ${error.stack ?? error.message}`));
  awaitEngine();
  link = serveEngine(server, {
    welcome: () => ({
      t: "welcome", version: protocolVersion, runnerId, pid: process.pid, live: supervisor.live(), exited: supervisor.unacknowledged(),
    }),
    onCommand(command) {
      if (command.t === "shutdown") stopAll();
      else if (command.t === "ping") link?.send({ t: "pong" });
      else carryOut(command, supervisor, leaving);
    },
    onAttached() {
      endGrace();
      if (settings.policy === "keep") leaving = false;
    },
    onLost: awaitEngine,
  });
}

function carryOut(command: Exclude<EngineMessage, { t: "hello" | "shutdown" | "ping" }>, supervisor: Supervisor, leaving: boolean): void {
  // A runner that is leaving starts nothing: its end tells the engine that the attempt was lost before it began.
  if (command.t === "start" && !leaving) supervisor.start(command.specs);
  if (command.t === "stop") supervisor.stop(command.attemptId, command.reason);
  if (command.t === "ack") supervisor.acknowledge(command.attemptIds);
}

/** Files that some program far up left open without close-on-exec would reach every task. Node's own are all marked. */
function closeInheritedFiles(): void {
  if (process.platform !== "linux") return;
  for (const fd of readdirSync("/proc/self/fd").map(Number)) {
    if (fd <= 2) continue;
    try {
      const flags = /flags:\s+(\d+)/.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "utf8"))?.[1] ?? "";
      if ((Number.parseInt(flags, 8) & 0o2000000) === 0) closeSync(fd);
    } catch {
      // The descriptor of the listing itself, gone by now.
    }
  }
}

/** A folder of our own beside the socket; those of runners that died are removed. */
function pipeFolder(socketPath: string): string {
  const base = socketPath.replace(/\.sock$/, "");
  if (process.platform !== "win32") {
    for (const name of readdirSync(path.dirname(base))) {
      if (name.startsWith(`${path.basename(base)}.`) && name !== path.basename(socketPath)) rmSync(path.join(path.dirname(base), name), { recursive: true, force: true });
    }
  }
  return `${base}.${process.pid}`;
}

/** Ends what a runner that died was running, and tells of each when it is gone. A leader is trusted only if it is provably the same process. */
function sweep(open: readonly StartEntry[], { killer, bootId }: { readonly killer: TreeKiller; readonly bootId: string }, onGone: (entry: StartEntry) => void): void {
  for (const entry of open) {
    const leader = isSame(entry.process, bootId) ? entry.process.pid : null;
    killer.end({ leader, cookies: [entry.attemptId, entry.slot], sparesLeader: false }, { graceMs: leftoverGraceMs, onGone: () => onGone(entry) });
  }
}

/** A full disk repeats itself with every line; a person needs to hear it now and then. */
function troubleReporter(send: (message: string) => void): (message: string) => void {
  let quietUntil = 0;
  return (message) => {
    const now = performance.now();
    if (now < quietUntil) return;
    quietUntil = now + troubleEveryMs;
    process.stderr.write(`${new Date().toISOString()} ${message}\n`);
    send(message);
  };
}

await main(JSON.parse(process.argv[2] ?? "{}") as RunnerSettings);
