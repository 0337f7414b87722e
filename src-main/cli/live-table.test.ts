import { describe, expect, it } from "vitest";
import pico from "picocolors";
import type { RunDetail } from "../../shared/contract/runs.ts";
import type { TaskInstance } from "../../shared/model/run.ts";
import type { TaskState } from "../../shared/model/states.ts";
import { createPainter, drawRun } from "./live-table.ts";
import { applyEvents } from "./run-watch.ts";

const plain = pico.createColors(false);
const task = (taskId: string, state: TaskState, more: Partial<TaskInstance> = {}): TaskInstance => ({
  ...{ taskId, state, tryNumber: 1, maxTries: 1, scheduledAt: null, queuedAt: null, startedAt: 1000, endedAt: null, retryAt: null, reason: null, rowsLoaded: null },
  ...more,
});
const detail = (...tasks: TaskInstance[]): RunDetail => ({
  run: {
    ...{ dagId: "claims", runId: "r1", state: "running", runType: "manual", logicalDate: null, dataIntervalStart: null, dataIntervalEnd: null },
    ...{ conf: {}, params: {}, dagVersion: 1, queuedAt: 0, startedAt: 1000, endedAt: null, reason: null },
  },
  graph: [],
  tasks,
});

describe("drawRun", () => {
  it("shows every task with icon, word, time, tries and reason", () => {
    const tasks = [task("a", "success", { endedAt: 1500 }), task("long_name", "running"), task("c", "up_for_retry", { maxTries: 3, reason: "exit code 3", endedAt: 2000 }), task("d", "none", { startedAt: null, tryNumber: 0 })];
    expect(drawRun(detail(...tasks), 4200, { columns: 80, rows: 24 }, plain)).toEqual([
      "● running  claims  r1  3.2 s",
      " ✓ success       a          500 ms",
      " ● running       long_name  3.2 s",
      " ↻ up_for_retry  c          1.0 s   try 1 of 3, exit code 3",
      " · none          d",
      "4 tasks: 1 running, 1 up_for_retry, 1 success, 1 none",
    ]);
  });

  it("fits the screen, keeping what is busy or bad in sight", () => {
    const many = [...Array.from({ length: 50 }, (_, index) => task(`done${index}`, "success", { endedAt: 1100 })), task("bad", "failed"), task("busy", "running")];
    const lines = drawRun(detail(...many), 2000, { columns: 20, rows: 10 }, plain);
    expect(lines.length).toBeLessThanOrEqual(10);
    expect(lines.join("\n")).toMatch(/bad[\s\S]*busy[\s\S]*and 46 more/);
    expect(lines.slice(1, -2).every((line) => line.length < 20)).toBe(true);
  });
});

describe("createPainter", () => {
  it("draws over its own lines and gives the cursor back", () => {
    let screen = "";
    const painter = createPainter((text) => (screen += text));
    painter.paint(["a", "b"]);
    painter.paint(["c"]);
    painter.done();
    expect(screen).toBe("\u001b[?25l\r\u001b[0Ja\nb\n\u001b[2A\r\u001b[0Jc\n\u001b[?25h");
  });
});

describe("applyEvents", () => {
  it("takes up its own run's tasks and says which changed", () => {
    const before = detail(task("a", "running"), task("b", "none"));
    const change = applyEvents(before, [
      { kind: "tasks", seq: 1, dagId: "claims", runId: "r1", tasks: [task("a", "success"), task("b", "none", { queuedAt: 5 })] },
      { kind: "tasks", seq: 2, dagId: "claims", runId: "other", tasks: [task("b", "failed")] },
      { kind: "run", seq: 3, run: { ...before.run, state: "failed" } },
    ]);
    expect(change.tasks.map(({ taskId, state }) => [taskId, state])).toEqual([["a", "success"]]);
    expect([change.isRunChanged, change.detail.run.state, change.detail.tasks.map((one) => one.queuedAt)]).toEqual([true, "failed", [null, 5]]);
  });

  it("is told once of what was read before its event came", () => {
    const read: RunDetail = { ...detail(task("a", "success")), seq: 7 };
    const late = [{ kind: "tasks", seq: 6, dagId: "claims", runId: "r1", tasks: [task("a", "running")] }, { kind: "tasks", seq: 7, dagId: "claims", runId: "r1", tasks: [task("a", "success")] }] as const;
    const changes = late.map((event) => applyEvents(read, [{ ...event, tasks: [...event.tasks] }]).tasks.map(({ state }) => state));
    expect(changes).toEqual([[], []]);
    const next = applyEvents(read, [{ kind: "tasks", seq: 8, dagId: "claims", runId: "r1", tasks: [task("a", "up_for_retry")] }]);
    expect([next.tasks.map(({ state }) => state), next.detail.seq]).toEqual([["up_for_retry"], 7]);
  });
});
