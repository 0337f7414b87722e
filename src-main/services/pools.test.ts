import { afterEach, describe, expect, it } from "vitest";
import { readWorkspaceFile } from "../../shared/workspace-file/read-workspace-file.ts";
import { createWorld, type World } from "./test-world.ts";

let world: World;
afterEach(() => world.close());

function open(file: object): World {
  const task = (id: string, rest: string): string => `  ${id}: { config_type: BashTask, bash: "true", pool: db, ${rest} }\n`;
  world = createWorld({ d: `tasks:\n${task("a", "pool_slots: 2, priority_weight: 3")}${task("b", "priority_weight: 2")}${task("c", "priority_weight: 1")}` });
  world.file.text = JSON.stringify(file);
  Object.assign(world.options, { pools: readWorkspaceFile(world.file.text, "dagwright.json").config.pools });
  return world;
}
const text = (): unknown => JSON.parse(world.file.text);

describe("Pools", () => {
  it("lists who takes slots and what waits, the next first, and starts it when there are more", () => {
    const { pools } = open({ name: "w", pools: { db: 2, idle: 5 } });
    world.runs.start({ dagId: "d", runId: "r" });
    const one = (taskId: string, slots: number, priority: number) => ({ dagId: "d", runId: "r", taskId, slots, priority });
    expect(pools.list()).toEqual([
      { name: "db", slots: 2, used: 2, running: [one("a", 2, 3)], runningCount: 1, waiting: [one("b", 1, 2), one("c", 1, 1)], waitingCount: 2, dags: [{ dagId: "d", tasks: 3 }], dagCount: 1 },
      { name: "idle", slots: 5, used: 0, running: [], runningCount: 0, waiting: [], waitingCount: 0, dags: [], dagCount: 0 },
    ]);
    expect(pools.set("db", 3).pools[0]).toMatchObject({ slots: 3, used: 3, runningCount: 2, waiting: [one("c", 1, 1)] });
    expect(text()).toEqual({ name: "w", pools: { db: 3, idle: 5 } });
    expect(pools.set("db", null).pools[0]).toMatchObject({ name: "db", slots: null, used: 4, waitingCount: 0 });
    expect(text()).toEqual({ name: "w", pools: { idle: 5 } });
  });

  it("names a bounded number of those that wait, the next ones", () => {
    world = createWorld({ d: `tasks:\n${Array.from({ length: 60 }, (_, at) => `  t${at}: { config_type: EmptyTask }\n  b${at}: { config_type: BashTask, bash: "true", priority_weight: ${(at * 7) % 60}, pool: p }\n`).join("")}` });
    Object.assign(world.options, { parallelism: 0 });
    world.runs.start({ dagId: "d", runId: "r" });
    const pool = world.pools.list().find(({ name }) => name === "p");
    expect([pool?.waitingCount, pool?.waiting.map(({ priority }) => priority)]).toEqual([60, Array.from({ length: 20 }, (_, at) => 59 - at)]);
  });

  it("refuses what makes no sense, and never loses what stands in the file", () => {
    const { pools } = open({ pools: { db: 2, odd: "many" } });
    expect(() => pools.set("db", 0)).toThrow('Pool "db": found 0 slots; expected a whole number, 1 or more.');
    expect(() => pools.set("db", 1.5)).toThrow("expected a whole number");
    expect(() => pools.set(" ", 1)).toThrow("expected 1 to 250 characters");
    expect(() => pools.set("db", 3)).toThrow(/dagwright\.json:1:\d+: `pools\.odd`: found the text "many"; .* Mend that first/);
    expect(text()).toEqual({ pools: { db: 2, odd: "many" } });
    const sound = open({ pools: { db: 2 } });
    expect(() => sound.pools.set("gone", null)).toThrow('Pool "gone": has no bound in dagwright.json; known are db.');
  });

  it("leaves the file as it was where the change cannot be stored", () => {
    const { pools, disk, store } = open({ name: "w", pools: { db: 2 } });
    disk.fail = () => new Error("database or disk is full");
    expect(() => pools.set("db", 5)).toThrow("disk is full");
    disk.fail = null;
    expect([text(), world.options.pools, store.audit.list({ acts: ["pool.set"], limit: 9 })]).toEqual([{ name: "w", pools: { db: 2 } }, { db: 2 }, []]);
  });

  it("writes a change down, takes it back, and not once somebody changed it again", async () => {
    const { pools, acts } = open({ pools: { db: 2 } });
    const ann = { kind: "cli" as const, name: "ann" };
    expect(pools.set("db", 2, ann).entry).toBeNull();
    const set = pools.set("db", 5, ann).entry ?? 0;
    expect(world.store.audit.get(set)).toMatchObject({ act: "pool.set", by: ann, dagId: null, arguments: { pool: "db", slots: 5 }, mayUndo: true });
    expect([await acts.undo(set, ann), text()]).toEqual([{ undone: 1, failures: [] }, { pools: { db: 2 } }]);
    const removed = pools.set("db", null, ann).entry ?? 0;
    expect([world.options.pools, await acts.undo(removed, ann), text(), world.options.pools]).toEqual([{}, { undone: 1, failures: [] }, { pools: { db: 2 } }, { db: 2 }]);
    const made = pools.set("new", 1, ann).entry ?? 0;
    pools.set("new", 7, ann);
    expect(await acts.undo(made, ann)).toEqual({ undone: 0, failures: [{ dagId: null, runId: null, why: 'Pool "new": cannot be undone, because it has 7 slots by now.' }] });
    await expect(acts.undo(set, ann)).rejects.toThrow('Pool "db": cannot be undone, because it was undone already.');
  });
});
