import { describe, expect, it } from "vitest";
import type { Absence, NumberedAbsence } from "../core/absences.ts";
import type { Store } from "../ports/store.ts";
import { silentLog } from "./test-world.ts";
import { TimeWatch } from "./time-watch.ts";

/** A machine on which each commit takes so long. */
function watchOn({ commitMs }: { commitMs: number }): { watch: TimeWatch; pass: (ms: number) => void; kept: () => number; rows: Map<number, NumberedAbsence> } {
  const begun = Date.parse("2026-03-08T06:50:00Z");
  let passed = 0;
  let kept = 0;
  const clock = { now: () => begun + passed, monotonic: () => passed, sinceBoot: () => passed, after: () => ({ dispose: () => {} }) };
  const rows = new Map<number, NumberedAbsence>();
  const add: Store["absences"]["add"] = (found) => {
    kept += 1;
    for (const one of found) rows.set(one.number, one);
  };
  const absences: Store["absences"] = { list: () => [], add };
  const atomically: Store["atomically"] = (work) => {
    passed += commitMs;
    return work();
  };
  return { watch: new TimeWatch({ clock, store: { absences, atomically }, log: silentLog }), pass: (ms) => void (passed += ms), kept: () => kept, rows };
}

describe("TimeWatch", () => {
  it("tells of an absence once, also who looks again, where to store it takes as long as another absence", () => {
    const { watch, pass, kept } = watchOn({ commitMs: 20_000 });
    const heard: (readonly Absence[])[] = [];
    watch.onAbsence((found) => {
      heard.push(found);
      if (heard.length < 9) watch.look();
    });
    watch.begin();
    watch.tell("suspend");
    pass(3_600_000);
    watch.look();
    expect({ heard: heard.length, kept: kept() }).toEqual({ heard: 1, kept: 1 });
    watch.look();
    expect({ heard: heard.length, kept: kept() }).toEqual({ heard: 2, kept: 2 });
  });

  it("stores what it marked again where that came to nothing, under its number, and tells of it at the next look", () => {
    const { watch, pass, rows } = watchOn({ commitMs: 0 });
    const heard: (readonly Absence[])[] = [];
    watch.onAbsence((found) => void heard.push(found));
    watch.begin();
    expect(watch.mark()).toBe(0);
    pass(3_600_000);
    expect([watch.mark(), watch.mark(), watch.lostMs(0), watch.lostMs(1), heard]).toEqual([1, 1, 3_595_000, 0, []]);
    // The transaction is rolled back.
    rows.clear();
    watch.look();
    watch.look();
    expect([[...rows.keys()], heard.length]).toEqual([[1], 1]);
    pass(3_600_000);
    watch.look();
    expect([[...rows.keys()], watch.mark()]).toEqual([[1, 2], 2]);
  });
});
