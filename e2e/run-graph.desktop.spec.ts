/** The graph of a run in the desktop window. */
import { test } from "playwright/test";
import { countInGroups, filterGraph, flowDag, followCriticalPath, keepOwnVersion, longDag, seeLatency } from "./run-graph.ts";
import { visit } from "./visit-desktop.ts";

test("a run stays drawn on the version that it used, and what differs today is told and shown", () => visit(flowDag, (page, { path }) => keepOwnVersion(page, path)));
test("a folded group counts its tasks by state, live", () => visit(flowDag, (page) => countInGroups(page)));
test("a filter counts, dims, hides, is kept, and goes with Escape", () => visit(flowDag, (page, { path }) => filterGraph(page, path)));
test("shares, latency on edges with a budget, and the same as a table", () => visit(flowDag, (page) => seeLatency(page)));
test("the critical path is drawn and listed, and a run under way says when it will end", () => visit(longDag, (page) => followCriticalPath(page)));
