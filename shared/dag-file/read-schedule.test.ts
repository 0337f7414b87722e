import { describe, expect, it } from "vitest";
import type { Dag } from "../model/dag.ts";
import { describeSchedule, scheduleText } from "../schedule/words.ts";
import { parseDag } from "./parse-dag.ts";

function read(text: string): Dag {
  const { dag, diagnostics } = parseDag(`dag: d\n${text}\ntasks: { a: { config_type: EmptyTask } }\n`, { file: "d.dag.yaml" });
  if (dag === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return dag;
}
const at = (text: string): number => Date.parse(text);

describe("the schedule of a DAG file", () => {
  it.each([
    ["schedule: 2026-03-01", { kind: "dates", at: [at("2026-03-01T00:00Z")], timezone: "UTC" }],
    ["schedule: 2026-03-01T06:00\ntimezone: America/New_York", { kind: "dates", at: [at("2026-03-01T11:00Z")], timezone: "America/New_York" }],
    ["schedule: {at: [2026-04-01, '2026-03-01 06:00', 2026-04-01], timezone: Europe/London}", { kind: "dates", at: [at("2026-03-01T06:00Z"), at("2026-03-31T23:00Z")], timezone: "Europe/London" }],
    ["schedule: '@once'", { kind: "once" }],
    ["schedule: '@once'\nstart_date: 2026-03-01", { kind: "once", at: at("2026-03-01T00:00Z") }],
    ["schedule: every 10s", { kind: "every", everyMs: 10_000 }],
    ["schedule: {every: 2h}\nstart_date: 2026-03-01T00:30", { kind: "every", everyMs: 7_200_000, from: at("2026-03-01T00:30Z") }],
    ["schedule: ['@daily']", { kind: "cron", expression: "@daily", timezone: "UTC" }],
    [
      "schedule: [0 6 * * *, {cron: 30 9 * * *, timezone: Europe/London}, every 1h]\ntimezone: Asia/Tokyo",
      { kind: "several", of: [{ kind: "cron", expression: "0 6 * * *", timezone: "Asia/Tokyo" }, { kind: "cron", expression: "30 9 * * *", timezone: "Europe/London" }, { kind: "every", everyMs: 3_600_000 }] },
    ],
  ])("reads %s", (text, schedule) => expect(read(text).schedule).toEqual(schedule));

  it("says what was read", () => {
    const words = (text: string): [string, string] => {
      const { schedule } = read(text);
      return schedule === null ? ["", ""] : [describeSchedule(schedule), scheduleText(schedule)];
    };
    expect(words("schedule: 2026-03-01T06:00\ntimezone: America/New_York")).toEqual(["Once, on 2026-03-01 06:00 (America/New_York)", "2026-03-01 06:00"]);
    expect(words("schedule: {at: [2026-01-01, 2026-02-01, 2026-03-01, 2026-04-01]}")).toEqual(["On 4 dates: 2026-01-01, 2026-02-01, 2026-03-01 and 1 more", "2026-01-01, 2026-02-01, 2026-03-01, 2026-04-01"]);
    expect(words("schedule: ['@daily', every 2h]")).toEqual(["At 00:00; Every 2 hours", "@daily; every 2h"]);
  });

  it("reads a historical drop", () => {
    expect([read("schedule: '@daily'\nstart_date: 2026-01-01\nhistorical_drop: yes").historicalDrop, read("schedule: '@daily'").historicalDrop]).toEqual([true, undefined]);
  });
});
