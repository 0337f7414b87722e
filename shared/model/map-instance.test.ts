import { describe, expect, it } from "vitest";
import { countInstances, instanceId, instanceMark, readInstanceId } from "./map-instance.ts";

describe("the name of an instance", () => {
  it("is read as it is written, whatever the task is called", () => {
    for (const task of ["load", "a[1]", "zwei wörter", "x\ny"]) expect(readInstanceId(instanceId(task, 12))).toEqual({ taskId: task, mapIndex: 12 });
    for (const other of ["load", "load[]", "load[-1]", "load[1]x", "[3]", ""]) expect(readInstanceId(other)).toBeNull();
  });
});

describe("countInstances", () => {
  it("counts what has ended, however it ended", () => {
    const counts = countInstances({ success: 30, failed: 5, skipped: 1, interrupted: 1, running: 2, none: 1 });
    expect([counts, instanceMark(counts)]).toEqual([{ total: 40, done: 37 }, "[37/40]"]);
    expect(countInstances({})).toEqual({ total: 0, done: 0 });
  });
});
