import { setImmediate } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { createWorld, silentLog, type World } from "../test-world.ts";
import { HistoryPacking, type HistoryPackingParts } from "./history-packing.ts";

const one = "max_active_runs: 50\ntasks: { a: { config_type: EmptyTask } }\n";
const dayMs = 86_400_000;
let world: World;
let packing: HistoryPacking;
afterEach(() => {
  packing.close();
  world.close();
});

/** Six runs, a day after each other; the last ends now. */
function open(history: object = {}, more: Partial<HistoryPackingParts> = {}): void {
  world = createWorld({ d: one });
  const { store, clock } = world;
  const workspace = { config: () => ({ config: { history }, diagnostics: [], problems: [] }) } as unknown as HistoryPackingParts["workspace"];
  packing = new HistoryPacking({ store, clock, workspace, log: silentLog, isTrusted: () => world.options.trusted, isBusy: () => false, breathe: async () => {}, ...more });
  for (let n = 1; n <= 6; n += 1) {
    clock.advance(dayMs);
    world.runs.start({ dagId: "d", runId: `r${n}` });
  }
}

const keyOf = (runId: string): number => world.store.runs.find("d", runId)?.key ?? -1;
const statesOf = (runId: string): string[] => world.store.tasks.load(keyOf(runId)).map(({ record }) => record.state);
const packed = (): number => packing.status().packed;

describe("packing the history", () => {
  it("packs what ended before the bound, and says what it came to", async () => {
    open({ compact_after: "3d" });
    expect(packing.status()).toMatchObject({ compactAfter: "3d", runs: 6, packed: 0, due: 2, isAtWork: false });
    expect(await packing.compact()).toMatchObject({ packed: 2, spared: 0, isCancelled: false });
    expect(packing.status()).toMatchObject({ runs: 6, packed: 2, due: 0 });
    expect(await packing.compact(0)).toMatchObject({ packed: 3 });
    expect(["r1", "r6"].map(statesOf)).toEqual([["success"], ["success"]]);
  });

  it("packs by itself, again and again, runs of more than a week ago", async () => {
    open();
    packing.begin();
    world.clock.advance(119_000);
    expect(packed()).toBe(0);
    for (const [days, wanted] of [[3, 2], [1, 3], [1, 4]] as const) {
      for (let hour = 0; hour < 24 * days; hour += 1) {
        world.clock.advance(3_600_000);
        await setImmediate();
      }
      expect(packed()).toBe(wanted);
    }
  });

  it("leaves all as it is where that is asked for, and where nobody trusts the workspace", async () => {
    open({ compact_after: "never" });
    world.clock.advance(30 * dayMs);
    packing.begin();
    world.clock.advance(120_000);
    expect(packing.status()).toMatchObject({ compactAfter: null, due: 0, packed: 0 });
    await expect(packing.compact()).rejects.toMatchObject({ code: "history/never" });
    world.options.trusted = false;
    await expect(packing.compact(0)).rejects.toMatchObject({ code: "workspace/untrusted" });
    world.options.trusted = true;
    expect(await packing.compact(0)).toMatchObject({ packed: 6 });
  });

  it("ends between two steps, and refuses to do it twice at once", async () => {
    let breaths = 0;
    open({}, {
      breathe: async () => {
        breaths += 1;
        if (breaths === 2) packing.cancel();
      },
    });
    const { pack } = world.store.packing;
    Object.assign(world.store.packing, {
      pack: (run: number, mostRows: number) => {
        const isDone = pack(run, mostRows);
        for (const until = performance.now() + 25; performance.now() < until; );
        return isDone;
      },
    });
    const first = packing.compact(0);
    await expect(packing.compact(0)).rejects.toMatchObject({ code: "history/at-work" });
    expect(await first).toMatchObject({ packed: 2, isCancelled: true });
    expect([packing.cancel(), packed()]).toEqual([false, 2]);
  });

  it("leaves a large run for a time when nothing runs", async () => {
    let isBusy = true;
    open({}, { isBusy: () => isBusy });
    const run = keyOf("r1");
    world.store.atomically(() => Array.from({ length: 5_000 }, (_, n) => world.store.xcoms.put(run, 0, { taskId: "", key: `k${n}`, value: n })));
    expect(await packing.compact(0)).toMatchObject({ packed: 4, spared: 1 });
    isBusy = false;
    expect(await packing.compact(0)).toMatchObject({ packed: 1, spared: 0 });
    expect(world.store.xcoms.ofRun(run)).toHaveLength(5_000);
  });

  it("lets a packed run be cleared and run again", async () => {
    open();
    await packing.compact(0);
    world.runs.clear({ dagId: "d", runId: "r2" });
    expect([statesOf("r2"), packed()]).toEqual([["success"], 4]);
    world.runs.mark({ dagId: "d", runId: "r3", state: "failed" });
    expect([world.store.runs.get(keyOf("r3")).state, packed()]).toEqual(["failed", 3]);
  });
});
