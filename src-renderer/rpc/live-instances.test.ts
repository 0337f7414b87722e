import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import type { TaskInstance } from "../../shared/model/run.ts";
import { instanceId } from "../../shared/model/map-instance.ts";
import { instancesOfPart, readInstances, withChanged } from "./live-instances.ts";

const instance = (mapIndex: number, state: TaskInstance["state"], label?: string): TaskInstance => ({ taskId: instanceId("m", mapIndex), mapIndex, state, tryNumber: 1, maxTries: 1, scheduledAt: null, queuedAt: null, startedAt: null, endedAt: null, retryAt: null, reason: null, rowsLoaded: null, ...(label === undefined ? {} : { label }) });

describe("withChanged", () => {
  it("changes instances in place, keeps what they are called, and tells of those that are not in the list", () => {
    const list = [instance(0, "none", "a"), instance(1, "none", "b")];
    expect(withChanged(list, [instance(1, "running")])).toEqual({ list: [list[0], instance(1, "running", "b")], isWhole: true });
    expect(withChanged(list, [instance(7, "running")])).toEqual({ list, isWhole: false });
    expect(withChanged(list, []).list).toBe(list);
  });
});

describe("readInstances", () => {
  it("reads part by part until there are no more, with what is told meanwhile of a part that was read already", async () => {
    const cache = new QueryClient();
    const key = ["instances"];
    const asked: number[] = [];
    const total = instancesOfPart + 2;
    const read = async (from: number): Promise<TaskInstance[]> => {
      asked.push(from);
      if (from > 0) cache.setQueryData(["instances/news", ...key], new Map([["m[0]", instance(0, "success")]]));
      return Array.from({ length: Math.min(instancesOfPart, total - from) }, (_, at) => instance(from + at, "running", `n${from + at}`));
    };
    const list = await readInstances(cache, key, read);
    expect([asked, list.length, list[0], list.at(-1)]).toEqual([[0, instancesOfPart], total, instance(0, "success", "n0"), instance(total - 1, "running", `n${total - 1}`)]);
  });
});
