import { expect, it } from "vitest";
import { createMemoryTrim } from "./memory-trim.ts";

/** Which of the steps gave memory back. */
function trimmed(steps: readonly ({ readonly passMs: number } | { readonly changes: number } | { readonly isIdle: boolean })[]): number[] {
  let [now, isIdle, step] = [0, true, -1];
  const found: number[] = [];
  const timers = new Set<{ readonly at: number; readonly call: () => void }>();
  const after = (delayMs: number, call: () => void) => {
    const timer = { at: now + delayMs, call };
    timers.add(timer);
    return { dispose: () => void timers.delete(timer) };
  };
  const memory = createMemoryTrim({ clock: { after } as unknown as Parameters<typeof createMemoryTrim>[0]["clock"], isIdle: () => isIdle, shrink: () => void found.push(step) });
  memory.started();
  for (const one of steps) {
    step += 1;
    if ("isIdle" in one) isIdle = one.isIdle;
    if ("changes" in one) memory.note(one.changes);
    if ("passMs" in one) now += one.passMs;
    for (const timer of timers) if (timer.at <= now && timers.delete(timer)) timer.call();
  }
  memory.dispose();
  return found;
}

it("gives back what starting took, once", () => {
  expect(trimmed([{ passMs: 4_999 }, { passMs: 1 }, { passMs: 60_000 }, { changes: 1 }, { passMs: 60_000 }])).toEqual([1]);
});

it("does not come between tasks that follow each other just then", () => {
  expect(trimmed([{ changes: 1 }, { passMs: 4_900 }, { changes: 1 }, { passMs: 100 }, { changes: 1 }, { passMs: 900 }, { changes: 1 }, { passMs: 999 }, { passMs: 1 }])).toEqual([8]);
});

it("waits for a time when nothing runs", () => {
  expect(trimmed([{ isIdle: false }, { passMs: 5_000 }, { changes: 1 }, { passMs: 60_000 }, { isIdle: true }, { changes: 1 }, { passMs: 999 }, { passMs: 1 }])).toEqual([7]);
});

it("gives back what much work took, and nothing after little", () => {
  expect(trimmed([{ passMs: 5_000 }, { changes: 499 }, { passMs: 1_000 }, { changes: 1 }, { passMs: 1_000 }, { changes: 1 }, { passMs: 1_000 }])).toEqual([0, 4]);
});
