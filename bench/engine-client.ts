/** An engine of its own for a workload: a separate process, as in the product, reached over its local socket. */
import { fork, type ChildProcess } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunSummary } from "../shared/model/run.ts";

export interface BenchEngine {
  readonly pid: number;
  runnerPid(): Promise<number | null>;
  run(dagId: string): Promise<RunSummary>;
  close(): Promise<void>;
}

type Reply = { readonly id: number; readonly ok: boolean; readonly value: unknown };

export function writeDag(workspace: string, dagId: string, tasks: readonly string[]): void {
  mkdirSync(workspace, { recursive: true });
  writeFileSync(join(workspace, `${dagId}.dag.yaml`), `dag: ${dagId}\ntasks:\n${tasks.join("\n")}\n`);
}

export async function openBenchEngine(workspace: string, settings: Record<string, unknown>): Promise<BenchEngine> {
  const child = fork(new URL("./engine-process.ts", import.meta.url), [workspace, JSON.stringify(settings)], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const ask = caller(child);
  await ask("ready");
  return {
    pid: child.pid ?? 0,
    runnerPid: async () => (await ask("runnerPid")) as number | null,
    run: async (dagId) => (await ask("run", dagId)) as RunSummary,
    close: async () => {
      await ask("close");
      child.disconnect();
    },
  };
}

function caller(child: ChildProcess): (verb: string, argument?: unknown) => Promise<unknown> {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (reason: Error) => void }>();
  let next = 0;
  child.on("message", (message) => {
    const { id, ok, value } = message as Reply;
    const one = waiting.get(id);
    waiting.delete(id);
    if (ok) one?.resolve(value);
    else one?.reject(new Error(String(value)));
  });
  child.on("exit", (code) => {
    for (const one of waiting.values()) one.reject(new Error(`the engine ended with code ${code}`));
  });
  return (verb, argument) =>
    new Promise((resolve, reject) => {
      next += 1;
      waiting.set(next, { resolve, reject });
      child.send({ id: next, verb, argument });
    });
}

