import { describe, expect, it } from "vitest";
import { Paced } from "./paced.ts";

function world() {
  const taken: (readonly number[])[] = [];
  const plans: { readonly ms: number; readonly run: () => void }[] = [];
  const turns: (() => void)[] = [];
  const clock = {
    at: 0,
    now: () => clock.at,
    after(ms: number, run: () => void) {
      const plan = { ms, run };
      plans.push(plan);
      return () => void plans.splice(plans.indexOf(plan), 1);
    },
    afterTurn: (run: () => void) => void turns.push(run),
  };
  const pass = (ms: number): void => {
    clock.at += ms;
    plans.slice().forEach(({ run }) => run());
  };
  /** The page has done what it was handed, which took it so long. */
  const done = (busyMs: number): void => {
    clock.at += busyMs;
    turns.splice(0).forEach((run) => run());
  };
  return { taken, plans, clock, pass, done, paced: new Paced<number>((items) => taken.push(items), clock) };
}

describe("what is handed on at a pace", () => {
  it("comes at once after a pause", () => {
    const { paced, taken, clock } = world();
    paced.add([1]);
    clock.at = 90;
    paced.add([2, 3]);
    expect(taken).toEqual([[1], [2, 3]]);
  });

  it("comes together, in its order, when its time has come", () => {
    const { paced, taken, clock, plans, pass } = world();
    paced.add([1]);
    clock.at = 5;
    paced.add([2]);
    paced.add([3, 4]);
    expect([taken, plans.map(({ ms }) => ms)]).toEqual([[[1]], [75]]);
    pass(75);
    expect([taken, plans]).toEqual([[[1], [2, 3, 4]], []]);
  });

  it("goes on at that pace while more comes", () => {
    const { paced, taken, pass } = world();
    paced.add([1]);
    paced.add([2]);
    pass(80);
    paced.add([3]);
    expect(taken).toEqual([[1], [2]]);
    pass(80);
    expect(taken).toEqual([[1], [2], [3]]);
  });

  it("comes the sooner the less work the last was", () => {
    const { paced, taken, plans, done } = world();
    paced.add([1]);
    done(1);
    paced.add([2]);
    expect(plans.map(({ ms }) => ms)).toEqual([15]);
    paced.flush();
    done(5);
    paced.add([3]);
    expect(plans.map(({ ms }) => ms)).toEqual([11]);
    paced.flush();
    done(8);
    paced.add([3]);
    expect(plans.map(({ ms }) => ms)).toEqual([40]);
    paced.flush();
    done(40);
    paced.add([4]);
    expect([taken, plans.map(({ ms }) => ms)]).toEqual([[[1], [2], [3], [3]], [40]]);
  });

  it("comes sooner too when it came before the last was done", () => {
    const { paced, taken, plans, done } = world();
    paced.add([1]);
    paced.add([2]);
    done(2);
    expect(plans.map(({ ms }) => ms)).toEqual([14]);
    paced.flush();
    paced.add([3]);
    done(90);
    expect(taken).toEqual([[1], [2], [3]]);
  });

  it("is handed on when asked, and not twice", () => {
    const { paced, taken, plans } = world();
    paced.add([1]);
    paced.add([2]);
    paced.flush();
    expect([taken, plans]).toEqual([[[1], [2]], []]);
  });
});
