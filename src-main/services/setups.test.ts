import { describe, expect, it } from "vitest";
import { isFinished, type TaskState } from "../../shared/model/states.ts";
import { cancelledReason } from "../../shared/model/run.ts";
import { chosenTasks } from "./act-choice.ts";
import type { RunImage } from "../core/run-image.ts";
import { imageOf, send, states, task } from "../core/test-runs.ts";

/** `s1 > w1 > t1, s1 > t1`: s are setups, t teardowns, and `t1_` is one that fails the run. */
function graphOf(lines: string, more: Parameters<typeof task>[1] = {}): RunImage {
  const deps = new Map<string, Set<string>>();
  for (const line of lines.split(",")) {
    const ids = line.split(">").map((id) => id.trim());
    ids.forEach((id, at) => deps.set(id, new Set([...(deps.get(id) ?? []), ...ids.slice(Math.max(0, at - 1), at)])));
  }
  const made = [...deps].map(([id, of]) => task(id, { deps: [...of], ...(id.startsWith("w") ? more : {}), ...(id.startsWith("s") ? { setup: true } : {}), ...(id.startsWith("t") ? { teardown: true, triggerRule: "all_done_setup_success", onFailureFailDagrun: id.endsWith("_") } : {}) }));
  const image = imageOf(made);
  send(image, { kind: "begin", at: 10 });
  return image;
}

function end(image: RunImage, id: string, how: "success" | "failed"): void {
  const index = image.graph.indexOf.get(id) ?? -1;
  send(image, { kind: "slotGranted", task: index, at: 20 });
  const of = { task: index, tryNumber: image.tasks[index]?.tryNumber ?? 0, at: 30 };
  send(image, how === "success" ? { kind: "attemptSucceeded", ...of } : { kind: "attemptFailed", ...of, reason: "no", mayRetry: false });
}
const stateOf = (image: RunImage, id: string): TaskState => image.tasks[image.graph.indexOf.get(id) ?? -1]?.state ?? "none";

describe("setups and teardowns in a run", () => {
  it("tears down after a failure between, and the failure decides the run", () => {
    const image = graphOf("s1 > w1 > t1, s1 > t1");
    end(image, "s1", "success");
    end(image, "w1", "failed");
    expect([states(image), image.run.state]).toEqual(["s1:success w1:failed t1:scheduled", "running"]);
    end(image, "t1", "success");
    expect(image.run.state).toBe("failed");
  });

  it.each([["t1", "success"], ["t1_", "failed"]] as const)("a failure of %s makes the run a %s", (teardown, state) => {
    const image = graphOf(`s1 > w1 > ${teardown}, s1 > ${teardown}`);
    for (const id of ["s1", "w1"]) end(image, id, "success");
    end(image, teardown, "failed");
    expect(image.run.state).toBe(state);
  });

  it("passes on what became of the setups where none succeeded", () => {
    const image = graphOf("s1 > w1 > t1, s1 > t1");
    end(image, "s1", "failed");
    expect(states(image)).toBe("s1:failed w1:upstream_failed t1:upstream_failed");
    const two = graphOf("s1 > w1 > t1, s1 > t1, s2 > w1, s2 > t1");
    end(two, "s1", "failed");
    end(two, "s2", "success");
    expect(stateOf(two, "t1")).toBe("scheduled");
  });

  it("makes work further below need its setup, whatever its own rule", () => {
    const image = graphOf("s1 > w1 > x > w2 > t1, s1 > t1", { triggerRule: "all_success" });
    expect(image.graph.tasks.map(({ id, farSetups }) => [id, farSetups.length])).toEqual([["s1", 0], ["w1", 0], ["x", 1], ["w2", 1], ["t1", 0]]);
    for (const id of ["s1", "w1", "x"]) end(image, id, "success");
    end(image, "w2", "failed");
    end(image, "t1", "success");
    const cleared = chosenTasks({ graph: image.graph, states: image.tasks.map(({ state }) => state), instances: [] }, { act: "clear", start: [image.graph.indexOf.get("w2") ?? -1] });
    expect(cleared.touched.map((index) => image.graph.tasks[index]?.id)).toEqual(["s1", "w2", "t1"]);
    send(image, { kind: "clearAsked", tasks: cleared.touched, at: 50 });
    expect(states(image)).toBe("s1:scheduled w1:success x:success w2:none t1:none");
    end(image, "s1", "success");
    expect(stateOf(image, "w2")).toBe("scheduled");
  });

  /** Airflow's table of which tasks decide the state of a run (DagRun, tasks considered for the state). */
  it.each([
    ["s1 > w1 > t1", ["w1"]],
    ["s1 > w1 > t1, s1 > t1", ["w1"]],
    ["s1 > w1", ["w1"]],
    ["s1 > w1 > t1_", ["t1_"]],
    ["s1 > w1 > t1_, s1 > t1_", ["t1_"]],
    ["s1 > w1 > t1_ > w2, s1 > t1_", ["w2"]],
    ["t1 > t2", ["t2"]],
    ["w1 > t1_ > t2", ["t1_"]],
  ] as const)("%s is decided by %j", (lines, deciders) => {
    const { graph } = graphOf(lines);
    for (const { id } of graph.tasks) {
      const image = graphOf(lines);
      for (const other of graph.tasks) send(image, { kind: "markAsked", tasks: [graph.indexOf.get(other.id) ?? -1], state: other.id === id ? "failed" : "success", reason: "m", at: 9 });
      expect([id, image.run.state]).toEqual([id, (deciders as readonly string[]).includes(id) ? "failed" : "success"]);
    }
  });

  /** Airflow's page on the scope of setups: which tasks are cleared together. */
  it.each([
    ["s1 > w1 > w2 > t1 > w3, s1 > t1, w2 > w4", "w1", ["s1", "w1", "t1"]],
    ["s1 > w1 > w2 > t1 > w3, s1 > t1, w2 > w4", "w2", ["s1", "w2", "t1"]],
    ["s1 > w1 > w2 > t1 > w3, s1 > t1, w2 > w4", "w3", ["w3"]],
    ["s1 > w1 > w2 > t1 > w3, s1 > t1, w2 > w4", "w4", ["w4"]],
    ["s1 > w1 > w2", "w2", ["s1", "w2"]],
    ["s1 > w1 > w2, w1 > t1, s1 > t1", "w2", ["w2"]],
    ["s1 > w1 > t1, s1 > t1", "s1", ["s1", "t1"]],
    ["s1 > w1 > t1, s1 > t1", "t1", ["t1"]],
  ])("in %s clearing %s clears %j", (lines, id, cleared) => {
    const image = graphOf(lines);
    const all = image.graph.tasks.map((): TaskState => "success");
    const { touched } = chosenTasks({ graph: image.graph, states: all, instances: [] }, { act: "clear", start: [image.graph.indexOf.get(id) ?? -1] });
    expect(touched.map((index) => image.graph.tasks[index]?.id)).toEqual(cleared);
  });
});

describe("a run that is cancelled", () => {
  const cancel = (image: RunImage) => send(image, { kind: "cancelAsked", at: 40 });

  it("tears down what was set up, and has failed then", () => {
    const image = graphOf("s1 > w1 > w2 > t1, s1 > t1");
    end(image, "s1", "success");
    send(image, { kind: "slotGranted", task: 1, at: 20 });
    expect(cancel(image).effects).toEqual([{ kind: "stopAttempt", task: 1, tryNumber: 1 }]);
    expect(states(image)).toBe("s1:success w1:queued w2:skipped t1:none");
    send(image, { kind: "attemptFailed", task: 1, tryNumber: 1, at: 41, reason: cancelledReason, mayRetry: false });
    expect(stateOf(image, "t1")).toBe("scheduled");
    end(image, "t1", "success");
    expect(image.run).toMatchObject({ state: "failed", reason: cancelledReason, cancelling: false });
  });

  it("skips the teardown of what was not set up", () => {
    const image = graphOf("s1 > w1 > t1, s1 > t1");
    cancel(image);
    expect([states(image), image.run.state]).toEqual(["s1:skipped w1:skipped t1:skipped", "failed"]);
  });

  it("ends its teardowns too when it is cancelled again", () => {
    const image = graphOf("s1 > w1 > t1, s1 > t1");
    end(image, "s1", "success");
    cancel(image);
    send(image, { kind: "slotGranted", task: 2, at: 42 });
    expect(cancel(image).effects).toEqual([{ kind: "stopAttempt", task: 2, tryNumber: 1 }]);
  });
});

/** What Airflow's rules say of a finished run, worked out from nothing, task by task. */
function modelOf(image: RunImage, ends: ReadonlyMap<string, "success" | "failed">): Map<string, TaskState> {
  const found = new Map<string, TaskState>();
  const { tasks } = image.graph;
  const reach = (from: number, next: "upstream" | "downstream"): Set<number> => {
    const seen = new Set<number>();
    const visit = (at: number): void => tasks[at]?.[next].forEach((other) => void (seen.has(other) || (seen.add(other), visit(other))));
    visit(from);
    return seen;
  };
  const name = (index: number): string => tasks[index]?.id ?? "";
  tasks.forEach(({ id, upstream }, index) => {
    const up = upstream.map((one): TaskState => found.get(name(one)) ?? "none");
    const isBad = (state: TaskState | undefined): boolean => state === "failed" || state === "upstream_failed";
    let state: TaskState | null = null;
    if (id.startsWith("t")) {
      const setups = upstream.filter((one) => name(one).startsWith("s")).map((one) => found.get(name(one)));
      if (setups.length > 0 && !setups.includes("success")) state = setups.every((one) => one === "skipped") ? "skipped" : "upstream_failed";
    } else {
      const below = reach(index, "downstream");
      const needed = [...reach(index, "upstream")].filter((one) => name(one).startsWith("s")).filter((setup) => {
        const teardowns = tasks[setup]?.downstream.filter((child) => name(child).startsWith("t")) ?? [];
        return teardowns.length === 0 || teardowns.some((child) => below.has(child));
      });
      const all = [...up, ...needed.map((one) => found.get(name(one)))];
      if (all.some(isBad)) state = "upstream_failed";
      else if (all.includes("skipped")) state = "skipped";
    }
    found.set(id, state ?? ends.get(id) ?? "success");
  });
  return found;
}

describe("setups and teardowns in every small graph", () => {
  it("end as Airflow's rules say, whichever tasks fail", () => {
    const kinds = ["s", "w", "t"];
    let graphs = 0;
    for (let shape = 0; shape < 64; shape += 1) {
      for (let roles = 0; roles < 81; roles += 1) {
        const ids = [0, 1, 2, 3].map((at) => `${kinds[Math.floor(roles / 3 ** at) % 3]}${at}`);
        const pairs = [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]].filter((_, bit) => (shape >> bit) % 2 === 1);
        const lines = [...ids, ...pairs.map(([from = 0, to = 0]) => `${ids[from]} > ${ids[to]}`)].join(", ");
        const failing = (shape * 7 + roles) % 16;
        const ends = new Map(ids.map((id, at): [string, "success" | "failed"] => [id, (failing >> at) % 2 === 1 ? "failed" : "success"]));
        const image = graphOf(lines);
        for (let left = 0; left < 8; left += 1) for (const id of ids) if (stateOf(image, id) === "scheduled") end(image, id, ends.get(id) ?? "success");
        const model = modelOf(image, ends);
        expect([lines, ids.map((id) => stateOf(image, id))]).toEqual([lines, ids.map((id) => model.get(id))]);
        expect([lines, image.tasks.every(({ state }) => isFinished(state)), image.run.state === "running"]).toEqual([lines, true, false]);
        graphs += 1;
      }
    }
    expect(graphs).toBe(5184);
  });
});
