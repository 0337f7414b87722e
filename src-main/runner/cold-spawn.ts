/** The plain way to start a task: one spawn from this process. For what the warm ways do not serve, and for Windows. */
import { spawn } from "node:child_process";
import { accessSync, closeSync, constants, existsSync, openSync } from "node:fs";
import path from "node:path";
import { systemWords } from "../../shared/errors/system-words.ts";
import { markOf, slotOfAttempt } from "./attempt-mark.ts";
import { slotVariable } from "./environment.ts";
import { exitOutcome, failedStart, type Launched, type LaunchRequest } from "./launch.ts";

export interface ColdCommand {
  readonly program: string;
  readonly args: readonly string[];
}

export interface ColdRequest extends LaunchRequest {
  /** Windows has no FIFO: output comes through Node's own pipes. */
  readonly onChunk: ((chunk: Buffer) => void) | null;
}

/** Spawns in `go`, so that the journal knows of the attempt first; `onPid` tells the pid then. */
export function coldSpawn(command: ColdCommand, request: ColdRequest, onPid: (pid: number) => void): Launched {
  const slot = slotOfAttempt(request.attemptId);
  return { pid: null, slot, sharesLeader: false, go: () => run(command, request, slot, onPid), release: () => {} };
}

function run(command: ColdCommand, request: ColdRequest, slot: string, onPid: (pid: number) => void): void {
  const out = request.onChunk ? ("pipe" as const) : openSync(request.outPath, constants.O_WRONLY);
  const fail = (error: Error): void =>
    request.onExit(failedStart(`Program ${command.program}: ${systemWords(error) ?? `${error.message}; expected an executable file; install it or correct the path`}.`));
  try {
    const { program, args } = marked(command, request);
    const child = spawn(program, [...args], {
      cwd: request.cwd,
      env: { ...request.env, [slotVariable]: slot },
      detached: process.platform !== "win32",
      windowsHide: true,
      stdio: ["ignore", out, out],
    });
    if (child.pid !== undefined) onPid(child.pid);
    child.on("error", (error) => {
      if (child.pid === undefined) fail(error);
    });
    if (request.onChunk) for (const stream of [child.stdout, child.stderr]) stream?.on("data", request.onChunk);
    child.on(request.onChunk ? "close" : "exit", (code, signal) => request.onExit(exitOutcome(code, signal)));
  } catch (error) {
    fail(error instanceof Error ? error : new Error(String(error)));
  } finally {
    if (typeof out === "number") closeSync(out);
  }
}

const prlimit = "/usr/bin/prlimit";

/** Node cannot set limits: util-linux's prlimit does and then becomes the program. What cannot be found is left for `spawn` to complain of. */
function marked(command: ColdCommand, request: ColdRequest): ColdCommand {
  const mark = markOf(request.attemptId);
  const program = mark === null || !existsSync(prlimit) ? null : findExecutable(command.program, request);
  return program === null ? command : { program: prlimit, args: [`--locks=${mark}:`, "--", program, ...command.args] };
}

function findExecutable(program: string, { cwd, env }: ColdRequest): string | null {
  const candidates = program.includes("/") ? [path.resolve(cwd, program)] : (env["PATH"] ?? "").split(":").map((folder) => path.resolve(cwd, folder, program));
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
