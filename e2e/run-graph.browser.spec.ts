/** The graph of a run in the browser. */
import { expect, test } from "playwright/test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expectAccessible } from "./accessibility.ts";
import { banner, countInGroups, filterGraph, flowDag, followCriticalPath, keepOwnVersion, longDag, runFlow, seeLatency } from "./run-graph.ts";
import { visit } from "./visit-browser.ts";

test("a run stays drawn on the version that it used, and what differs today is told and shown", () => visit(flowDag, (page, { path }) => keepOwnVersion(page, path), { strict: true }));
test("a folded group counts its tasks by state, live", () => visit(flowDag, (page) => countInGroups(page)));
test("a filter counts, dims, hides, is kept, and goes with Escape", () => visit(flowDag, (page, { path }) => filterGraph(page, path)));
test("shares, latency on edges with a budget, and the same as a table", () => visit(flowDag, (page) => seeLatency(page)));
test("the critical path is drawn and listed, and a run under way says when it will end", () => visit(longDag, (page) => followCriticalPath(page)));

test("the graph of a run is accessible in both themes", () =>
  visit(flowDag, (page, { path }) =>
    expectAccessible(page, [
      {
        name: "filter, dimmed",
        open: async (each) => {
          await runFlow(each);
          await each.keyboard.press("Control+Shift+F");
          await each.keyboard.type("+clean nobody");
          await expect(each.locator("[data-graph-node] [data-faint]")).toHaveCount(3);
        },
      },
      {
        name: "latency over the budget, as a table",
        open: async (each) => {
          await each.getByRole("button", { name: "Clear the filter" }).click();
          await each.getByRole("button", { name: "Latency" }).click();
          await each.getByRole("textbox", { name: "Budget, in milliseconds" }).fill("0");
          await each.getByRole("button", { name: "As a table" }).click();
          await expect(each.getByRole("grid", { name: "Latency of all edges" }).getByRole("row")).toHaveCount(6);
        },
      },
      {
        name: "critical path",
        open: async (each) => {
          await each.getByRole("button", { name: "Latency" }).click();
          await each.getByRole("button", { name: "Critical path" }).click();
          await expect(each.getByRole("list", { name: "Tasks on the critical path" })).toBeVisible();
        },
      },
      {
        name: "another version",
        open: async (each) => {
          writeFileSync(join(path, "flow.dag.yaml"), flowDag["flow.dag.yaml"].replace("sleep 0.6", "sleep 0.7"));
          await expect(banner(each)).toContainText("1 task changed");
        },
      },
      {
        name: "differences",
        open: async (each) => {
          await banner(each).getByRole("button", { name: "Show the differences" }).click();
          await expect(each.getByRole("complementary", { name: "What changed" })).toBeVisible();
        },
      },
    ]),
  ));
