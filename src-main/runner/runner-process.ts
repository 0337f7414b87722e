/** Finds the living runner or starts one, and shakes hands. Used by client.ts only. */
import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync, statSync } from "node:fs";
import { connect, type Socket } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../../shared/errors/app-error.ts";
import { minimalEnvironment } from "./environment.ts";
import { clearDeadSocket } from "./socket-claim.ts";
import { frame, lineReader, protocolVersion, type RunnerMessage, type RunnerSettings } from "./protocol.ts";

export interface RunnerLaunch {
  readonly nodePath: string;
  readonly entry: string;
  readonly settings: RunnerSettings;
}

type Welcome = Extract<RunnerMessage, { t: "welcome" }>;

export interface Attachment {
  readonly socket: Socket;
  readonly welcome: Welcome;
  /** True if we started this runner just now. */
  readonly fresh: boolean;
  /** Must be called at once; `onLost` when the connection is gone. */
  listen(onMessage: (message: RunnerMessage) => void, onLost: () => void): void;
}

/** For a hang: one that ends is noticed at once, and a machine with much else to do may take many times the usual half second. */
const startWithinMs = 60_000;
const tryEveryMs = 5;
const logKeptBytes = 1024 * 1024;
/**
 * Memory first: what the runner holds is small and its work is system calls. Measured after 10,000 tasks (bundled): 84 MB resident with
 * Node's defaults, 67 MB with these, no difference in tasks/s.
 */
const nodeFlags = ["--max-semi-space-size=1", "--max-old-space-size=128", "--optimize-for-size", "--heap-growing-percent=10", "--no-opt", "--single-threaded", "--no-warnings"];

/** `isWanted` is asked before a process is started: a client that was closed meanwhile must not leave one behind. */
export async function attachRunner(launch: RunnerLaunch, generation: number, isWanted: () => boolean = () => true): Promise<Attachment> {
  const deadline = performance.now() + startWithinMs;
  let child: ChildProcess | null = null;
  while (performance.now() < deadline && isWanted()) {
    const socket = await tryConnect(launch.settings.socketPath);
    if (socket) {
      const found = await shakeHands(socket, generation);
      if (found) return { ...found, socket, fresh: child !== null && found.welcome.pid === child.pid };
    }
    if (!isWanted()) break;
    if (child === null) {
      await clearDeadSocket(launch.settings.socketPath);
      child = startProcess(launch);
    } else if (child.exitCode !== null && child.exitCode !== 0) break;
    // A runner that met another one leaves with 0; if that one is gone too, ours must try again. So must one that was killed.
    else if (child.exitCode === 0 || child.signalCode !== null) child = null;
    await sleep(tryEveryMs);
  }
  const log = path.join(launch.settings.runtimeDir, "runner.log");
  throw new AppError("internal", `Runner ${launch.entry}: it did not start; expected an answer within ${startWithinMs / 1000} s; read ${log}.`, { log });
}

function startProcess(launch: RunnerLaunch): ChildProcess {
  const { runtimeDir } = launch.settings;
  mkdirSync(runtimeDir, { recursive: true });
  const file = path.join(runtimeDir, "runner.log");
  const tooLong = (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > logKeptBytes;
  const log = openSync(file, tooLong ? "w" : "a", 0o600);
  const child = spawn(launch.nodePath, [...nodeFlags, launch.entry, JSON.stringify(launch.settings)], {
    detached: true,
    cwd: path.parse(runtimeDir).root,
    env: { ...minimalEnvironment(process.env), MALLOC_ARENA_MAX: "1" },
    windowsHide: true,
    stdio: ["ignore", log, log],
  });
  child.on("error", () => {});
  child.unref();
  closeSync(log);
  return child;
}

function tryConnect(socketPath: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(socketPath, () => {
      socket.off("error", onError);
      resolve(socket);
    });
    const onError = (): void => resolve(null);
    socket.on("error", onError);
  });
}

/** Null if the connection broke before the welcome. */
function shakeHands(socket: Socket, generation: number): Promise<Pick<Attachment, "welcome" | "listen"> | null> {
  return new Promise((resolve, reject) => {
    let early: RunnerMessage[] = [];
    let onMessage = (message: RunnerMessage): void => void early.push(message);
    let onLost: (() => void) | null = null;
    let lost = false;
    const listen: Attachment["listen"] = (message, gone) => {
      onMessage = message;
      onLost = gone;
      for (const waiting of early) message(waiting);
      early = [];
      if (lost) gone();
    };
    const read = lineReader<RunnerMessage>(
      (message) => {
        if (message.t === "welcome" && message.version === protocolVersion) resolve({ welcome: message, listen });
        // Its tasks cannot be carried on by us; their exits stay in the journal for its successor.
        else if (message.t === "welcome") socket.write(frame({ t: "shutdown" }));
        else if (message.t === "refused") reject(busy(message.generation));
        else onMessage(message);
      },
      () => socket.destroy(),
    );
    socket.on("data", read);
    socket.on("error", () => {});
    socket.on("close", () => {
      lost = true;
      resolve(null);
      onLost?.();
    });
    socket.write(frame({ t: "hello", generation }));
  });
}

function busy(generation: number): AppError {
  return new AppError("workspace/busy", "Runner: a newer engine holds it; expected to be the only engine of this workspace; close this one.", { generation });
}
