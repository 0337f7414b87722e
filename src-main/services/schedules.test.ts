import { describe, expect, it } from "vitest";
import type { Dag } from "../../shared/model/dag.ts";
import type { RunSummary } from "../../shared/model/run.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { Store } from "../ports/store.ts";
import type { DagFiles } from "./dag-files.ts";
import type { Runs } from "./runs.ts";
import { Schedules } from "./schedules.ts";
import { HandClock } from "./test-world.ts";

const minute = 60_000;
const start = Date.parse("2026-03-08T06:50:00Z");

function world(changes: Partial<Dag> = {}): { clock: HandClock; started: string[]; schedules: Schedules; trust: { on: boolean } } {
  const clock = new HandClock(start);
  const started: string[] = [];
  const trust = { on: true };
  const dag = { id: "d", schedule: { kind: "cron", expression: "*/10 * * * *", timezone: "UTC" }, catchup: false, startDate: null, endDate: null, ...changes } as Dag;
  const settings = new Map<string, { scheduleOn: boolean; onSince: number }>();
  let last: number | null = null;
  const store = {
    dagSettings: {
      get: (id: string) => settings.get(id) ?? null,
      setSchedule: (id: string, on: boolean, at: number) => void settings.set(id, { scheduleOn: on, onSince: at }),
      listOn: () => [...settings].flatMap(([id, { scheduleOn }]) => (scheduleOn ? [id] : [])),
      lastScheduled: () => last,
    },
  } as unknown as Store;
  const file = { dagId: "d", file: "d.dag.yaml", dag };
  const dags = { ready: () => file, get: () => file, valid: () => file, summary: () => ({}) } as unknown as DagFiles;
  const start_ = ({ runId = "", logicalDate = 0 }: { runId?: string; logicalDate?: number }): RunSummary => {
    if (started.includes(runId)) throw new AppError("run/already-exists", runId);
    started.push(runId);
    last = logicalDate;
    return {} as RunSummary;
  };
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const events = { publish: () => {} } as never;
  const schedules = new Schedules({ store, dags, runs: { start: start_ } as unknown as Runs, clock, events, log, isTrusted: () => trust.on });
  return { clock, started, schedules, trust };
}

describe("Schedules", () => {
  it("starts nothing until a person turns a schedule on", () => {
    const { clock, started, schedules } = world();
    schedules.wake();
    clock.advance(60 * minute);
    expect(started).toEqual([]);
    expect(clock.waiting).toBe(0);
  });

  it("starts a run at each instant, named after it", () => {
    const { clock, started, schedules } = world();
    schedules.set("d", true);
    clock.advance(25 * minute);
    expect(started).toEqual(["scheduled__2026-03-08T07:00:00.000+00:00", "scheduled__2026-03-08T07:10:00.000+00:00"]);
  });

  it("stops when it is turned off, and when it is closed", () => {
    const { clock, started, schedules } = world();
    schedules.set("d", true);
    clock.advance(10 * minute);
    schedules.set("d", false);
    clock.advance(60 * minute);
    expect(started).toHaveLength(1);
    schedules.set("d", true);
    schedules.close();
    clock.advance(60 * minute);
    expect(started).toHaveLength(1);
  });

  it("starts a run once though the clock is set back", () => {
    const { clock, started, schedules } = world();
    schedules.set("d", true);
    clock.advance(10 * minute);
    clock.at -= 9 * minute;
    schedules.wake();
    clock.advance(9 * minute);
    expect(started).toEqual(["scheduled__2026-03-08T07:00:00.000+00:00"]);
  });

  it("drops what it slept through, starts the latest, or makes up for all", () => {
    const slept = (catchup: Dag["catchup"]): number => {
      const { clock, started, schedules } = world({ catchup });
      schedules.set("d", true);
      clock.at += 45 * minute;
      schedules.wake();
      return started.length;
    };
    expect([slept(false), slept("latest"), slept(true)]).toEqual([0, 1, 4]);
  });

  it("starts nothing in a workspace that is not trusted", () => {
    const { clock, started, schedules, trust } = world();
    schedules.set("d", true);
    trust.on = false;
    clock.advance(30 * minute);
    expect(started).toEqual([]);
  });
});
