import { describe, expect, it } from "vitest";
import { isSameLine, normalLine } from "./log-line.ts";

const ids = { before: "manual__1", after: "manual__2" };

describe("isSameLine", () => {
  it.each([
    ["2026-01-31 06:00:00,123 INFO start", "2026-02-01 07:13:59,999 INFO start"],
    ["[2026-01-31T06:00:00.123Z] start", "[2026-02-01T07:00:00Z] start"],
    ["06:00:00 start", "17:59:01.5 start"],
    ["Sat Jan 31 06:00:00 UTC 2026 start", "Sun Feb  1 06:00:01 UTC 2026 start"],
    ["at 1769839200 done", "at 1769925600123 done"],
    ["done in 12 ms", "done in 3.4s"],
    ["took 2 min 05 s", "took 1 min 59 s"],
    ["pid 4711 up", "pid 99 up"],
    ["dbt[4711]: ok", "dbt[5]: ok"],
    ["request 6f1ed002-ab55-4fd1-9d2a-1c3f8a0b7c4d sent", "request 00000000-1111-2222-3333-444444444444 sent"],
    ["object at 0x7ffd12ab", "object at 0x55aa00ff"],
    ["created staging.orders__dw_dbb73369", "created staging.orders__dw_12345678"],
    ["wrote /tmp/tmpx81/y.csv", "wrote /tmp/tmpq0/z.csv"],
    ["\u001b[32mgreen\u001b[0m", "green"],
    ["run manual__1 begins", "run manual__2 begins"],
    ["  padded", "padded "],
  ])("takes %j and %j for the same", (before, after) => expect(isSameLine(before, after, ids)).toBe(true));

  it.each([
    ["loaded 100 rows", "loaded 101 rows"],
    ["exit code 1", "exit code 2"],
    ["table a", "table b"],
    ["version 1.2.3", "version 1.2.4"],
    ["12 tasks", "13 tasks"],
    ["deadbeef", "feedface"],
    ["reading /data/tmp2", "reading /data/tmp3"],
    ["", "x"],
  ])("takes %j and %j for different", (before, after) => expect(isSameLine(before, after, ids)).toBe(false));

  it("is quick on lines made to be slow", () => {
    const began = performance.now();
    for (const line of ["2".repeat(60_000), "a1".repeat(30_000), "1:".repeat(30_000), "/tmp".repeat(15_000), "Jan ".repeat(15_000), "0x".repeat(30_000), " ".repeat(60_000), "C:\\".repeat(20_000)]) normalLine(line, "");
    expect(performance.now() - began).toBeLessThan(2000);
  });
});
