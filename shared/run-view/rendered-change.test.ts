import { describe, expect, it } from "vitest";
import { RenderedComparer, type OwnDates } from "./rendered-change.ts";

const day = 86_400_000;
const first = Date.parse("2026-01-31T06:00:00Z");
const runOf = (logicalDate: number, runId: string): OwnDates => ({ runId, logicalDate, dataIntervalStart: logicalDate, dataIntervalEnd: logicalDate + day, queuedAt: logicalDate + day });
const before = runOf(first, "scheduled__2026-01-31");
const after = runOf(first + day, "scheduled__2026-02-01");
const comparer = new RenderedComparer(before, after);
const isSame = (old: string, now: string): boolean => comparer.isSameButForDates(old, now);

describe("RenderedComparer, for dates", () => {
  it("counts each date from its own run", () => {
    expect(isSame("where day = '2026-01-31'", "where day = '2026-02-01'")).toBe(true);
    expect(isSame("from t_20260131_raw", "from t_20260201_raw")).toBe(true);
    expect(isSame("at >= '2026-01-31T06:00:00+00:00' and at < '2026-02-01T06:00:00+00:00'", "at >= '2026-02-01T06:00:00+00:00' and at < '2026-02-02T06:00:00+00:00'")).toBe(true);
    expect(isSame("day > '2026-01-24'", "day > '2026-01-25'")).toBe(true);
    expect(isSame("run scheduled__2026-01-31 here", "run scheduled__2026-02-01 here")).toBe(true);
  });

  it("takes a date that moved by itself, or anything else, for a change", () => {
    expect(isSame("where day = '2026-01-31'", "where day = '2026-01-31' and 1 = 1")).toBe(false);
    expect(isSame("where day = '2026-01-31'", "where day = '2026-02-02'")).toBe(false);
    expect(isSame("since '2020-01-01'", "since '2021-01-01'")).toBe(false);
    expect(isSame("limit 20260131001", "limit 20260201001")).toBe(false);
    expect(isSame("a 2026-99-99", "a 2026-98-98")).toBe(false);
    expect(isSame("day = 2026-01-31", "day = 20260201")).toBe(false);
  });
});

describe("RenderedComparer", () => {
  it("tells fields apart that changed, moved with the dates, or stand on one side only", () => {
    const old = [{ name: "sql", text: "select 1 where d = '2026-01-31'" }, { name: "ddl", text: "create table t (a int)" }, { name: "env.X", text: "1" }, { name: "cwd", text: "" }];
    const now = [{ name: "sql", text: "select 1 where d = '2026-02-01'" }, { name: "ddl", text: "create table t (a bigint)" }, { name: "cwd", text: "" }];
    expect(comparer.change(old, now)).toEqual({ fields: ["ddl", "env.X"], dated: ["sql"] });
    expect(comparer.change(old, [...old])).toBeNull();
  });
});
