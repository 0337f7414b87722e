/** What is dragged takes a piece of the canvas that holds all of it, and no canvas where none of it is in sight. */
import { describe, expect, it } from "vitest";
import { partOf } from "./part-of.ts";
import { areaOf } from "./painting.ts";

const view = { x: 40, y: -30, zoom: 0.5, width: 1000, height: 600 };

describe("partOf", () => {
  it("holds the boxes with a margin, on whole pixels, in steps of one size", () => {
    const box = { x: 101, y: 203, width: 200, height: 56 };
    const part = partOf(view, box);
    expect(part).toEqual({ x: -42, y: -93, zoom: 0.5, width: 128, height: 64 });
    const area = areaOf(part ?? view);
    expect(area.x <= box.x && area.y <= box.y && area.x + area.width >= box.x + box.width && area.y + area.height >= box.y + box.height).toBe(true);
    expect(partOf(view, { ...box, x: box.x + 5 })).toMatchObject({ width: 128, height: 64 });
  });

  it("ends where the view ends, and is nothing beyond it", () => {
    expect(partOf(view, { x: -9000, y: -9000, width: 90000, height: 90000 })).toMatchObject({ x: 40, y: -30, width: 1024, height: 640 });
    expect([partOf(view, { x: 3000, y: 0, width: 10, height: 10 }), partOf(view, null)]).toEqual([null, null]);
  });
});
