import { afterEach, beforeEach, expect, it, vi } from "vitest";

// Its time begins with the page.
let atLeisure: typeof import("./at-leisure.ts").atLeisure;
let heedPeople: typeof import("./at-leisure.ts").heedPeople;
let stir: typeof import("./at-leisure.ts").stir;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.resetModules();
  ({ atLeisure, heedPeople, stir } = await import("./at-leisure.ts"));
});
afterEach(() => void vi.useRealTimers());

it("waits until nothing went on for a while, and does one piece after the other", async () => {
  const log: string[] = [];
  const first = Promise.withResolvers<void>();
  atLeisure(() => (log.push("first"), first.promise));
  atLeisure(() => log.push("second"));
  await vi.advanceTimersByTimeAsync(900);
  stir();
  await vi.advanceTimersByTimeAsync(900);
  expect(log).toEqual([]);
  await vi.advanceTimersByTimeAsync(200);
  expect(log).toEqual(["first"]);
  first.resolve();
  await vi.advanceTimersByTimeAsync(50);
  expect(log).toEqual(["first", "second"]);
});

it("heeds keys, and is not put off for ever", async () => {
  const log: string[] = [];
  const people = new EventTarget();
  heedPeople(people);
  atLeisure(() => log.push("done"));
  for (let second = 0; second < 19; second += 0.5) {
    people.dispatchEvent(new Event("keydown"));
    await vi.advanceTimersByTimeAsync(500);
  }
  expect(log).toEqual([]);
  for (let second = 0; second < 2; second += 0.5) {
    people.dispatchEvent(new Event("keydown"));
    await vi.advanceTimersByTimeAsync(500);
  }
  expect(log).toEqual(["done"]);
});

it("goes on when a piece fails", async () => {
  const log: string[] = [];
  atLeisure(() => Promise.reject(new Error("no such part")));
  atLeisure(() => log.push("next"));
  await vi.advanceTimersByTimeAsync(3_000);
  expect(log).toEqual(["next"]);
});

it("fetches nothing ahead for somebody who saves data", async () => {
  vi.stubGlobal("navigator", { connection: { saveData: true } });
  const log: string[] = [];
  atLeisure(() => log.push("ahead"));
  await vi.advanceTimersByTimeAsync(30_000);
  expect(log).toEqual([]);
});
