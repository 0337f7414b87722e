import { describe, expect, it } from "vitest";
import { formatRoute, parseRoute, type Route } from "./route.ts";

const routes: readonly (readonly [Route, string])[] = [
  [{ page: "home" }, "#/"],
  [{ page: "dags" }, "#/dags"],
  [{ page: "dag", dagId: "claims_daily" }, "#/dags/claims_daily"],
  [{ page: "run", dagId: "a", runId: "manual__2026-11-20T04:00:09+00:00" }, "#/dags/a/runs/manual__2026-11-20T04%3A00%3A09%2B00%3A00"],
  [{ page: "run", dagId: "a", runId: "r", taskId: "load fact", tryNumber: 2 }, "#/dags/a/runs/r?task=load+fact&try=2"],
  [{ page: "run", dagId: "a", runId: "r", source: "capsule:x", taskId: "t", tryNumber: 1, line: 40, face: "gantt", other: "r2" }, "#/dags/a/runs/r?task=t&try=1&line=40&face=gantt&with=r2&source=capsule%3Ax"],
  [{ page: "runs" }, "#/runs"],
  [{ page: "timeline" }, "#/timeline"],
  [{ page: "schedules" }, "#/schedules"],
  [{ page: "pools" }, "#/pools"],
  [{ page: "assets" }, "#/assets"],
  [{ page: "assets", name: "s3://bucket/a b", kind: "unread", text: "a&b" }, "#/assets/s3%3A%2F%2Fbucket%2Fa%20b?kind=unread&q=a%26b"],
  [{ page: "retention" }, "#/retention"],
  [{ page: "timeline", span: "7d", state: "failed", runType: "scheduled", text: "a&b" }, "#/timeline?span=7d&state=failed&type=scheduled&dag=a%26b"],
  [{ page: "audit" }, "#/audit"],
  [{ page: "audit", dagId: "a/b", runId: "r 1" }, "#/audit?dag=a%2Fb&run=r+1"],
  [{ page: "runs", dagId: "a/b", state: "failed" }, "#/runs?dag=a%2Fb&state=failed"],
  [{ page: "runs", runType: "backfill", from: "2026-11-01", to: "2026-11-21", text: "50%_é" }, "#/runs?type=backfill&from=2026-11-01&to=2026-11-21&id=50%25_%C3%A9"],
  [{ page: "find", text: "" }, "#/find"],
  [{ page: "find", text: "u-1042 & co" }, "#/find?q=u-1042+%26+co"],
  [{ page: "data" }, "#/data"],
  [{ page: "table", connection: "warehouse", schema: "final/x", table: "fact?" }, "#/data/warehouse/final%2Fx/fact%3F"],
  [{ page: "settings" }, "#/settings"],
  [{ page: "settings", face: "keys" }, "#/settings/keys"],
  [{ page: "health" }, "#/health"],
];

describe("route", () => {
  it.each(routes)("writes %o", (route, hash) => {
    expect(formatRoute(route)).toBe(hash);
  });

  it.each(routes)("reads back %o", (route, hash) => {
    expect(parseRoute(hash)).toEqual(route);
  });

  it.each<[string, Route]>([
    ["#/show/open/claims%20daily", { page: "dag", dagId: "claims daily" }],
    ["#/show/run/d/manual__2026-01-01T00%3A00%3A00%2B00%3A00/task/load/try/2", { page: "run", dagId: "d", runId: "manual__2026-01-01T00:00:00+00:00", taskId: "load", tryNumber: 2 }],
    ["#/show/find/u-1042", { page: "find", text: "u-1042" }],
    ["#/show/start/d", { page: "home" }],
  ])("follows the link %s of a mail", (hash, route) => expect(parseRoute(hash)).toEqual(route));

  it.each(["", "#", "#/nowhere", "#//"])("takes %o for home", (hash) => {
    expect(parseRoute(hash)).toEqual({ page: "home" });
  });

  it("survives what nobody wrote", () => {
    expect([parseRoute("#/dags/%E0%A4%A"), parseRoute("#/dags/a/runs"), parseRoute("#/dags/a/runs/r?task=t&try=-1"), parseRoute("#/runs?state=sleeping&type=try&from=yesterday&id="), parseRoute("#/assets?kind=odd&q=")]).toEqual([
      { page: "dag", dagId: "%E0%A4%A" },
      { page: "dag", dagId: "a" },
      { page: "run", dagId: "a", runId: "r", taskId: "t" },
      { page: "runs" },
      { page: "assets" },
    ]);
  });
});
