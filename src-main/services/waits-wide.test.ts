/** Why a task waits, asked while many tasks of a wide DAG hold slots. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { createWorld, type World } from "./test-world.ts";

let world: World;
afterEach(() => world.close());

const tasks = Array.from({ length: 200 }, (_, index) => `  t${index}: { config_type: BashTask, bash: "true" }`).join("\n");

describe("what a task of a wide DAG waits for", () => {
  it("is told with one question about its history, however many tasks hold slots", () => {
    world = createWorld({ d: `tasks:\n${tasks}\n`, other: `tasks:\n${tasks}\n` });
    world.options.parallelism = 100;
    world.options.pools["default"] = 100;
    world.runs.start({ dagId: "other", runId: "r", tasks: Array.from({ length: 40 }, (_, index) => `t${index}`) });
    world.runs.start({ dagId: "d", runId: "r" });
    const asked = vi.spyOn(world.store.tasks, "typicalMs");
    const { gates } = world.local.waiting({ dagId: "d", runId: "r" }, "t199");
    expect(gates.find(({ kind }) => kind === "pool")).toMatchObject({ used: 100, limit: 100, holderCount: 100 });
    // Each reads many runs: one for each DAG, as 100 of them took a second on a DAG of 5,000 tasks.
    expect(asked.mock.calls.map(([dagId, ids]) => [dagId, ids.length])).toEqual([["d", 200], ["other", 40]]);
  });
});
