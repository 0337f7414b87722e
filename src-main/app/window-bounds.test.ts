/** Windows come back on a screen, whatever the screens have become. */
import { describe, expect, it } from "vitest";
import { restoredBounds } from "./window-bounds.ts";

const primary = { x: 0, y: 0, width: 1920, height: 1040 };
const second = { x: 1920, y: 0, width: 2560, height: 1400 };

describe("restoredBounds", () => {
  it.each([
    ["where it was", { x: 100, y: 80, width: 1200, height: 800 }, [primary], { x: 100, y: 80, width: 1200, height: 800 }],
    ["on the second screen", { x: 2000, y: 10, width: 1200, height: 800 }, [primary, second], { x: 2000, y: 10, width: 1200, height: 800 }],
    ["on the first when the second is gone", { x: 2000, y: 10, width: 1200, height: 800 }, [primary], { x: 720, y: 10, width: 1200, height: 800 }],
    ["no larger than the screen", { x: -50, y: -50, width: 9000, height: 9000 }, [primary], { x: 0, y: 0, width: 1920, height: 1040 }],
    ["no smaller than usable", { x: 5, y: 5, width: 1, height: 1 }, [primary], { x: 5, y: 5, width: 800, height: 560 }],
    ["with its title bar reachable", { x: 0, y: -700, width: 1000, height: 700 }, [primary], { x: 0, y: 0, width: 1000, height: 700 }],
    ["in the first size without a place", null, [primary], { width: 1360, height: 860 }],
    ["in the first size when the file holds nonsense", { x: Number.NaN, y: 0, width: 10, height: 10 }, [primary], { width: 1360, height: 860 }],
    ["fitted to a small screen", null, [{ x: 0, y: 0, width: 1024, height: 700 }], { width: 1024, height: 700 }],
  ])("comes back %s", (_name, saved, areas, expected) => {
    expect(restoredBounds(saved, areas)).toEqual(expected);
  });
});
