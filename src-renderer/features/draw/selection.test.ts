import { expect, it } from "vitest";
import { nothingSelected, stillThere } from "./selection.ts";

const there = { tasks: new Set(["a", "b"]), edges: new Set(["a>b"]), notes: new Set<string>(), groups: new Map<string, unknown>([["g", {}]]) };

it("forgets what is gone, and the last task that is left becomes the current one", () => {
  const selection = { ...nothingSelected, tasks: ["a", "gone"], edges: ["a>b", "b>gone"], notes: ["n"], groups: ["g", "h"], primary: "gone" };
  expect(stillThere(selection, there)).toEqual({ ...nothingSelected, tasks: ["a"], edges: ["a>b"], notes: [], groups: ["g"], primary: "a" });
});

it("stays the same object while nothing is missing, so that nothing is drawn anew", () => {
  const selection = { ...nothingSelected, tasks: ["b"], primary: "b" };
  expect(stillThere(selection, there)).toBe(selection);
});
