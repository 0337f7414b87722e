import { describe, expect, it } from "vitest";
import { absenceAround, absencesBetween, lostMs, type Absence, type NumberedAbsence } from "./absences.ts";

const hour = 3_600_000;
const begun = Date.parse("2026-03-08T06:50:00Z");
/** The clocks went on by so much since the last look, which was two seconds before the next was due. */
const after = (wall: number, boot: number, monotonic: number, isSleepTold = false): string[] =>
  absencesBetween({ before: { wall: begun, boot: 500_000, monotonic: 9_000 }, now: { wall: begun + wall, boot: 500_000 + boot, monotonic: 9_000 + monotonic }, dueAt: 11_000, isSleepTold }).map(({ kind, from, to }) => `${kind} ${from - begun} ${to - begun}`);

describe("absencesBetween", () => {
  it("finds nothing where all clocks go on alike, a little late or corrected by a little", () => {
    expect([after(2_000, 2_000, 2_000), after(11_000, 11_000, 11_000), after(6_900, 2_000, 2_000), after(-2_000, 2_000, 2_000)]).toEqual([[], [], [], []]);
  });

  it("knows a sleep where the measuring clock stood still, and from when to when", () => {
    expect(after(hour + 2_000, hour + 2_000, 2_000)).toEqual([`slept 2000 ${hour + 2_000}`]);
  });

  it("does not say more than it knows of a tick that came late, unless the system told of the sleep", () => {
    expect(after(hour, hour, hour)).toEqual([`stood 2000 ${hour}`]);
    expect(after(hour, hour, hour, true)).toEqual([`slept 2000 ${hour}`]);
    expect(after(8_000, 8_000, 8_000, true)).toEqual(["slept 2000 8000"]);
  });

  it("tells a clock that was set from a sleep, and both where both happened", () => {
    expect(after(3 * hour + 2_000, 2_000, 2_000)).toEqual([`set_ahead 2000 ${3 * hour + 2_000}`]);
    expect(after(2_000 - hour, 2_000, 2_000)).toEqual([`set_back 2000 ${2_000 - hour}`]);
    expect(after(2 * hour, hour, 2_000)).toEqual([`slept 2000 ${hour}`, `set_ahead ${hour} ${2 * hour}`]);
  });
});

describe("lostMs", () => {
  const absences: NumberedAbsence[] = [{ number: 4, kind: "slept", from: 100, to: 200 }, { number: 5, kind: "set_ahead", from: 300, to: 350 }, { number: 6, kind: "set_back", from: 400, to: 150 }];

  it("counts what came after the newest that was known, and against it what a clock that was set back shows once more", () => {
    expect([0, 3, 4, 5, 6, 7].map((known) => lostMs(absences, known))).toEqual([-100, -100, -200, -250, 0, 0]);
  });
});

describe("absenceAround", () => {
  it("is the newest in which one of the instants lies", () => {
    const night: Absence = { kind: "slept", from: 100_000, to: 200_000 };
    const noon: Absence = { kind: "stood", from: 300_000, to: 400_000 };
    expect([absenceAround([night, noon], 150_000, 160_000), absenceAround([night, noon], 150_000, 350_000), absenceAround([night, noon], 210_000, 290_000)]).toEqual([night, noon, null]);
  });
});
