import { describe, expect, it } from "vitest";
import type { AssetConsumer } from "../../../shared/contract/assets.ts";
import { longWords, shortWords } from "./consumer-words.ts";

const consumer = (more: Partial<AssetConsumer>): AssetConsumer => ({ dagId: "d", isOn: true, hasCome: false, isEnough: false, progress: null, ...more });
const both = (more: Partial<AssetConsumer>): string[] => [shortWords(consumer(more)), longWords(consumer(more))];

describe("words of a DAG that waits for an asset", () => {
  it("say how far it is and what is still to come, however much that is", () => {
    expect([both({ progress: { came: 2, of: 3, missing: ["c.d"] } }), both({ progress: { came: 1, of: 9, missing: ["a", "b or c"] } }), both({ progress: { came: 2, of: 2, missing: [] } })]).toEqual([
      ["2 of 3 came", "2 of 3 came since its last run; still to come: c.d"],
      ["1 of 9 came", "1 of 9 came since its last run; still to come: a, b or c, and 6 more"],
      ["2 of 2 came", "2 of 2 came since its last run"],
    ]);
  });

  it("say that one load is enough, that its run is due, and that its schedule is off", () => {
    expect([both({}), both({ hasCome: true }), both({ isOn: false }), both({ isOn: false, hasCome: true, progress: { came: 1, of: 2, missing: ["b"] } })]).toEqual([
      ["", "runs at the next load"],
      ["", "came; its run is still to be made"],
      ["off", "its schedule is off"],
      ["off", "its schedule is off; what came is kept"],
    ]);
  });
});
