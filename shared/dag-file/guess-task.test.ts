import { describe, expect, it } from "vitest";
import { guessTask } from "./guess-task.ts";

const known = ["load", "many", "many[0]", "many[1]", "many[2]", "single", "single[0]", "tell"];

describe("guessTask", () => {
  it.each([
    ["many[5000]", " `many` has 3 instances, 0 to 2; 5000 is none of them."],
    ["single[1]", " `single` has one instance, 0; 1 is none of them."],
    ["load[0]", " `load` has no instances in this run: it is not mapped, or not expanded yet."],
    ["manny[1]", " Did you mean `many[1]`?"],
    ["laod", " Did you mean `load`?"],
    ["many0", " Did you mean `many`?"],
    ["something else", ""],
    ["something[3]", ""],
  ])("says of %s what there is", (asked, words) => expect(guessTask(asked, known)).toBe(words));

  it("counts many instances without a limit of arguments", () => {
    const all = ["many", ...Array.from({ length: 200_000 }, (_, index) => `many[${index}]`)];
    expect(guessTask("many[200000]", all)).toBe(" `many` has 200000 instances, 0 to 199999; 200000 is none of them.");
  });
});
