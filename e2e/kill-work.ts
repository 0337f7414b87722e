/** The other end of src-main/cli/fixtures/kill-work.ts: runs that go on while the desktop is killed, and the judge of what became of them. */
import { fork } from "node:child_process";
import { join } from "node:path";

export interface EngineAt {
  readonly engine: number;
  readonly runner: number;
  /** From its start to an answer that names its runner. */
  readonly readyMs: number;
}

export interface KillVerdict {
  readonly acked: number;
  readonly attempts: number;
  /** What must not be, by kind. */
  readonly found: Readonly<Record<string, readonly string[]>>;
}

export interface KillWork {
  /** Waits for an engine and a runner other than those; 0 for any. */
  attach(not: { readonly notEngine: number; readonly notRunner: number }): Promise<EngineAt>;
  turnOn(): Promise<void>;
  /** Starts runs at random from now on, until the engine dies. */
  work(): Promise<void>;
  /** Resolves when a task runs that takes its time, with all tries that have not ended. */
  hold(): Promise<string[]>;
  /** How these tries ended, once all have. */
  ends(tries: readonly string[]): Promise<Readonly<Record<string, string>>>;
  /** Tries that count as running and stay without a process. */
  strays(): Promise<string[]>;
  /** Resolves when the engine has written what it was told to of this file. */
  written(path: string): Promise<void>;
  /** Resolves when nothing is left to do. */
  settle(): Promise<void>;
  judge(): Promise<KillVerdict>;
  close(): void;
}

type Reply = { readonly id: number; readonly ok: boolean; readonly value: unknown };

export function openKillWork(workspace: string, { seed, atMost }: { readonly seed: number; readonly atMost: number }): KillWork {
  const program = join(import.meta.dirname, "..", "src-main", "cli", "fixtures", "kill-work.ts");
  const child = fork(program, [workspace, String(seed), String(atMost)], { stdio: ["ignore", "inherit", "inherit", "ipc"], serialization: "advanced", execArgv: [] });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (reason: Error) => void }>();
  let last = 0;
  child.on("message", (message) => {
    const { id, ok, value } = message as Reply;
    const one = waiting.get(id);
    waiting.delete(id);
    if (ok) one?.resolve(value);
    else one?.reject(new Error(String(value)));
  });
  child.on("exit", (code, signal) => {
    for (const one of waiting.values()) one.reject(new Error(`the work ended with ${signal ?? code}`));
    waiting.clear();
  });
  const ask = (verb: string, argument?: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      waiting.set((last += 1), { resolve, reject });
      child.send({ id: last, verb, argument });
    });
  return {
    attach: async (not) => (await ask("attach", not)) as EngineAt,
    turnOn: async () => void (await ask("turnOn")),
    work: async () => void (await ask("work")),
    hold: async () => (await ask("hold")) as string[],
    ends: async (tries) => (await ask("ends", tries)) as Readonly<Record<string, string>>,
    strays: async () => (await ask("strays")) as string[],
    written: async (path) => void (await ask("written", path)),
    settle: async () => void (await ask("settle")),
    judge: async () => (await ask("judge")) as KillVerdict,
    close: () => void (child.connected && child.disconnect()),
  };
}
