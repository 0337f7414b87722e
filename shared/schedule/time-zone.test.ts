import { describe, expect, it } from "vitest";
import { checkTimeZone } from "./time-zone.ts";

describe("checkTimeZone", () => {
  it.each(["UTC", "America/New_York", "Asia/Kolkata", "Asia/Calcutta", "Europe/Kyiv", "Etc/GMT+5", "Australia/Lord_Howe"])(
    "takes %s without a word",
    (zone) => expect(checkTimeZone(zone)).toEqual({ ok: true }),
  );

  it.each([
    ["EST5EDT", "America/New_York"],
    ["US/Eastern", "America/New_York"],
    ["GB", "Europe/London"],
    ["Zulu", "UTC"],
    ["GMT", "UTC"],
  ])("takes the legacy name %s with a note that says %s", (zone, today) =>
    expect(checkTimeZone(zone)).toEqual({ ok: true, note: expect.stringContaining(`"${today}"`) }),
  );

  it.each([
    ["Mars/Olympus", /not a known time zone; use an IANA name/],
    ["", /it is empty/],
    ["  ", /it is empty/],
    ["newyork", /did you mean "America\/New_York"/],
    ["New York", /did you mean "America\/New_York"/],
    ["america/new_york", /write "America\/New_York"/],
    ["utc", /write "UTC"/],
    ["+05:00", /is an offset/],
    ["JST", /abbreviation/],
    [" UTC", /space/],
    ["../../etc/passwd", /not a known/],
    ["x".repeat(5_000), /…"/],
  ])("refuses %j", (zone, message) => expect(checkTimeZone(zone)).toEqual({ ok: false, message: expect.stringMatching(message) }));
});
