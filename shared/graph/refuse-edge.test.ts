/** Each reason in words; against a naive walk on random graphs. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findCycles } from "./cycles.ts";
import { edgeJudge } from "./refuse-edge.ts";

const task = (id: string, ...deps: string[]) => ({ id, deps });
const tasks = [task("a"), task("b", "a"), task("c", "b"), task("d")];

describe("edgeJudge", () => {
  it("says why, and names the circle task by task", () => {
    const why = edgeJudge(tasks);
    expect([why("a", "a"), why("a", "b"), why("c", "a")].map((each) => each?.message)).toEqual([
      "a cannot come after itself.",
      "b comes after a already.",
      "That would close a circle: a → b → c → a.",
    ]);
  });

  it("lets pass what is none of that, and tasks that do not exist yet", () => {
    const why = edgeJudge(tasks);
    expect([why("a", "c"), why("d", "a"), why("a", "new")]).toEqual([null, null, null]);
  });

  it("shortens a long circle", () => {
    const chain = Array.from({ length: 500 }, (_, at) => task(`t${at}`, ...(at === 0 ? [] : [`t${at - 1}`])));
    expect(edgeJudge(chain)("t499", "t0")?.message).toBe("That would close a circle: t0 → t1 → t2 → t3 → … 494 more … → t498 → t499 → t0.");
  });

  it("refuses a circle exactly where the new edge would make one", () => {
    const graphs = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 20 });
    fc.assert(
      fc.property(graphs, fc.nat(9), fc.nat(9), (pairs, from, to) => {
        // Edges go from lower to higher numbers: no circle to begin with.
        const deps = (at: number): string[] => pairs.filter(([a, b]) => a < b && b === at).map(([a]) => `${a}`);
        const graph = Array.from({ length: 10 }, (_, at) => task(`${at}`, ...deps(at)));
        const more = graph.map((each) => (each.id === `${to}` ? task(each.id, ...each.deps, `${from}`) : each));
        const refusal = edgeJudge(graph)(`${from}`, `${to}`);
        const makesCircle = findCycles(more).length > 0;
        expect(refusal?.reason === "self" || refusal?.reason === "cycle").toBe(makesCircle);
      }),
    );
  });
});
