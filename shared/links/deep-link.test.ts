/** Links from outside: what they may ask for, and what is refused (rows 45–47 of the bad inputs). */
import { describe, expect, it } from "vitest";
import { deepLinkOf, readDeepLink } from "./deep-link.ts";

describe("readDeepLink", () => {
  it.each([
    ["dagwright://open/claims_daily", { to: "dag", dagId: "claims_daily" }],
    ["DAGWRIGHT://open/claims_daily/", { to: "dag", dagId: "claims_daily" }],
    ["dagwright://run/claims_daily/manual__2026-01-01T00:00:00+00:00", { to: "run", dagId: "claims_daily", runId: "manual__2026-01-01T00:00:00+00:00" }],
    ["dagwright://run/claims%20daily/r1", { to: "run", dagId: "claims daily", runId: "r1" }],
    ["dagwright://run/a/b/task/t%20x/try/2/line/30012/face/gantt/with/c", { to: "run", dagId: "a", runId: "b", taskId: "t x", tryNumber: 2, line: 30012, face: "gantt", other: "c" }],
    ["dagwright://find/u-1042", { to: "find", text: "u-1042" }],
    ["dagwright://find/100%25%20of%20%2Fx", { to: "find", text: "100% of /x" }],
  ])("reads %s", (link, navigation) => {
    expect(readDeepLink(link)).toEqual({ ok: true, navigation });
  });

  it.each([
    "dagwright://open/%2e%2e%2f%2e%2e",
    "dagwright://dag/%2e%2e%2f%2e%2e",
    "dagwright://open/..",
    "dagwright://open/../..",
    "dagwright://open/a%2fb",
    "dagwright://open/a%5cb",
    "dagwright://open/a%00b",
    "dagwright://open/a\0b",
    "dagwright://open/%",
    "dagwright://open/%zz",
    "dagwright://open/%e2%80%ae",
    "dagwright://open/a%E2%80%AEb",
    "dagwright://open/",
    "dagwright://open",
    "dagwright://",
    "dagwright:open/a",
    "dagwright://run/a",
    "dagwright://run/a/b/c",
    "dagwright://run/a/b/task",
    "dagwright://run/a/b/task/x/task/y",
    "dagwright://run/a/b/line/0",
    "dagwright://run/a/b/line/1e9",
    "dagwright://run/a/b/line/99999999999",
    "dagwright://run/a/b/face/Grid",
    "dagwright://run/a/b/conf/x",
    "dagwright://run/a/b/__proto__/x",
    "dagwright://start/a",
    "dagwright://trust/a",
    "dagwright://import/https:%2f%2fevil",
    "dagwright://open/a?conf=1",
    "dagwright://open/a#x",
    "dagwright://open/a --inspect",
    'dagwright://open/a" --gpu-launcher="calc',
    "dagwright://open/a%22%20--inspect",
    "dagwright://open/--inspect",
    "dagwright://open/-x",
    "dagwright://open/'x'",
    "dagwright://find/",
    "dagwright://find/%20",
    "dagwright://find/a%0Ab",
    `dagwright://find/${"a".repeat(300)}`,
    `dagwright://open/${"a".repeat(1024 * 1024)}`,
    "https://open/a",
    "",
  ])("refuses %.60s", (link) => {
    expect(readDeepLink(link)).toEqual({ ok: false, reason: expect.any(String) });
  });
});

describe("deepLinkOf", () => {
  it.each([
    { to: "dag", dagId: "claims daily" },
    { to: "run", dagId: "a", runId: "manual__2026-01-01T00:00:00+00:00", taskId: "t", tryNumber: 3, line: 9, face: "grid" },
    { to: "find", text: "100% of /x" },
  ] as const)("writes what is read as the same: %j", (navigation) => {
    expect(readDeepLink(deepLinkOf(navigation) ?? "")).toEqual({ ok: true, navigation });
  });

  it("writes nothing that would be refused", () => {
    expect([deepLinkOf({ to: "dag", dagId: "../x" }), deepLinkOf({ to: "dag", dagId: "a".repeat(2000) }), deepLinkOf({ to: "file", file: "x" })]).toEqual([null, null, null]);
  });
});
