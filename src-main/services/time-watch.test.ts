import { describe, expect, it } from "vitest";
import type { Absence } from "../core/absences.ts";
import type { Store } from "../ports/store.ts";
import { silentLog } from "./test-world.ts";
import { TimeWatch } from "./time-watch.ts";

/** A machine on which each commit takes so long. */
function watchOn({ commitMs }: { commitMs: number }): { watch: TimeWatch; pass: (ms: number) => void; kept: () => number } {
  const begun = Date.parse("2026-03-08T06:50:00Z");
  let passed = 0;
  let kept = 0;
  const clock = { now: () => begun + passed, monotonic: () => passed, sinceBoot: () => passed, after: () => ({ dispose: () => {} }) };
  const absences: Store["absences"] = { list: () => [], add: () => void (kept += 1) };
  const atomically: Store["atomically"] = (work) => {
    passed += commitMs;
    return work();
  };
  return { watch: new TimeWatch({ clock, store: { absences, atomically }, log: silentLog }), pass: (ms) => void (passed += ms), kept: () => kept };
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
});
