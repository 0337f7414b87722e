import { describe, expect, it } from "vitest";
import type { AssetInfo } from "../../../shared/contract/assets.ts";
import { sortAssets } from "./sort-assets.ts";

const asset = (name: string, at: number | null, rows: number | null = null): AssetInfo => ({
  ...{ name, producers: [], consumers: [], events: 0 },
  last: at === null ? null : { id: 1, asset: name, at, from: null, logicalDate: null, dataIntervalStart: null, dataIntervalEnd: null, rows, by: null, note: null },
});
const assets = [asset("c", 2, 0), asset("a", null), asset("b", 2, 9), asset("d", 5)];
const order = (key: string, descending: boolean): string => sortAssets(assets, { key, descending }).map(({ name }) => name).join("");

describe("sortAssets", () => {
  it("sorts by name, last load and rows, alike ones by name; what was never loaded is the oldest, and unknown rows are the fewest", () => {
    expect([order("name", false), order("name", true), order("last", false), order("last", true), order("rows", false), order("rows", true), order("nothing", false)]).toEqual(["abcd", "dcba", "abcd", "dbca", "adcb", "bcad", "abcd"]);
  });
});
