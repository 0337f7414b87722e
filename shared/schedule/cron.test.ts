import { describe, expect, it } from "vitest";
import { isNever, parseCron, patternOf, readCron } from "./cron.ts";

describe("parseCron", () => {
  it.each([
    ["*/0 * * * *", "minute", /step 0/],
    ["60 * * * *", "minute", /minute 60 is out of range; use 0–59/],
    ["0 24 * * *", "hour", /hour 24 is out of range; use 0–23/],
    ["0 0 0 * *", "day of month", /use 1–31/],
    ["0 0 * 13 *", "month", /use 1–12 or jan–dec/],
    ["0 0 * * 8", "day of week", /use 0–7 or sun–sat/],
    ["5-1 * * * *", "minute", /runs backwards; .*5-59,0-1/],
    ["5-5 * * * *", "minute", /range from 5 to itself/],
    ["* * * *", "day of week", /day of week missing, 4 fields/],
    ["* * * * * *", "field 6", /one too many, 6 fields/],
    ["* * * * * * * *", "field 6", /one too many, 8 fields/],
    ["", "minute", /it is empty/],
    ["   ", "minute", /it is empty/],
    ["@bogus", null, /@bogus is not a preset; use one of @hourly/],
    ["@constructor", null, /not a preset/],
    ["@reboot", null, /not a preset/],
    ["1,,2 * * * *", "minute", /extra comma/],
    ["*,5 * * * *", "minute", /write "\*" alone/],
    ["-5 * * * *", "minute", /not a number/],
    ["1.5 * * * *", "minute", /not a number/],
    ["1e1 * * * *", "minute", /not a number/],
    ["٣ * * * *", "minute", /not a number/],
    ["mon * * * *", "minute", /"mon" is not a number/],
    ["0 0 15w * *", "day of month", /nearest weekday/],
    ["0 0 * * 1#6", "day of week", /#1 to #5/],
    ["0 0 * * 1,5#2", "day of week", /mixes/],
    ["0 0 15 * 5#2", "day of week", /does not combine/],
    ["? * * * *", "minute", /not a number/],
    [`${"1,".repeat(2_000)}1 * * * *`, null, /at most 1000/],
  ])("refuses %j and names %j", (expression, field, message) => {
    expect(parseCron(expression)).toEqual({ ok: false, field, message: expect.stringMatching(message) });
  });

  it.each(["30 */4 * * *", "0 0 29 2 0", "@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@quarterly", "@yearly"])(
    "takes %j",
    (expression) => expect(parseCron(expression)).toEqual({ ok: true }),
  );
  it.each(["@annually", "@once", "  0  0 * * * ", "0 0 L * ?", "0 0 * JAN-mar Mon#1", "*/90 * * * *"])("takes %j", (expression) =>
    expect(parseCron(expression)).toEqual({ ok: true }),
  );

  it("quotes at most 60 characters of what it refuses", () => {
    const verdict = parseCron(`${"x".repeat(500)} * * * *`);
    expect(verdict.ok ? "" : verdict.message.slice(0, 80)).toContain("…");
  });
});

describe("readCron", () => {
  const pattern = (expression: string): string => {
    const read = readCron(expression);
    return read.ok && read.reading.kind === "cron" ? patternOf(read.reading.cron) : "none";
  };

  it.each([
    ["0 0 * * 5-7", "0 0 * * 0,5,6"],
    ["0 0 * * 7", "0 0 * * 0"],
    ["0 0 * * sat-sun", "0 0 * * 0,6"],
    ["0 0 1-31 * 1", `0 0 ${Array.from({ length: 31 }, (_, day) => day + 1).join(",")} * 1`],
    ["0 0 1-31 * */2", "0 0 * * 0,2,4,6"],
    ["5/20 0-23 * * *", "5,25,45 * * * *"],
    ["0 0 1 */3 *", "0 0 1 1,4,7,10 *"],
  ])("spells %j out as %j", (expression, spelled) => expect(pattern(expression)).toBe(spelled));

  it("knows the days that never come", () => {
    const never = (expression: string): boolean => {
      const read = readCron(expression);
      return read.ok && read.reading.kind === "cron" && isNever(read.reading.cron);
    };
    expect(["0 0 30 2 *", "0 0 31 4 *", "0 0 29 2 *", "0 0 30 2 1", "0 0 30,L 2 *", "0 0 31 2,3 *"].map(never)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
