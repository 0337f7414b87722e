/**
 * Shells that wait for work. Each is a session of its own, started ahead of time, reads command lines from a FIFO and answers on
 * descriptor 3. A tame text (shell-text.ts) runs in a fork of the shell, which then serves the next one; any other text turns the
 * shell into the task. Measured on 2 cores, hand-over to known exit, p50: fork of a warm shell 0.23 ms, warm shell that becomes the task
 * 0.35 ms, spawn from this process 1.15 ms (0.62 ms of it blocks the loop). ninja needs 0.35 ms a task with two at a time.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, constants, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { Socket } from "node:net";
import path from "node:path";
import { shellMarker } from "./attempt-mark.ts";
import { slotVariable } from "./environment.ts";
import { openBothEnds, openReader, type FifoStore } from "./fifo-store.ts";
import { exitOutcome, failedStart, type Launched, type LaunchRequest, type Outcome } from "./launch.ts";
import { identify, type ProcessIdentity } from "./process-table.ts";
import { becomeLine, forkLine, isTame, shellQuote, type ShellSetup } from "./shell-text.ts";

/** Shells kept waiting, and how many more may wait after a burst. */
const lowWater = 2;
const highWater = 16;
/** A pipe takes 64 KB; longer texts go through a file. */
const longestLine = 32 * 1024;

type Kind = "sh" | "bash";

interface Shell {
  readonly kind: Kind;
  readonly slot: string;
  readonly child: ChildProcess;
  readonly pid: number;
  readonly input: number;
  readonly fifo: string;
  token: string;
  identity: ProcessIdentity | null;
  onExit: ((outcome: Outcome) => void) | null;
}

export interface WarmShells {
  launch(text: string, request: LaunchRequest): Launched;
  /** Brings the number of waiting shells up; to be called when nothing else is to do. */
  refill(): void;
  dispose(): void;
}

export interface WarmShellSettings {
  readonly fifos: FifoStore;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly bash: string | null;
}

export function openWarmShells(settings: WarmShellSettings): WarmShells {
  const idle: Record<Kind, Shell[]> = { sh: [], bash: [] };
  const wanted: Record<Kind, number> = { sh: lowWater, bash: 0 };
  const all = new Set<Shell>();
  const byToken = new Map<string, Shell>();
  const nothing = openSync("/dev/null", "r+");
  const status = openStatus(settings.fifos, (token, code) => {
    const shell = byToken.get(token);
    if (!shell) return;
    byToken.delete(token);
    const report = shell.onExit;
    shell.onExit = null;
    report?.(exitOutcome(code, null));
  });
  const programOf = (kind: Kind): string => (kind === "bash" && settings.bash !== null ? settings.bash : "/bin/sh");
  const markers = { sh: shellMarker(programOf("sh")), bash: shellMarker(programOf("bash")) };
  let launches = 0;
  let disposed = false;

  const openedOrGivenBack = (fifo: string): ReturnType<typeof openBothEnds> => {
    try {
      return openBothEnds(fifo);
    } catch (error) {
      settings.fifos.giveBack(fifo);
      throw error;
    }
  };
  const create = (kind: Kind): Shell => {
    const slot = randomBytes(12).toString("hex");
    const fifo = settings.fifos.take();
    const input = openedOrGivenBack(fifo);
    const program = programOf(kind);
    const child = spawn(program, kind === "bash" ? ["--norc", "--noprofile"] : [], {
      detached: true,
      cwd: "/",
      env: { ...settings.env, [slotVariable]: slot },
      stdio: [input.read, nothing, nothing, status.writeFd],
    });
    closeSync(input.read);
    if (child.pid === undefined) {
      closeSync(input.write);
      settings.fifos.giveBack(fifo);
      child.on("error", () => {});
      throw new Error(`Shell ${program}: it could not be started; expected an executable shell and a free process slot; check the machine's process limit.`);
    }
    const shell: Shell = { kind, slot, child, pid: child.pid, input: input.write, fifo, token: "", identity: null, onExit: null };
    all.add(shell);
    child.on("error", () => {});
    child.on("exit", (code, signal) => end(shell, exitOutcome(code, signal)));
    // A TERM meant for a task in a fork must not take the shell along: a trap, unlike SIG_IGN, is not inherited.
    writeSync(shell.input, "trap : TERM\n");
    return shell;
  };
  const end = (shell: Shell, outcome: Outcome): void => {
    if (!all.delete(shell)) return;
    idle[shell.kind] = idle[shell.kind].filter((other) => other !== shell);
    byToken.delete(shell.token);
    closeSync(shell.input);
    if (!disposed) settings.fifos.giveBack(shell.fifo);
    shell.onExit?.(outcome);
    shell.onExit = null;
  };
  const take = (kind: Kind): Shell => {
    wanted[kind] = Math.max(wanted[kind], lowWater);
    return idle[kind].pop() ?? create(kind);
  };
  const retire = (shell: Shell): void => {
    if (all.has(shell) && shell.child.exitCode === null) shell.child.kill("SIGKILL");
  };

  return {
    launch(text, request) {
      const setupOf = (kind: Kind): ShellSetup => ({ mark: markers[kind](request.attemptId), cwd: request.cwd, env: request.added, outPath: request.outPath });
      const token = `t${launches++}`;
      const forked = isTame(text) ? forkLine(text, setupOf("sh"), token) : "";
      const tame = forked !== "" && forked.length <= longestLine / 3;
      const kind = tame || settings.bash === null ? "sh" : "bash";
      const line = tame ? { text: forked, file: null } : lineOrFile(becomeLine(text, setupOf(kind)), path.join(settings.folder, token));
      const shell = take(kind);
      shell.token = token;
      shell.onExit = (outcome) => {
        if (line.file) rmSync(line.file, { force: true });
        request.onExit(outcome);
      };
      if (tame) byToken.set(token, shell);
      return {
        pid: shell.pid,
        slot: shell.slot,
        identity: (bootId) => identityOf(shell, bootId),
        sharesLeader: tame,
        go() {
          try {
            writeSync(shell.input, line.text);
          } catch (error) {
            retire(shell);
            if (!all.has(shell)) return;
            end(shell, failedStart(`Shell: ${error instanceof Error ? error.message : String(error)}; expected a waiting shell; run the task again.`));
          }
        },
        release(reusable) {
          if (!tame) return;
          if (reusable && all.has(shell) && idle[shell.kind].length < highWater) idle[shell.kind].push(shell);
          else retire(shell);
        },
      };
    },
    refill() {
      if (disposed) return;
      for (const kind of ["sh", "bash"] as const) {
        if (idle[kind].length < wanted[kind]) {
          idle[kind].unshift(create(kind));
          return;
        }
      }
    },
    dispose() {
      disposed = true;
      for (const shell of all) if (shell.onExit === null) retire(shell);
      status.dispose();
      closeSync(nothing);
    },
  };
}

/** Asked once for all tasks that the shell serves. What could not be read now is asked for again. */
function identityOf(shell: Shell, bootId: string): ProcessIdentity {
  const identity = shell.identity ?? identify(shell.pid, bootId);
  if (identity.startTime !== "") shell.identity = identity;
  return identity;
}

function lineOrFile(line: string, file: string): { text: string; file: string | null } {
  if (Buffer.byteLength(line) <= longestLine) return { text: line, file: null };
  writeFileSync(file, line, { mode: 0o600 });
  return { text: `. ${shellQuote(file)}\n`, file };
}

/** The pipe on which all shells answer `<token> <status>`: one wake-up may bring many. */
function openStatus(fifos: FifoStore, onStatus: (token: string, code: number) => void): { writeFd: number; dispose(): void } {
  const fifo = fifos.take();
  const fd = openReader(fifo);
  const writeFd = openSync(fifo, constants.O_WRONLY);
  let held = "";
  const callback = (bytes: number, buffer: Buffer): boolean => {
    const lines = (held + buffer.toString("latin1", 0, bytes)).split("\n");
    held = lines.pop() ?? "";
    for (const line of lines) {
      const space = line.indexOf(" ");
      onStatus(line.slice(0, space), Number(line.slice(space + 1)));
    }
    return true;
  };
  const socket = new Socket({ fd, readable: true, writable: false, onread: { buffer: Buffer.allocUnsafeSlow(8192), callback } } as ConstructorParameters<typeof Socket>[0]);
  socket.on("error", () => {}).resume();
  return {
    writeFd,
    dispose() {
      socket.destroy();
      closeSync(writeFd);
    },
  };
}
