/** Runs of a DAG whose file has gone, in the browser. */
import { test } from "playwright/test";
import { leavingDag, readRunsOfGoneDag } from "./gone-dag.ts";
import { visit } from "./visit-browser.ts";

test("what a DAG did can be read after its file has gone", () => visit(leavingDag, (page, { path }) => readRunsOfGoneDag(page, path)));
