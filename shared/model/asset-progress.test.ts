import { describe, expect, it } from "vitest";
import { isAnyEnough, progressOf, type AssetCondition } from "./asset.ts";

const one = (name: string): AssetCondition => ({ kind: "asset", name });
const all = (...of: AssetCondition[]): AssetCondition => ({ kind: "all", of });
const any = (...of: AssetCondition[]): AssetCondition => ({ kind: "any", of });
const far = (condition: AssetCondition, ...came: string[]): string => {
  const { came: parts, of, missing } = progressOf(condition, (asset) => came.includes(asset));
  return `${parts}/${of} ${missing.join(", ")}`.trim();
};

describe("progressOf", () => {
  it("counts the parts that have to come, a choice as one of them", () => {
    const condition = all(one("a"), any(one("b"), one("c")), one("d"));
    expect([far(one("a")), far(one("a"), "a"), far(condition), far(condition, "c"), far(condition, "a", "c"), far(condition, "a", "b", "c", "d")]).toEqual(["0/1 a", "1/1", "0/3 a, b or c, d", "1/3 a, d", "2/3 d", "3/3"]);
  });

  it("tells of a choice what is nearest to its end", () => {
    const condition = any(all(one("a"), one("b"), one("c")), all(one("d"), one("e")));
    expect([far(condition), far(condition, "a", "b"), far(condition, "a", "b", "d")]).toEqual(["0/2 d, e", "2/3 c", "2/3 c"]);
  });
});

describe("isAnyEnough", () => {
  it("is so where each asset calls for a run by itself", () => {
    expect([one("a"), any(one("a"), one("b")), all(one("a"), one("b")), any(one("a"), all(one("b"), one("c")))].map(isAnyEnough)).toEqual([true, true, false, false]);
  });
});
