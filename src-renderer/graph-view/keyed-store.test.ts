import { describe, expect, it } from "vitest";
import { createKeyedStore } from "./keyed-store.ts";
import { isSameStatus } from "./task-status.ts";

const status = (taskId: string, state: "queued" | "running", startedAt: number | null = null) => ({ taskId, state, tryNumber: 1, maxTries: 1, startedAt, endedAt: null });

describe("keyed store", () => {
  it("tells only the tasks that changed, and the whole once", () => {
    const store = createKeyedStore(isSameStatus);
    store.replace([["a", status("a", "queued")], ["b", status("b", "queued")]]);
    const heard: string[] = [];
    store.subscribe("a", () => heard.push("a"));
    store.subscribe("b", () => heard.push("b"));
    store.subscribeAny(() => heard.push("any"));
    store.replace([["a", status("a", "queued")], ["b", status("b", "running", 5)]]);
    expect(heard).toEqual(["b", "any"]);
  });

  it("keeps the object of what looks the same, so that nothing is drawn again", () => {
    const store = createKeyedStore(isSameStatus);
    const first = status("a", "queued");
    store.replace([["a", first]]);
    store.replace([["a", status("a", "queued")]]);
    expect(store.get("a")).toBe(first);
  });

  it("tells a task that is gone, and no listener that left", () => {
    const store = createKeyedStore<number>();
    store.replace([["a", 1], ["b", 1]]);
    const heard: string[] = [];
    store.subscribe("a", () => heard.push("a"));
    const leave = store.subscribe("b", () => heard.push("b"));
    leave();
    store.replace([]);
    expect(heard).toEqual(["a"]);
    expect(store.get("a")).toBeUndefined();
  });
});
