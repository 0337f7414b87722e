/** Chooses how a command is started: warm shell, warm Python or plain spawn. Owns the warm processes and their pipes. */
import { existsSync } from "node:fs";
import path from "node:path";
import type { ProcessSpec } from "../ports/runner.ts";
import { coldSpawn, type ColdCommand } from "./cold-spawn.ts";
import { cookieVariable, isPlainName, minimalEnvironment } from "./environment.ts";
import { openFifoStore, type FifoStore } from "./fifo-store.ts";
import type { Launched, LaunchRequest, Outcome } from "./launch.ts";
import { canRunWarm, openWarmPython, type WarmPython } from "./warm-python.ts";
import { openWarmShells, type WarmShells } from "./warm-shells.ts";

export interface LaunchHooks {
  readonly onExit: (outcome: Outcome) => void;
  readonly onPid: (pid: number) => void;
  /** Null where output comes through a FIFO. */
  readonly onChunk: ((chunk: Buffer) => void) | null;
}

export interface Launcher {
  /** Null where there are no FIFOs. */
  readonly fifos: FifoStore | null;
  launch(spec: ProcessSpec, outPath: string, hooks: LaunchHooks): Launched;
  /** Makes what is to wait for the next tasks, as far as it can. */
  refill(): void;
  dispose(): void;
}

interface Warm {
  readonly fifos: FifoStore;
  readonly shells: WarmShells;
  readonly python: WarmPython;
}

export function openLauncher(folder: string, pythonSupport: string, onTrouble: (message: string) => void): Launcher {
  const env = minimalEnvironment(process.env);
  const bash = findProgram("bash", env["PATH"] ?? "");
  const warm = openWarm(folder, pythonSupport, { env, bash, onTrouble });
  return {
    fifos: warm?.fifos ?? null,
    launch(spec, outPath, hooks) {
      const added = { ...spec.env, [cookieVariable]: spec.attemptId };
      const request: LaunchRequest = { attemptId: spec.attemptId, cwd: spec.cwd, env: { ...env, ...added }, added, outPath, onExit: hooks.onExit };
      const cold = (): Launched => coldSpawn(coldCommand(spec, bash), { ...request, onChunk: hooks.onChunk }, hooks.onPid);
      if (!warm) return cold();
      if (spec.command.kind === "shell") {
        return Object.keys(added).every(isPlainName) ? warm.shells.launch(spec.command.script, request) : cold();
      }
      if (!spec.command.warm || !canRunWarm(spec.command, spec.env)) return cold();
      return warm.python.launch(spec.command, { ...request, onPid: hooks.onPid, goCold: () => cold().go() });
    },
    refill() {
      try {
        warm?.shells.refill();
      } catch {
        // What waits is made in advance: a task that finds nothing waiting makes its own, or says why it cannot.
      }
    },
    dispose() {
      warm?.shells.dispose();
      warm?.python.dispose();
      warm?.fifos.dispose();
    },
  };
}

function openWarm(folder: string, pythonSupport: string, context: { env: Record<string, string>; bash: string | null; onTrouble: (message: string) => void }): Warm | null {
  if (process.platform === "win32") return null;
  try {
    const fifos = openFifoStore(folder);
    const shells = openWarmShells({ fifos, folder, env: context.env, bash: context.bash });
    shells.refill();
    return { fifos, shells, python: openWarmPython({ fifos, zygote: path.join(pythonSupport, "zygote.py"), env: context.env }) };
  } catch (error) {
    context.onTrouble(error instanceof Error ? error.message : String(error));
    return null;
  }
}

function coldCommand(spec: ProcessSpec, bash: string | null): ColdCommand {
  const command = spec.command;
  if (command.kind === "python") return { program: command.interpreter, args: [command.script, ...command.args] };
  return { program: bash ?? "/bin/sh", args: ["-c", command.script] };
}

function findProgram(name: string, searchPath: string): string | null {
  const suffix = process.platform === "win32" ? ".exe" : "";
  for (const folder of searchPath.split(path.delimiter)) {
    const file = path.join(folder, name + suffix);
    if (folder !== "" && existsSync(file)) return file;
  }
  return null;
}
