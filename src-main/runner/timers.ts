/** This process's timers, for limits that count no sleep. */
import type { AwakeTimers } from "../../shared/base/awake-timeout.ts";

export const timers: AwakeTimers = {
  monotonic: () => performance.now(),
  after(delayMs, call) {
    const timer = setTimeout(call, delayMs);
    return { dispose: () => clearTimeout(timer) };
  },
};
