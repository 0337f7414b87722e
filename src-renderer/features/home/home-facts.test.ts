import { describe, expect, it } from "vitest";
import type { RunSummary } from "../../../shared/model/run.ts";
import { headline, startOfDay } from "./home-facts.ts";

const inState = (state: RunSummary["state"]): RunSummary => ({ state }) as RunSummary;

describe("home facts", () => {
  it("says what failed and what goes on", () => {
    expect([headline(0, []), headline(1, [inState("running")]), headline(2, [inState("running"), inState("queued")])]).toEqual([
      "Nothing failed today",
      "1 run failed today, 1 running",
      "2 runs failed today, 1 running, 1 queued",
    ]);
  });

  it("starts the day at midnight of the zone that is shown", () => {
    expect(startOfDay(Date.UTC(2026, 10, 21, 23, 59), "utc")).toBe(Date.UTC(2026, 10, 21));
    expect(new Date(startOfDay(Date.UTC(2026, 10, 21, 12), "local")).getHours()).toBe(0);
  });
});
