/** What of a large graph stands in the page: what is in sight first, a little at a time, and nothing where nobody could tell it apart. */
import { describe, expect, it } from "vitest";
import { chooseNear, noneNear, type Chosen, type Sight } from "./choose-near.ts";
import { indexGraph } from "./graph-index.ts";
import { layoutSimply } from "./simple-layout.ts";

const count = 600;
const index = indexGraph(Array.from({ length: count }, (_, at) => ({ id: `t${at}`, kind: "SqlTask", deps: at === 0 ? [] : [`t${at - 1}`], enabled: true })));
const layout = layoutSimply(index, { width: 200, height: 56 });
const sightAt = (x: number, zoom: number): Sight => ({ zoom, area: { x, y: -300, width: 1000 / zoom, height: 600 / zoom } });

function settle(sight: Sight, before: Chosen = noneNear): { chosen: Chosen; steps: number } {
  let chosen = chooseNear(index, layout, sight, before);
  let steps = 1;
  for (; !chosen.isWhole; steps += 1) chosen = chooseNear(index, layout, sight, chosen);
  return { chosen, steps };
}

describe("chooseNear", () => {
  it("puts in what is in sight first, and paints until it is there", () => {
    const first = chooseNear(index, layout, sightAt(5_000, 0.6), noneNear);
    expect([first.isPainted, first.isWhole, first.tasks.size]).toEqual([true, false, 7]);
    expect([...first.tasks][0]).toBe("t19");
    const { chosen, steps } = settle(sightAt(5_000, 0.6));
    expect(chosen.isPainted).toBe(false);
    expect(steps).toBeGreaterThan(1);
    expect([chosen.tasks.has("t18"), chosen.tasks.has("t25"), chosen.tasks.has("t40")]).toEqual([true, true, false]);
    expect(chosen.edges.has(JSON.stringify(["t19", "t20"]))).toBe(true);
  });

  it("keeps what lies a little behind, and lets go of what lies far behind", () => {
    const { chosen } = settle(sightAt(5_000, 1));
    const near = settle(sightAt(5_400, 1), chosen).chosen;
    expect(near.tasks.has("t18")).toBe(true);
    const far = settle(sightAt(9_000, 1), chosen).chosen;
    expect(far.tasks.has("t18")).toBe(false);
  });

  it("hands back the same sets when nothing comes or goes", () => {
    const { chosen } = settle(sightAt(5_000, 1));
    const again = chooseNear(index, layout, sightAt(5_001, 1), chosen);
    expect(again.tasks).toBe(chosen.tasks);
    expect(again.edges).toBe(chosen.edges);
  });

  it("leaves all to the painter from afar and in a crowd", () => {
    expect(chooseNear(index, layout, sightAt(0, 0.2), noneNear)).toBe(noneNear);
    const crowd = indexGraph(Array.from({ length: 400 }, (_, at) => ({ id: `t${at}`, kind: "SqlTask", deps: [], enabled: true })));
    expect(chooseNear(crowd, layoutSimply(crowd, { width: 20, height: 10 }), { zoom: 0.7, area: { x: 0, y: 0, width: 2000, height: 12_000 } }, noneNear)).toBe(noneNear);
  });
});
