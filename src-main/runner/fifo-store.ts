/**
 * Named pipes for shells and tasks. Node hands children socket pairs, on which `echo x >/dev/stdout` fails, and it cannot make a FIFO;
 * mkfifo makes a batch per call and each is used again once nobody holds it. Owns its folder; the runner removes it at the end.
 */
import { spawn, spawnSync } from "node:child_process";
import { closeSync, constants, mkdirSync, openSync, rmSync } from "node:fs";
import path from "node:path";

const batch = 64;
const lowWater = 16;

export interface FifoStore {
  take(): string;
  /** Only when neither the runner nor any other process has it open. */
  giveBack(fifo: string): void;
  /** Forgets one that somebody may still hold. */
  drop(fifo: string): void;
  dispose(): void;
}

export function openFifoStore(folder: string): FifoStore {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const free: string[] = [];
  let made = 0;
  let refilling = false;
  const names = (): string[] => Array.from({ length: batch }, () => path.join(folder, `p${made++}`));
  const makeNow = (): void => {
    const paths = names();
    const done = spawnSync("mkfifo", ["-m", "600", ...paths], { stdio: "ignore" });
    if (done.status !== 0) throw new Error(`mkfifo in ${folder}: ${done.error?.message ?? `exit ${done.status}`}; expected named pipes; tasks run without warm processes.`);
    free.push(...paths);
  };
  const refill = (): void => {
    refilling = true;
    const paths = names();
    spawn("mkfifo", ["-m", "600", ...paths], { stdio: "ignore" })
      .on("error", () => (refilling = false))
      .on("exit", (code) => {
        refilling = false;
        if (code === 0) free.push(...paths);
      });
  };
  makeNow();
  return {
    take() {
      if (free.length === 0) makeNow();
      const fifo = free.pop();
      if (fifo === undefined) throw new Error("mkfifo made no pipe");
      if (free.length < lowWater && !refilling) refill();
      return fifo;
    },
    giveBack: (fifo) => void free.push(fifo),
    drop: (fifo) => rmSync(fifo, { force: true }),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Both ends, blocking. A pipe's first open waits for its other end, so a short-lived two-way descriptor stands in. */
export function openBothEnds(fifo: string): { read: number; write: number } {
  const both = openSync(fifo, constants.O_RDWR);
  let read: number | null = null;
  try {
    read = openSync(fifo, constants.O_RDONLY);
    return { read, write: openSync(fifo, constants.O_WRONLY) };
  } catch (error) {
    if (read !== null) closeSync(read);
    throw error;
  } finally {
    closeSync(both);
  }
}

/** The reading end alone; the writer comes later. */
export function openReader(fifo: string): number {
  return openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
}
