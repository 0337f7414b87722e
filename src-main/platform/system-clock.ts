/** The machine's clock. Long waits are cut into pieces: a timer over 2^31−1 ms would fire at once. A wait of nothing lets others have their turn: as a timer it would take a millisecond. */
import { uptime } from "node:os";
import type { Clock, Disposable } from "../ports/machine.ts";

const longestTimerMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sinceBoot: () => uptime() * 1_000,
  after: (delayMs, call) => (delayMs > 0 ? wait(delayMs, call) : waitForTurn(call)),
};

function waitForTurn(call: () => void): Disposable {
  const turn = setImmediate(call);
  return { dispose: () => clearImmediate(turn) };
}

function wait(delayMs: number, call: () => void): Disposable {
  let timer: NodeJS.Timeout;
  const next = (leftMs: number): void => {
    const pieceMs = Math.min(leftMs, longestTimerMs);
    timer = setTimeout(() => (leftMs > pieceMs ? next(leftMs - pieceMs) : call()), pieceMs);
  };
  next(delayMs);
  return { dispose: () => clearTimeout(timer) };
}
