import { afterEach, describe, expect, it } from "vitest";
import { readWorkspaceFile } from "../../shared/workspace-file/read-workspace-file.ts";
import { Pools } from "./pools.ts";
import { createWorld, type World } from "./test-world.ts";

let world: World;
afterEach(() => world.close());

function open(file: object): { pools: Pools; text: () => object } {
  const task = (id: string, rest: string): string => `  ${id}: { config_type: BashTask, bash: "true", pool: db, ${rest} }\n`;
  world = createWorld({ d: `tasks:\n${task("a", "pool_slots: 2, priority_weight: 3")}${task("b", "priority_weight: 2")}${task("c", "priority_weight: 1")}` });
  let kept = JSON.stringify(file);
  const config = () => ({ ...readWorkspaceFile(kept, "dagwright.json"), problems: [] });
  Object.assign(world.options, { pools: config().config.pools });
  const onChange = (): void => {
    world.options.pools = config().config.pools;
    world.scheduler.drain();
  };
  const { images, scheduler } = world;
  const workspace = { config, saveConfig: (patch: object) => void (kept = JSON.stringify({ ...JSON.parse(kept), ...patch })) };
  return { pools: new Pools({ workspace, images, scheduler, onChange }), text: () => JSON.parse(kept) as object };
}

describe("Pools", () => {
  it("lists who takes slots and what waits, the next first, and starts it when there are more", () => {
    const { pools, text } = open({ name: "w", pools: { db: 2, idle: 5 } });
    world.runs.start({ dagId: "d", runId: "r" });
    const one = (taskId: string, slots: number, priority: number) => ({ dagId: "d", runId: "r", taskId, slots, priority });
    expect(pools.list()).toEqual([
      { name: "db", slots: 2, used: 2, running: [one("a", 2, 3)], runningCount: 1, waiting: [one("b", 1, 2), one("c", 1, 1)], waitingCount: 2 },
      { name: "idle", slots: 5, used: 0, running: [], runningCount: 0, waiting: [], waitingCount: 0 },
    ]);
    expect(pools.set("db", 3)[0]).toMatchObject({ slots: 3, used: 3, runningCount: 2, waiting: [one("c", 1, 1)] });
    expect(text()).toEqual({ name: "w", pools: { db: 3, idle: 5 } });
    expect(pools.set("db", null)[0]).toMatchObject({ name: "db", slots: null, used: 4, waitingCount: 0 });
    expect(text()).toEqual({ name: "w", pools: { idle: 5 } });
  });

  it("names a bounded number of those that wait, the next ones", () => {
    world = createWorld({ d: `tasks:\n${Array.from({ length: 60 }, (_, at) => `  t${at}: { config_type: EmptyTask }\n  b${at}: { config_type: BashTask, bash: "true", priority_weight: ${(at * 7) % 60}, pool: p }\n`).join("")}` });
    Object.assign(world.options, { parallelism: 0 });
    world.runs.start({ dagId: "d", runId: "r" });
    const pools = new Pools({ workspace: { config: () => ({ ...readWorkspaceFile("{}", "f"), problems: [] }), saveConfig: () => {} }, images: world.images, scheduler: world.scheduler, onChange: () => {} });
    const [pool] = pools.list();
    expect([pool?.waitingCount, pool?.waiting.map(({ priority }) => priority)]).toEqual([60, Array.from({ length: 20 }, (_, at) => 59 - at)]);
  });

  it("refuses what makes no sense, and never loses what stands in the file", () => {
    const { pools, text } = open({ pools: { db: 2, odd: "many" } });
    expect(() => pools.set("db", 0)).toThrow('Pool "db": found 0 slots; expected a whole number, 1 or more.');
    expect(() => pools.set("db", 1.5)).toThrow("expected a whole number");
    expect(() => pools.set(" ", 1)).toThrow("expected 1 to 250 characters");
    expect(() => pools.set("db", 3)).toThrow(/dagwright\.json:1:\d+: `pools\.odd`: found the text "many"; .* Mend that first/);
    expect(text()).toEqual({ pools: { db: 2, odd: "many" } });
    const sound = open({ pools: { db: 2 } });
    expect(() => sound.pools.set("gone", null)).toThrow('Pool "gone": has no bound in dagwright.json; known are db.');
  });
});
