/** The machine's clock. Long waits are cut into pieces: a timer over 2^31−1 ms would fire at once. */
import { uptime } from "node:os";
import type { Clock, Disposable } from "../ports/machine.ts";

const longestTimerMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sinceBoot: () => uptime() * 1_000,
  after: (delayMs, call) => wait(Math.max(0, delayMs), call),
};

function wait(delayMs: number, call: () => void): Disposable {
  let timer: NodeJS.Timeout;
  const next = (leftMs: number): void => {
    const pieceMs = Math.min(leftMs, longestTimerMs);
    timer = setTimeout(() => (leftMs > pieceMs ? next(leftMs - pieceMs) : call()), pieceMs);
  };
  next(delayMs);
  return { dispose: () => clearTimeout(timer) };
}
