import { describe, expect, it } from "vitest";
import type { RunDetail } from "../../shared/contract/runs.ts";
import type { TaskInstance } from "../../shared/model/run.ts";
import type { RunSource } from "../ports/run-source.ts";
import { readRun } from "./read-run.ts";

const task = (taskId: string, isMapped = false): TaskInstance => ({
  ...{ taskId, state: "running", tryNumber: 1, maxTries: 1, scheduledAt: null, queuedAt: null, startedAt: 1, endedAt: null, retryAt: null, reason: null, rowsLoaded: null },
  ...(isMapped ? { mapped: { running: 2 } } : {}),
});
const detail: RunDetail = {
  run: { ...{ dagId: "d", runId: "r", state: "running", runType: "manual", logicalDate: null, dataIntervalStart: null, dataIntervalEnd: null }, ...{ conf: {}, params: {}, dagVersion: 1, queuedAt: 0, startedAt: 1, endedAt: null, reason: null } },
  graph: [],
  tasks: [task("a", true), task("b")],
};

/** A source that answers at once, as this machine's does, with what an event after each question would make of it. */
function world(): { source: RunSource; seq: () => number } {
  let seq = 4;
  const happens = (): void => void queueMicrotask(() => (seq += 1));
  const answers = { get: () => (happens(), detail), instances: (_run: object, id: string) => [task(`${id}[0]`), { ...task(`${id}[1]`), tryNumber: seq }] };
  return { source: answers as unknown as RunSource, seq: () => seq };
}

describe("readRun", () => {
  it("says up to which event it knows, and reads all parts before another one comes", async () => {
    const { source, seq } = world();
    const read = await readRun(source, { dagId: "d", runId: "r", instances: true }, { seq });
    expect([read.seq, read.tasks.map(({ taskId }) => taskId), read.tasks[2]?.tryNumber]).toEqual([4, ["a", "a[0]", "a[1]", "b"], 4]);
  });

  it("says nothing of the stream for a run that it does not speak of", async () => {
    const { source, seq } = world();
    expect(await readRun(source, { dagId: "d", runId: "r", source: "capsule:x" }, { seq })).toEqual(detail);
  });
});
