/** T7, short: the service of the schedules round changes of the clock. The pure rule has tests of its own in shared/schedule. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ScheduleWindows } from "./fixtures/schedule-windows.ts";

const windows = 50;
const schedulesOfWindow = 5;
let trials: ScheduleWindows;
beforeEach(() => void (trials = new ScheduleWindows()));
afterEach(() => trials.close());

describe("schedules round a change of the clock", { timeout: 120_000 }, () => {
  it("run as the slow model says, whatever is done to the clock", () => {
    const found = Array.from({ length: windows }, (_, seed) => trials.run(seed, schedulesOfWindow)).flatMap((report) => report.found);
    expect({ found, longTimers: trials.longTimers }).toEqual({ found: [], longTimers: 0 });
  });

  it("run as Airflow's own libraries say", () => {
    const reports = trials.runTable();
    expect({ rows: reports.length > 290, found: reports.flatMap((report) => report.found) }).toEqual({ rows: true, found: [] });
  });
});
