import { describe, expect, it } from "vitest";
import type { TaskInstance } from "../../../../shared/model/run.ts";
import { instanceId } from "../../../../shared/model/map-instance.ts";
import { listedInstances, noInstanceFilter, statesOf, type InstanceFilter } from "./instance-filter.ts";

const instance = (mapIndex: number, label: string, state: TaskInstance["state"], startedAt: number | null, endedAt: number | null): TaskInstance => ({ taskId: instanceId("m", mapIndex), mapIndex, label, state, tryNumber: startedAt === null ? 0 : 1, maxTries: 1, scheduledAt: null, queuedAt: null, startedAt, endedAt, retryAt: null, reason: null, rowsLoaded: null });
const all = [instance(0, "file 10", "success", 0, 50), instance(1, "file 2", "failed", 0, 10), instance(2, "other 1", "running", 5, null), instance(3, "FILE 1", "none", null, null)];
const found = (filter: Partial<InstanceFilter>): string => listedInstances(all, { ...noInstanceFilter, ...filter }).map(({ mapIndex }) => mapIndex).join("");

describe("listedInstances", () => {
  it("finds by state, a part of the name and map index", () => {
    expect([found({}), found({ state: "failed" }), found({ text: " file " }), found({ text: "1" }), found({ text: "#1" }), found({ text: "file", state: "success" }), found({ text: "nothing" })]).toEqual(["0123", "1", "013", "0123", "1", "0", ""]);
  });

  it("orders by what a person clicks, numbers in names as numbers, what has no value last", () => {
    const by = (key: string, descending = false): string => found({ order: { key, descending } });
    expect([by("name"), by("state"), by("duration"), by("index", true)]).toEqual(["3102", "1230", "1023", "3210"]);
  });
});

describe("statesOf", () => {
  it("counts, the worst first", () => expect(statesOf(all)).toEqual([["failed", 1], ["running", 1], ["none", 1], ["success", 1]]));
});
