import { describe, expect, it } from "vitest";
import { stackLanes } from "./stack-lanes.ts";

const lanesOf = (spans: readonly (readonly [number, number])[], most = 10): [string, number] => {
  const { stacked, lanes } = stackLanes(spans, ([from, to]) => ({ from, to }), most);
  return [stacked.map(({ item, lane }) => `${item.join("-")}@${lane}`).join(" "), lanes];
};

describe("stackLanes", () => {
  it("stacks what overlaps, and uses a lane again once it is free", () => {
    expect(lanesOf([[0, 10], [5, 8], [8, 12], [10, 20], [11, 12]])).toEqual(["0-10@0 5-8@1 8-12@1 10-20@0 11-12@2", 3]);
    expect(lanesOf([[5, 6], [0, 5]])).toEqual(["0-5@0 5-6@0", 1]);
  });

  it("has a lane for nothing, and no more than it may", () => {
    expect(lanesOf([])).toEqual(["", 1]);
    expect(lanesOf([[0, 9], [1, 9], [2, 9], [3, 9]], 2)).toEqual(["0-9@0 1-9@1 2-9@1 3-9@1", 2]);
  });
});
