import { stat } from "node:fs";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { systemClock } from "./system-clock.ts";

const dayMs = 86_400_000;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it.each([1, 24, 25, 40, 75 * 365])("waits %i days, not less for being longer than a timer can", (days) => {
  const call = vi.fn();
  systemClock.after(days * dayMs, call);
  vi.advanceTimersByTime(days * dayMs - 1);
  expect(call).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(call).toHaveBeenCalledOnce();
});

it("forgets a wait that was given up, in whichever piece of it", () => {
  const call = vi.fn();
  const waits = [systemClock.after(40 * dayMs, call), systemClock.after(40 * dayMs, call)];
  waits[0]?.dispose();
  vi.advanceTimersByTime(30 * dayMs);
  waits[1]?.dispose();
  vi.advanceTimersByTime(365 * dayMs);
  expect(call).not.toHaveBeenCalled();
});

it("takes no time for a wait of nothing, or of less, and forgets one that was given up", async () => {
  vi.useRealTimers();
  const order: string[] = [];
  await new Promise<void>((resolve) => {
    // What is due without a timer goes before any timer that is set where a file was looked at.
    stat(".", () => {
      setTimeout(() => (order.push("timer"), resolve()), 0);
      systemClock.after(0, () => order.push("nothing"));
      systemClock.after(-5, () => order.push("less"));
      systemClock.after(0, () => order.push("given up")).dispose();
      order.push("now");
    });
  });
  expect(order).toEqual(["now", "nothing", "less", "timer"]);
});
