/**
 * A time limit that counts only while the machine is awake and this process runs. Whatever is measured stood still together with it: after a
 * night with the lid closed a task has the time left that it had in the evening. The limit is waited for in slices. A slice that ends late was
 * slept through, by a machine or by a process that was stopped, and is waited for again; so a limit may come later by one slice for each sleep.
 */
export interface AwakeTimers {
  /** Milliseconds that never go back; whether they go on during a sleep depends on the system. */
  monotonic(): number;
  /** Calls back once after `delayMs`, at most 2^31−1. */
  after(delayMs: number, call: () => void): { dispose(): void };
}

export const longestSliceMs = 5_000;
/** A busy machine is late by less. */
const lateMs = 2_000;

/** Calls back once after `delayMs` (any size) of time awake. The answer cancels it. */
export function awakeTimeout(timers: AwakeTimers, delayMs: number, call: () => void): () => void {
  let timer = { dispose: () => {} };
  const wait = (leftMs: number): void => {
    const sliceMs = Math.min(leftMs, longestSliceMs);
    const begunAt = timers.monotonic();
    timer = timers.after(sliceMs, () => {
      const passedMs = timers.monotonic() - begunAt;
      const left = passedMs > sliceMs + lateMs ? leftMs : leftMs - Math.max(sliceMs, passedMs);
      if (left > 0) wait(left);
      else call();
    });
  };
  wait(Math.max(0, delayMs));
  return () => timer.dispose();
}
