import { describe, expect, it } from "vitest";
import { extended, noneChosen, toggled, withAll } from "./row-choice.ts";

const order = ["a", "b", "c", "d", "e"];
const keys = (chosen: { keys: ReadonlySet<string> }): string => [...chosen.keys].sort().join("");

describe("row choice", () => {
  it("takes rows in and out", () => {
    expect(keys(toggled(toggled(noneChosen, "a"), "c"))).toBe("ac");
    expect(keys(toggled(toggled(noneChosen, "a"), "a"))).toBe("");
  });

  it("takes in a range either way from the row chosen last, and draws it on", () => {
    const fromC = toggled(noneChosen, "c");
    expect(keys(extended(fromC, "e", order))).toBe("cde");
    expect(keys(extended(extended(fromC, "d", order), "a", order))).toBe("abcd");
  });

  it("begins anew where the beginning of a range is gone", () => {
    expect(keys(extended(toggled(noneChosen, "gone"), "b", order))).toBe("bgone");
    expect(keys(extended(noneChosen, "b", order))).toBe("b");
  });

  it("adds many", () => expect(keys(withAll(toggled(noneChosen, "a"), ["b", "a"]))).toBe("ab"));
});
