import { describe, expect, it } from "vitest";
import { TriggerRule } from "../../shared/model/states.ts";
import type { RunImage } from "./run-image.ts";
import { imageOf, send, states, task } from "./test-runs.ts";

function begun(...tasks: ReturnType<typeof task>[]): RunImage {
  const image = imageOf(tasks);
  send(image, { kind: "begin", at: 10 });
  return image;
}

function end(image: RunImage, id: string, how: readonly string[] | null | "failed" = null, at = 20): void {
  const index = image.graph.indexOf.get(id) ?? -1;
  send(image, { kind: "slotGranted", task: index, at });
  const of = { task: index, tryNumber: image.tasks[index]?.tryNumber ?? 0, at };
  if (how === "failed") send(image, { kind: "attemptFailed", ...of, reason: "x", mayRetry: false });
  else send(image, { kind: "attemptSucceeded", ...of, followed: how });
}

const state = (image: RunImage, id: string): string => image.tasks[image.graph.indexOf.get(id) ?? -1]?.state ?? "";
const branch = (...deps: string[]): ReturnType<typeof task> => task("choose", { kind: "BranchTask", deps });

describe("a branch", () => {
  it("skips the children that it does not name, and what only depends on those", () => {
    const image = begun(branch(), task("a", { deps: ["choose"] }), task("b", { deps: ["choose"] }), task("after_b", { deps: ["b"] }));
    end(image, "choose", ["a"]);
    expect(states(image)).toBe("choose:success a:scheduled b:skipped after_b:skipped");
    expect(image.tasks.map(({ reason }) => reason)).toEqual([null, null, "left out by choose", "upstream was skipped"]);
    expect(image.tasks[0]?.followed).toEqual(["a"]);
  });

  it("follows a child too that lies below a followed one", () => {
    const image = begun(branch(), task("a", { deps: ["choose"] }), task("join", { deps: ["choose", "a"] }), task("b", { deps: ["choose"] }));
    end(image, "choose", ["a"]);
    expect(states(image)).toBe("choose:success a:scheduled join:none b:skipped");
    expect(image.tasks[0]?.followed).toEqual(["a", "join"]);
  });

  it("may follow none", () => {
    const image = begun(branch(), task("a", { deps: ["choose"] }), task("b", { deps: ["choose"], triggerRule: "always" }));
    expect(state(image, "b")).toBe("scheduled");
    end(image, "choose", []);
    expect(states(image)).toBe("choose:success a:skipped b:skipped");
    expect(image.run.state).toBe("success");
  });

  /** Left: one way was followed and ended so; right: what the join makes of it. */
  const joins: Readonly<Record<TriggerRule, readonly [success: string, failed: string]>> = {
    all_success: ["skipped", "skipped"],
    all_failed: ["skipped", "skipped"],
    all_done: ["scheduled", "scheduled"],
    all_done_min_one_success: ["skipped", "skipped"],
    all_done_setup_success: ["scheduled", "scheduled"],
    one_success: ["scheduled", "upstream_failed"],
    one_failed: ["skipped", "scheduled"],
    one_done: ["scheduled", "scheduled"],
    none_failed: ["scheduled", "upstream_failed"],
    none_failed_min_one_success: ["scheduled", "upstream_failed"],
    none_skipped: ["skipped", "skipped"],
    all_skipped: ["skipped", "skipped"],
    always: ["scheduled", "scheduled"],
  };

  it.each(TriggerRule.options)("is joined by a task with %s as in Airflow", (rule) => {
    const ends = [null, "failed" as const].map((how) => {
      const image = begun(branch(), task("a", { deps: ["choose"] }), task("b", { deps: ["choose"] }), task("join", { deps: ["a", "b"], triggerRule: rule }));
      end(image, "choose", ["a"]);
      end(image, "a", how);
      return state(image, "join");
    });
    expect(ends).toEqual(joins[rule]);
  });

  it("leaves a child out that waited for its slot or its next try already, and lets one at work go on", () => {
    const eager = { deps: ["first", "choose"], triggerRule: "one_success" as const, retries: 1 };
    const image = begun(task("first"), branch(), task("waits", eager), task("again", eager), task("works", eager), task("next", { deps: ["waits"] }));
    end(image, "first");
    send(image, { kind: "slotGranted", task: 3, at: 21 });
    send(image, { kind: "attemptFailed", task: 3, tryNumber: 1, at: 22, reason: "x", mayRetry: true });
    send(image, { kind: "slotGranted", task: 4, at: 23 });
    expect(states(image)).toBe("first:success choose:scheduled waits:scheduled again:up_for_retry works:queued next:none");
    end(image, "choose", []);
    expect(states(image)).toBe("first:success choose:success waits:skipped again:skipped works:queued next:skipped");
  });

  it("keeps a child skipped that is cleared alone; cleared itself, it chooses anew", () => {
    const image = begun(branch(), task("a", { deps: ["choose"] }), task("b", { deps: ["choose"] }));
    end(image, "choose", ["a"]);
    end(image, "a");
    send(image, { kind: "clearAsked", tasks: [2], at: 50 });
    expect(states(image)).toBe("choose:success a:success b:skipped");
    expect(image.run.state).toBe("success");
    send(image, { kind: "clearAsked", tasks: [0, 1, 2], at: 60 });
    expect(image.tasks[0]?.followed).toBeUndefined();
    end(image, "choose", ["b"], 61);
    expect(states(image)).toBe("choose:success a:skipped b:scheduled");
  });

  it("that is marked as success chose nothing: all children go on, as their rules say", () => {
    const image = begun(branch(), task("a", { deps: ["choose"] }), task("b", { deps: ["choose"] }));
    send(image, { kind: "markAsked", tasks: [0], state: "success", reason: "by hand", at: 20 });
    expect(states(image)).toBe("choose:success a:scheduled b:scheduled");
  });

  it("that is undone is as it was, with its choice", () => {
    const image = begun(branch(), task("a", { deps: ["choose"] }), task("b", { deps: ["choose"] }));
    end(image, "choose", ["a"]);
    end(image, "a");
    const before = new Map(image.tasks.entries());
    const run = { ...image.run };
    send(image, { kind: "clearAsked", tasks: [0, 1, 2], at: 50 });
    send(image, { kind: "restoreAsked", tasks: before, run, at: 51 });
    expect(image.tasks[0]?.followed).toEqual(["a"]);
    expect(states(image)).toBe("choose:success a:success b:skipped");
  });
});

describe("a short circuit", () => {
  const tasks = (isWide: boolean): ReturnType<typeof task>[] => [
    task("go", { kind: "ShortCircuitTask", ignoreDownstreamTriggerRules: isWide }),
    task("other"),
    task("a", { deps: ["go"] }),
    task("below", { deps: ["a", "other"], triggerRule: "all_done" }),
    task("last", { deps: ["below"] }),
  ];

  it("goes on when its condition holds", () => {
    const image = begun(...tasks(true));
    end(image, "go", null);
    expect(states(image)).toBe("go:success other:scheduled a:scheduled below:none last:none");
  });

  it("skips all that lies below at once, whatever the rules say", () => {
    const image = begun(...tasks(true));
    end(image, "go", []);
    expect(states(image)).toBe("go:success other:scheduled a:skipped below:skipped last:skipped");
  });

  it("skips its children only, where the rules of the rest count", () => {
    const image = begun(...tasks(false));
    end(image, "go", []);
    expect(states(image)).toBe("go:success other:scheduled a:skipped below:none last:none");
    end(image, "other");
    expect(states(image)).toBe("go:success other:success a:skipped below:scheduled last:none");
  });

  it("keeps a cleared child skipped, and lets a cleared task further below go by its rule", () => {
    const image = begun(...tasks(true));
    end(image, "other");
    end(image, "go", []);
    expect(image.run.state).toBe("success");
    send(image, { kind: "clearAsked", tasks: [2, 3], at: 50 });
    expect([state(image, "a"), state(image, "below")]).toEqual(["skipped", "scheduled"]);
  });

  it("touches nothing beside a task that does not choose, however large the DAG", () => {
    const image = begun(task("go", { kind: "ShortCircuitTask" }), ...Array.from({ length: 2_000 }, (_, at) => task(`t${at}`)), task("z", { deps: ["go"] }));
    send(image, { kind: "slotGranted", task: 0, at: 11 });
    expect(send(image, { kind: "attemptSucceeded", task: 0, tryNumber: 1, at: 12, followed: [] }).tasks.size).toBe(2);
  });
});
