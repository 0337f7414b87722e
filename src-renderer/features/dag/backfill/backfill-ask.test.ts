import { describe, expect, it } from "vitest";
import type { Dag } from "../../../../shared/model/dag.ts";
import { daysOfRange } from "./backfill-ask.ts";

const of = (timezone: string, schedule: Dag["schedule"] = null) => ({ timezone, schedule, startDate: null, endDate: null });
const at = (text: string): number => Date.parse(text);

describe("daysOfRange", () => {
  it("names the days of the DAG's own calendar, whatever zone it was chosen in", () => {
    const range = { from: at("2026-03-01T05:00Z"), to: at("2026-03-03T04:59:59.999Z"), tasks: [] };
    expect(daysOfRange(of("America/New_York"), range)).toEqual({ from: "2026-03-01", to: "2026-03-02" });
    expect(daysOfRange(of("UTC"), range)).toEqual({ from: "2026-03-01", to: "2026-03-03" });
    expect(daysOfRange(of("UTC", { kind: "cron", expression: "0 0 * * *", timezone: "America/New_York" }), range)).toEqual({ from: "2026-03-01", to: "2026-03-02" });
  });

  it("takes no day more in than the dates that lie in the range, and the range where there is none", () => {
    const utcDays = { from: at("2026-11-16T00:00Z"), to: at("2026-11-20T00:00Z") - 1, tasks: [] };
    const cron = (expression: string): Dag["schedule"] => ({ kind: "cron", expression, timezone: "Europe/Berlin" });
    expect(daysOfRange(of("Europe/Berlin", cron("0 5 * * *")), utcDays)).toEqual({ from: "2026-11-16", to: "2026-11-19" });
    expect(daysOfRange(of("Europe/Berlin", cron("30 0 * * *")), utcDays)).toEqual({ from: "2026-11-17", to: "2026-11-20" });
    expect(daysOfRange(of("Europe/Berlin", cron("0 5 1 * *")), utcDays)).toEqual({ from: "2026-11-16", to: "2026-11-20" });
  });
});
