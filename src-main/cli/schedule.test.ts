import { afterEach, describe, expect, it } from "vitest";
import { makePlace, type Place } from "./fixtures/spawn-cli.ts";

let made: Place;
afterEach(() => made.remove());

const hourly = `dag: hourly
schedule: '@hourly'
start_date: 2026-01-01
end_date: 2026-01-01T05:00
catchup: true
tasks: { a: { config_type: EmptyTask } }
`;
const json = (text: string): unknown => JSON.parse(text.trim().split("\n").at(-1) ?? "");

describe("dagwright schedule", () => {
  it("shows what would run, and turns on only when told how", async () => {
    made = makePlace({ "hourly.dag.yaml": hourly });
    const { dagwright } = made;
    const plan = await dagwright("schedule", "show", "hourly");
    expect(plan.out).toContain("6 runs for the past: 2026-01-01T00:00:00.000Z to 2026-01-01T05:00:00.000Z");
    const asked = await dagwright("schedule", "on", "hourly");
    expect([asked.code, asked.err]).toEqual([2, expect.stringContaining("makes 6 runs for the past; add --yes to make them, or --from-now to pass over them")]);
  });

  it("passes over the past where asked, and lists what is on", async () => {
    made = makePlace({ "hourly.dag.yaml": hourly });
    const { dagwright } = made;
    await dagwright("trust");
    expect(json((await dagwright("schedule", "on", "hourly", "--from-now", "--json")).out)).toMatchObject({ on: true, overlap: "queue", runs: { count: 6, first: { logical_date: "2026-01-01T00:00:00.000Z", data_interval_start: "2025-12-31T23:00:00.000Z" } }, next: [] });
    expect(json((await dagwright("schedule", "--json")).out)).toMatchObject({ schedules: [{ dag_id: "hourly", on: true, next: null }] });
    expect(json((await dagwright("schedule", "show", "hourly", "--json")).out)).toMatchObject({ on: true, runs: { count: 0 } });
  });

  it("names the zone once, and says that all are paused", async () => {
    made = makePlace({ "hourly.dag.yaml": hourly.replace("catchup: true", "timezone: Europe/Berlin"), "late.dag.yaml": "dag: late\nschedule: { assets: [a.b] }\ntasks: { a: { config_type: EmptyTask } }\n" });
    const { dagwright } = made;
    expect((await dagwright("schedule", "show", "hourly")).out.split("\n")[0]?.split("(Europe/Berlin)")).toHaveLength(2);
    await dagwright("trust");
    await dagwright("schedule", "pause");
    const { out, err } = await dagwright("schedule");
    expect([out, err]).toEqual([expect.stringMatching(/late +off +by assets/), expect.stringContaining("All schedules are paused, since ")]);
    await dagwright("schedule", "resume");
    expect((await dagwright("schedule")).err).not.toContain("paused");
  });

  it("turns off, and says that nothing was passed over", async () => {
    made = makePlace({ "hourly.dag.yaml": hourly });
    const { dagwright } = made;
    expect((await dagwright("schedule", "off", "hourly")).err).toContain("The schedule of hourly is off.");
    expect(json((await dagwright("schedule", "skipped", "--json")).out)).toEqual({ skipped: [] });
  });
});
