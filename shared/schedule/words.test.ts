import { describe, expect, it } from "vitest";
import { describeSchedule } from "./words.ts";

describe("describeSchedule", () => {
  it.each([
    ["30 */4 * * *", "UTC", "At 30 minutes past the hour, every 4 hours"],
    ["@daily", "America/New_York", "At 00:00 (America/New_York)"],
    ["0 0 1 * 5", "UTC", "At 00:00, on day 1 of the month or on Friday"],
    ["0 0 29 2 0", "UTC", "At 00:00, on day 29 of the month or on Sunday, only in February"],
    ["0 0 1-7 * 1-5", "UTC", "At 00:00, between day 1 and 7 of the month or Monday through Friday"],
    ["0 0 * * L5", "UTC", "At 00:00, on the last Friday of the month"],
    ["0 0 ? * mon", "UTC", "At 00:00, only on Monday"],
    ["0 0 30 2 *", "UTC", "At 00:00, on day 30 of the month, only in February – no such day: it never fires"],
    ["@once", "UTC", "Once"],
    ["60 * * * *", "UTC", "60 * * * *"],
  ])("%s in %s", (expression, timezone, words) =>
    expect(describeSchedule({ kind: "cron", expression, timezone })).toBe(words),
  );

  it.each([
    [10_000, "Every 10 seconds"],
    [60_000, "Every minute"],
    [90_000, "Every 90 seconds"],
    [7_200_000, "Every 2 hours"],
    [86_400_000, "Every day"],
    [250, "Every 250 milliseconds"],
  ])("an interval of %d ms", (everyMs, words) => expect(describeSchedule({ kind: "every", everyMs })).toBe(words));
});
