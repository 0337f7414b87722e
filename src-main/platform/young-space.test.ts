import { expect, it } from "vitest";
import { boundYoungSpace } from "./young-space.ts";

const mebibyte = 2 ** 20;

/** What V8 is told, where its young objects take so much at each look. */
function told(sizes: readonly number[]): number[] {
  const factors: number[] = [];
  let size = 0;
  const bound = boundYoungSpace({ bytes: () => size * mebibyte, grow: (factor) => void factors.push(factor) });
  for (size of sizes) bound();
  return factors;
}

it("leaves V8 alone while young objects take little", () => {
  expect(told([2, 4, 8, 15.9])).toEqual([]);
});

it("lets them grow no more once they have their room, and again after it was given back", () => {
  expect(told([2, 8, 16, 16, 32, 2, 4, 16])).toEqual([1, 2, 1]);
});
