import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Claim, Limit } from "./claims.ts";
import { Slots } from "./slots.ts";

const limit = (key: string, bound: number, version = 1): Limit => ({ name: "max_active_tasks", key, bound, version });
const claim = (fields: Partial<Claim> = {}): Claim => ({ pool: "default", isFast: false, width: 1, priority: 1, since: 0, limits: [], ...fields });

function open(parallelism: number, pools: Record<string, number> = {}) {
  const bounds = { parallelism, fastSlots: 0, pools };
  const slots = new Slots({ parallelism: () => bounds.parallelism, fastSlots: () => bounds.fastSlots, poolSlots: (pool) => bounds.pools[pool] ?? 1e9 });
  const giveOut = (): number[] => {
    const granted: number[] = [];
    slots.giveOut(({ run, task }, what) => {
      slots.hold({ run, task, tryNumber: 1 }, what);
      granted.push(task);
      return true;
    });
    return granted;
  };
  return { bounds, slots, giveOut, wait: (task: number, fields: Partial<Claim> = {}) => slots.wait({ run: 1, task }, claim(fields)), end: (task: number) => slots.release({ run: 1, task, tryNumber: 1 }) };
}

describe("Slots", () => {
  it("lets the greater priority go first, then who has waited longer, then the earlier task", () => {
    const { wait, giveOut } = open(9);
    wait(1, { priority: 1 });
    wait(3, { priority: 5, since: 20 });
    wait(2, { priority: 5, since: 20 });
    wait(4, { priority: 5, since: 10 });
    wait(5, { priority: -3 });
    expect(giveOut()).toEqual([4, 2, 3, 1, 5]);
  });

  it("is not held up by a task that is too wide for what is free, and gives it room once there is enough", () => {
    const { wait, giveOut, end } = open(9, { wide: 4 });
    wait(1, { pool: "wide", width: 2 });
    wait(2, { pool: "wide", width: 3, priority: 9, since: 1 });
    wait(3, { pool: "wide", width: 3, priority: 8 });
    wait(4, { pool: "wide", width: 1 });
    wait(5, { pool: "wide", width: 5, priority: 10 });
    expect(giveOut()).toEqual([2, 4]);
    end(2);
    expect(giveOut()).toEqual([3]);
    end(3);
    expect(giveOut()).toEqual([1]);
  });

  it("passes over a task whose DAG has its fill, and takes it up when one of its tasks ends", () => {
    const { wait, giveOut, end } = open(9);
    for (const task of [1, 2, 3]) wait(task, { priority: 10 - task, limits: [limit("run 1", 1)] });
    wait(4, { limits: [limit("run 1", 1), limit("task", 1)], priority: 20 });
    wait(5, { limits: [limit("task", 1)] });
    wait(6);
    expect(giveOut()).toEqual([4, 6]);
    end(4);
    expect(giveOut()).toEqual([1, 5]);
  });

  it("lets a later task with a greater priority pass those that wait aside", () => {
    const { wait, giveOut, end } = open(9);
    for (const task of [1, 2]) wait(task, { limits: [limit("run 1", 1)] });
    expect(giveOut()).toEqual([1]);
    wait(3, { limits: [limit("run 1", 1)], priority: 5 });
    expect(giveOut()).toEqual([]);
    end(1);
    expect(giveOut()).toEqual([3]);
    end(3);
    expect(giveOut()).toEqual([2]);
  });

  it("gives the room of one that leaves without taking it to the next", () => {
    const { slots, wait, giveOut, end } = open(1);
    wait(9);
    expect(giveOut()).toEqual([9]);
    for (const task of [1, 2, 3]) wait(task, { limits: [limit("run 1", 1)] });
    end(9);
    expect(giveOut()).toEqual([1]);
    end(1);
    slots.forget({ run: 1, task: 2 });
    expect(giveOut()).toEqual([3]);
    end(3);
    for (const task of [4, 5]) wait(task, { limits: [limit("run 1", 1)] });
    const asked: number[] = [];
    slots.giveOut(({ task }) => asked.push(task) > 99);
    expect(asked).toEqual([4, 5]);
  });

  it("lets the next of a bound go when the first that comes back is held up by another bound", () => {
    const { wait, giveOut, end } = open(9);
    wait(1, { limits: [limit("run 1", 1)], priority: 9 });
    wait(2, { limits: [limit("task", 1)], priority: 9 });
    wait(3, { limits: [limit("run 1", 1), limit("task", 1)], priority: 5 });
    wait(4, { limits: [limit("run 1", 1)] });
    expect(giveOut()).toEqual([1, 2]);
    end(1);
    expect(giveOut()).toEqual([4]);
  });

  it("follows pools and bounds that grow while tasks wait", () => {
    const { bounds, wait, giveOut } = open(9, { p: 1 });
    for (const task of [1, 2, 3]) wait(task, { pool: "p" });
    for (const task of [4, 5, 6]) wait(task, { limits: [limit("task", 1)] });
    expect(giveOut()).toEqual([1, 4]);
    bounds.pools["p"] = 2;
    wait(7, { limits: [limit("task", 3, 2)] });
    expect(giveOut()).toEqual([2, 5, 6]);
    bounds.pools["p"] = 0;
    expect(giveOut()).toEqual([]);
  });

  it("keeps slots for the fast lane, whatever else waits, and lets nobody starve for it", () => {
    const { bounds, wait, giveOut, end } = open(2);
    bounds.fastSlots = 1;
    for (const task of [1, 2, 3]) wait(task, { priority: 9 });
    expect(giveOut()).toEqual([1, 2]);
    for (const task of [11, 12, 13]) wait(task, { isFast: true });
    expect(giveOut()).toEqual([11]);
    // Beyond the slots kept for them, fast tasks wait in the line of all.
    end(1);
    expect(giveOut()).toEqual([3]);
    end(11);
    expect(giveOut()).toEqual([12]);
    end(2);
    expect(giveOut()).toEqual([13]);
    bounds.fastSlots = 0;
    wait(14, { isFast: true });
    end(12);
    expect(giveOut()).toEqual([]);
    end(3);
    expect(giveOut()).toEqual([14]);
  });

  it("tells the place in the line, without those that their own bound holds back", () => {
    const { slots, wait, giveOut } = open(2, { p: 1 });
    for (const task of [1, 2]) wait(task, { pool: "p", limits: [limit("run 1", 1)] });
    wait(3, { pool: "p", priority: 0 });
    expect(giveOut()).toEqual([1]);
    expect([slots.ahead({ run: 1, task: 1 }), slots.ahead({ run: 1, task: 2 }), slots.ahead({ run: 1, task: 3 })]).toEqual([null, 0, 1]);
  });

  const taskArbitrary = fc.record({ pool: fc.constantFrom("a", "b"), width: fc.integer({ min: 1, max: 3 }), priority: fc.nat(3), since: fc.nat(3), run: fc.nat(2), task: fc.option(fc.nat(1)) });
  const stepArbitrary = fc.oneof(
    fc.record({ kind: fc.constant("wait" as const), of: taskArbitrary }),
    fc.record({ kind: fc.constantFrom("end" as const, "forget" as const, "refuse" as const), pick: fc.nat(99) }),
  );

  it("never leaves a slot free that a task could have, nor gives out one too many, nor passes over the one whose turn it is", () => {
    const bounds = { run: 2, task: 1 };
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 80 }), (steps) => {
        const { slots } = open(5, { a: 4, b: 2 });
        const model = new Model();
        steps.forEach((step, at) => {
          if (step.kind === "wait") {
            const { run, task, ...fields } = step.of;
            const limits = [limit(`run ${run}`, bounds.run), ...(task === null ? [] : [limit(`task ${task}`, bounds.task)])];
            slots.wait({ run: 1, task: at }, claim({ ...fields, limits }));
            model.waiting.set(at, claim({ ...fields, limits }));
          } else if (step.kind === "end") {
            const task = [...model.held.keys()][step.pick % model.held.size];
            if (task !== undefined) slots.release({ run: 1, task, tryNumber: 1 });
            model.held.delete(task ?? -1);
          } else if (step.kind === "forget") {
            const task = [...model.waiting.keys()][step.pick % model.waiting.size];
            if (task !== undefined) slots.forget({ run: 1, task });
            model.waiting.delete(task ?? -1);
          }
          let mayRefuse = step.kind === "refuse";
          slots.giveOut(({ task }, what) => {
            expect(model.mayGo(task)).toBe(true);
            model.waiting.delete(task);
            if (mayRefuse) return (mayRefuse = false);
            model.held.set(task, what);
            slots.hold({ run: 1, task, tryNumber: 1 }, what);
            return true;
          });
          expect([...model.waiting.keys()].filter((task) => model.fits(task))).toEqual([]);
          expect(slots.counts).toEqual({ running: model.held.size, queued: model.waiting.size });
        });
      }),
      { numRuns: 500 },
    );
  });

  it("serves 100,000 waiting tasks of a hundred runs with bounds of their own in little time", { timeout: 120_000 }, () => {
    const { slots } = open(64);
    const before = process.cpuUsage();
    for (let task = 0; task < 100_000; task += 1) slots.wait({ run: task % 100, task }, claim({ priority: task % 7, limits: [limit(`run ${task % 100}`, 1), limit(`task ${task % 500}`, 2)] }));
    const held: { run: number; task: number; tryNumber: number }[] = [];
    let granted = 0;
    while (slots.counts.queued + slots.counts.running > 0) {
      slots.giveOut(({ run, task }, what) => {
        const key = { run, task, tryNumber: 1 };
        slots.hold(key, what);
        held.push(key);
        granted += 1;
        return true;
      });
      const ended = held.shift();
      if (!ended) break;
      slots.release(ended);
    }
    expect(granted).toBe(100_000);
    expect(process.cpuUsage(before).user / granted).toBeLessThan(100);
  });
});

/** The same by its definition, slowly. */
class Model {
  readonly waiting = new Map<number, Claim>();
  readonly held = new Map<number, Claim>();

  fits(task: number): boolean {
    const what = this.waiting.get(task) ?? claim();
    const others = [...this.held.values()];
    const used = others.filter(({ pool }) => pool === what.pool).reduce((sum, { width }) => sum + width, 0);
    const hasRoom = what.limits.every(({ key, bound }) => others.filter(({ limits }) => limits.some((one) => one.key === key)).length < bound);
    return others.length < 5 && used + what.width <= ({ a: 4, b: 2 }[what.pool] ?? 0) && hasRoom;
  }

  /** It fits, and nobody of its pool that fits goes before it. */
  mayGo(task: number): boolean {
    const what = this.waiting.get(task) ?? claim();
    const rank = ({ priority, since }: Claim, at: number): number => -priority * 1e6 + since * 1e3 + at;
    return this.fits(task) && ![...this.waiting].some(([other, one]) => one.pool === what.pool && this.fits(other) && rank(one, other) < rank(what, task));
  }
}
