import { describe, expect, it } from "vitest";
import type { Deadline } from "../../shared/model/deadline.ts";
import { howMissed } from "./deadline-words.ts";

const missed = { id: 1, dagId: "d", runId: "r", taskId: null, name: "quick", kind: "interval", dueAt: 60_000, state: "missed", settledAt: 60_000, metAt: null, endedAt: null, reason: null } satisfies Deadline;

describe("howMissed", () => {
  const table: readonly (readonly [string, Partial<Deadline>, string])[] = [
    ["goes on while it may still succeed", {}, "missed, 9 min 00 s over"],
    ["ends with a success", { metAt: 120_000 }, "missed by 1 min 00 s"],
    ["ends with an end without success", { endedAt: 120_000 }, "missed, ended 1 min 00 s late"],
    ["counts nothing for what failed before its time", { endedAt: 30_000 }, "missed, ended without success"],
    ["counts nothing where no run is meant", { runId: null }, "missed"],
  ];
  it.each(table)("%s", (_name, how, words) => {
    expect(howMissed({ ...missed, ...how }, 600_000)).toBe(words);
  });
});
