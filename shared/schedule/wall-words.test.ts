import { describe, expect, it } from "vitest";
import { wallWords } from "./wall-words.ts";

describe("wallWords", () => {
  it.each([
    ["2026-03-08T07:10:00Z", "America/New_York", "2026-03-08 03:10 America/New_York (07:10 UTC)"],
    ["2026-03-08T06:59:00Z", "America/New_York", "2026-03-08 01:59 America/New_York (06:59 UTC)"],
    ["2026-03-08T02:00:00Z", "America/New_York", "2026-03-07 21:00 America/New_York (2026-03-08 02:00 UTC)"],
    ["2026-12-31T23:30:05Z", "Asia/Kolkata", "2027-01-01 05:00:05 Asia/Kolkata (2026-12-31 23:30:05 UTC)"],
    ["2026-03-08T07:10:00.250Z", "UTC", "2026-03-08 07:10:00.250 UTC"],
    ["2026-03-08T00:00:00Z", "UTC", "2026-03-08 00:00 UTC"],
  ])("%s in %s", (at, zone, words) => expect(wallWords(Date.parse(at), zone)).toBe(words));
});
