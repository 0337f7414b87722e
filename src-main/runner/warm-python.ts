/**
 * Python tasks forked from a warm interpreter (python/zygote.py), one zygote for each interpreter path. A cold start costs 25–80 ms,
 * a fork about 1 ms. Tasks that a zygote cannot serve (Windows, PYTHON* or LD_* variables, no CPython ≥ 3.8, a broken zygote)
 * are started cold. If a zygote dies, what it had forked is ended and reported as such: its exit statuses died with it.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, statSync, writeSync } from "node:fs";
import { Socket } from "node:net";
import { constants as osConstants } from "node:os";
import path from "node:path";
import { slotOfAttempt } from "./attempt-mark.ts";
import { slotVariable } from "./environment.ts";
import { openBothEnds, type FifoStore } from "./fifo-store.ts";
import { exitOutcome, failedStart, type Launched, type LaunchRequest } from "./launch.ts";

export interface PythonCommand {
  readonly interpreter: string;
  readonly script: string;
  readonly args: readonly string[];
}

export interface PythonRequest extends LaunchRequest {
  readonly onPid: (pid: number) => void;
  /** Starts the task cold; called at most once, and only while no fork can exist. */
  readonly goCold: () => void;
}

export interface WarmPython {
  launch(command: PythonCommand, request: PythonRequest): Launched;
  dispose(): void;
}

export interface WarmPythonSettings {
  readonly fifos: FifoStore;
  /** Path of zygote.py. */
  readonly zygote: string;
  readonly env: Readonly<Record<string, string>>;
}

interface Job {
  readonly id: string;
  readonly frame: string;
  readonly request: PythonRequest;
  pid: number | null;
}

interface Zygote {
  child: ChildProcess | null;
  state: "starting" | "ready" | "gone";
  input: number;
  /** Waiting for the handshake, or for room: each request that is sent unanswered may fill the pipe. */
  readonly queue: Job[];
  readonly jobs: Map<string, Job>;
  unanswered: number;
  idleTimer: NodeJS.Timeout | null;
}

const readyWithinMs = 5_000;
const retireAfterMs = 120_000;
const mostUnanswered = 24;
const longestFrame = 48 * 1024;
const signalNames = new Map(Object.entries(osConstants.signals).map(([name, number]) => [number, name]));

/** Whether a warm fork would be the same as a cold start. */
export function canRunWarm(command: PythonCommand, added: Readonly<Record<string, string>>): boolean {
  if (process.platform === "win32") return false;
  const steersStart = /^(PYTHON(?!PATH$|UNBUFFERED$)|LD_|DYLD_|LC_|LANG|__PYVENV)/;
  if (Object.keys(added).some((name) => steersStart.test(name))) return false;
  return command.script.endsWith(".py") && statSync(command.script, { throwIfNoEntry: false })?.isFile() === true;
}

export function openWarmPython(settings: WarmPythonSettings): WarmPython {
  const zygotes = new Map<string, Zygote>();
  const broken = new Set<string>();
  let count = 0;

  /** A bare name may be a version switch that looks at the folder it is called in (pyenv), so such a zygote belongs to its folder. */
  const zygoteOf = (interpreter: string, cwd: string): Zygote => {
    const folder = path.isAbsolute(interpreter) ? "/" : cwd;
    const key = `${interpreter}\0${folder}`;
    const known = zygotes.get(key);
    if (known) return known;
    const zygote: Zygote = { child: null, state: "starting", input: -1, queue: [], jobs: new Map(), unanswered: 0, idleTimer: null };
    zygotes.set(key, zygote);
    startZygote(interpreter, folder, zygote);
    return zygote;
  };

  const startZygote = (interpreter: string, folder: string, zygote: Zygote): void => {
    const requests = settings.fifos.take();
    const events = settings.fifos.take();
    const input = openBothEnds(requests);
    const output = openBothEnds(events);
    zygote.input = input.write;
    const child = spawn(interpreter, [settings.zygote], {
      detached: true,
      cwd: folder,
      env: { ...settings.env, [slotVariable]: randomBytes(12).toString("hex") },
      stdio: ["ignore", "ignore", "ignore", input.read, output.write],
    });
    zygote.child = child;
    closeSync(input.read);
    closeSync(output.write);
    const reader = readEvents(output.read, (event) => onEvent(zygote, event));
    const timer = setTimeout(() => child.kill("SIGKILL"), readyWithinMs);
    const gone = (): void => {
      clearTimeout(timer);
      if (zygote.state === "gone") return;
      // What it said last may still be in the pipe.
      setTimeout(() => {
        reader.destroy();
        closeSync(input.write);
        settings.fifos.drop(requests);
        settings.fifos.drop(events);
        bury(interpreter, zygote);
      }, 20);
    };
    child.on("error", gone).on("exit", gone);
    zygote.idleTimer = timer;
  };

  const bury = (interpreter: string, zygote: Zygote): void => {
    if (zygote.state === "starting") broken.add(interpreter);
    zygote.state = "gone";
    for (const [key, other] of zygotes) if (other === zygote) zygotes.delete(key);
    if (zygote.idleTimer) clearTimeout(zygote.idleTimer);
    for (const job of zygote.queue.splice(0)) job.request.goCold();
    for (const job of zygote.jobs.values()) {
      job.request.onExit(failedStart(`Python ${interpreter}: the warm interpreter that had started this task was killed; how the task ended is not known; run it again.`));
    }
    zygote.jobs.clear();
  };

  const onEvent = (zygote: Zygote, event: readonly string[]): void => {
    const [kind, id = "", ...rest] = event;
    if (kind === "R") {
      zygote.state = "ready";
      return pump(zygote);
    }
    const job = zygote.jobs.get(id);
    if (!job) return;
    if (kind === "S") {
      zygote.unanswered -= 1;
      job.pid = Number(rest[0]);
      job.request.onPid(job.pid);
      return pump(zygote);
    }
    zygote.jobs.delete(id);
    if (kind === "E") {
      zygote.unanswered -= 1;
      job.request.onExit(failedStart(`Python: ${rest.join(" ")}; expected a free process slot; check the machine's process limit.`));
    } else job.request.onExit({ ...decodeStatus(Number(rest[0])), cpuMs: Number(rest[1]), peakRssBytes: Number(rest[2]) });
    retireWhenIdle(zygote);
  };

  const retireWhenIdle = (zygote: Zygote): void => {
    if (zygote.idleTimer) clearTimeout(zygote.idleTimer);
    zygote.idleTimer = setTimeout(() => {
      if (zygote.jobs.size === 0 && zygote.queue.length === 0) zygote.child?.kill("SIGKILL");
    }, retireAfterMs);
  };

  const pump = (zygote: Zygote): void => {
    if (zygote.state === "ready" && zygote.idleTimer) clearTimeout(zygote.idleTimer);
    while (zygote.state === "ready" && zygote.unanswered < mostUnanswered) {
      const job = zygote.queue.shift();
      if (!job) return;
      try {
        writeSync(zygote.input, job.frame);
      } catch {
        // It died: its exit event is on the way and serves this job cold with the others.
        zygote.queue.unshift(job);
        return;
      }
      zygote.unanswered += 1;
      zygote.jobs.set(job.id, job);
    }
  };

  return {
    launch(command, request) {
      const slot = slotOfAttempt(request.attemptId);
      const id = `z${count++}`;
      const frame = frameOf(id, slot, command, request);
      const cold = broken.has(command.interpreter) || Buffer.byteLength(frame) > longestFrame;
      return {
        pid: null,
        slot,
        sharesLeader: false,
        go() {
          if (cold) return request.goCold();
          const zygote = zygoteOf(command.interpreter, request.cwd);
          zygote.queue.push({ id, frame, request, pid: null });
          pump(zygote);
        },
        release: () => {},
      };
    },
    dispose() {
      for (const zygote of zygotes.values()) zygote.child?.kill("SIGKILL");
    },
  };
}

function frameOf(id: string, slot: string, command: PythonCommand, request: PythonRequest): string {
  const variables = Object.entries({ ...request.env, [slotVariable]: slot }).map(([name, value]) => `${name}=${value}`);
  const fields = [id, slot, request.outPath, request.cwd, command.script, String(command.args.length), ...command.args, ...variables].join("\0");
  return `${Buffer.byteLength(fields)}\n${fields}`;
}

function decodeStatus(status: number): ReturnType<typeof exitOutcome> {
  const number = status & 0x7f;
  return number === 0 ? exitOutcome((status >> 8) & 0xff, null) : exitOutcome(null, signalNames.get(number) ?? `SIG${number}`);
}

function readEvents(fd: number, onEvent: (event: readonly string[]) => void): Socket {
  let held = "";
  const callback = (bytes: number, buffer: Buffer): boolean => {
    const lines = (held + buffer.toString("utf8", 0, bytes)).split("\n");
    held = lines.pop() ?? "";
    for (const line of lines) onEvent(line.split(" "));
    return true;
  };
  const socket = new Socket({ fd, readable: true, writable: false, onread: { buffer: Buffer.allocUnsafeSlow(8192), callback } } as ConstructorParameters<typeof Socket>[0]);
  socket.on("error", () => {}).resume();
  return socket;
}
