import { describe, expect, it } from "vitest";
import { firstView, isInSight, refit, reveal, viewportFor } from "./viewport.ts";

const graph = { x: 0, y: 0, width: 700, height: 200 };
const task = { x: 500, y: 0, width: 200, height: 56 };
const wide = { width: 1232, height: 588 };
const narrow = { width: 751, height: 588 };

describe("viewport", () => {
  it("fits the graph anew when a panel takes a part of the pane", () => {
    const now = viewportFor(graph, wide);
    const after = refit(graph, task, now, narrow);
    expect([isInSight(graph, now, narrow), isInSight(graph, after, narrow), after.zoom]).toEqual([false, true, (751 - 64) / 700]);
  });

  it("is first seen as a whole, or about the selected task where the whole cannot be read", () => {
    const long = { ...graph, width: 4000 };
    const about = firstView(long, task, narrow);
    expect([firstView(graph, task, narrow), firstView(long, undefined, narrow)]).toEqual([viewportFor(graph, narrow), viewportFor(long, narrow)]);
    expect([about.zoom, (task.x + task.width / 2) * about.zoom + about.x]).toEqual([0.8, narrow.width / 2]);
  });

  it("keeps names where they could be read", () => {
    const vast = { ...graph, width: 3000 };
    const now = viewportFor(vast, wide);
    expect([now.zoom > 0.25, viewportFor(vast, narrow).zoom < 0.25, refit(vast, task, now, narrow).zoom]).toEqual([true, true, now.zoom]);
  });

  it("keeps cards readable and only shows the selected task where the whole would be too small", () => {
    const long = { ...graph, width: 1400 };
    const now = viewportFor(long, wide);
    const after = refit(long, { ...task, x: 1200 }, now, narrow);
    expect([now.zoom > 0.6, after.zoom, after]).toEqual([true, now.zoom, reveal({ ...task, x: 1200 }, now, narrow)]);
    expect(refit(long, undefined, now, narrow)).toEqual(viewportFor(long, narrow));
  });
});
