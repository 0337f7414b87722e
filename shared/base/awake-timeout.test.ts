import { describe, expect, it } from "vitest";
import { awakeTimeout, longestSliceMs, type AwakeTimers } from "./awake-timeout.ts";

/** A machine that can sleep: its clock goes on then, or not, as the system has it, and timers that are over are late. */
class Machine implements AwakeTimers {
  at = 0;
  #timers: { at: number; call: () => void }[] = [];
  monotonic = (): number => this.at;
  after = (delayMs: number, call: () => void): { dispose(): void } => {
    const timer = { at: this.at + delayMs, call };
    this.#timers.push(timer);
    return { dispose: () => void (this.#timers = this.#timers.filter((one) => one !== timer)) };
  };
  work(ms: number): void {
    const end = this.at + ms;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.at = Math.max(this.at, next.at);
      next.call();
    }
    this.at = end;
  }
  #next(end: number): { at: number; call: () => void } | undefined {
    const next = this.#timers.filter(({ at }) => at <= end).toSorted((one, other) => one.at - other.at)[0];
    this.#timers = this.#timers.filter((one) => one !== next);
    return next;
  }
  sleep(ms: number): void {
    this.at += ms;
  }
  get waiting(): number {
    return this.#timers.length;
  }
}

function start(limitMs: number): { machine: Machine; calls: number[]; cancel: () => void } {
  const machine = new Machine();
  const calls: number[] = [];
  return { machine, calls, cancel: awakeTimeout(machine, limitMs, () => void calls.push(machine.at)) };
}

describe("awakeTimeout", () => {
  it("calls once, on time, however long the limit is", () => {
    for (const limitMs of [0, 1, 4_999, 5_000, 5_001, 12_345, 2 ** 31 + 7]) {
      const { machine, calls } = start(limitMs);
      machine.work(limitMs > 1e9 ? limitMs - 1 : Math.max(0, limitMs - 1));
      expect(calls).toEqual(limitMs === 0 ? [0] : []);
      machine.work(1_000_000);
      expect([calls, machine.waiting]).toEqual([[limitMs], 0]);
    }
  });

  it("counts no sleep, wherever in the limit it falls, and gives at most one slice more for each", () => {
    for (const limitMs of [1_000, 7_000, 60_000])
      for (const workedMs of [0, 500, 999, limitMs - 1]) {
        const { machine, calls } = start(limitMs);
        machine.work(workedMs);
        machine.sleep(8 * 3_600_000);
        const wokeAt = machine.at;
        machine.work(limitMs - workedMs - 1);
        expect(calls).toEqual([]);
        machine.work(longestSliceMs + 1);
        expect(calls).toHaveLength(1);
        expect(calls[0]).toBeLessThanOrEqual(wokeAt + limitMs - workedMs + longestSliceMs);
      }
  });

  it("is not put off for ever by a machine that sleeps again and again", () => {
    const { machine, calls } = start(30_000);
    for (let nap = 0; nap < 20 && calls.length === 0; nap += 1) {
      machine.work(12_000);
      machine.sleep(3_600_000);
    }
    expect(calls).toHaveLength(1);
  });

  it("calls not at all when it is cancelled", () => {
    const { machine, calls, cancel } = start(20_000);
    machine.work(11_000);
    cancel();
    machine.work(60_000);
    expect([calls, machine.waiting]).toEqual([[], 0]);
  });
});
