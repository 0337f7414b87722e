import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "playwright/test";
import { setupDags, wrapsTheWork } from "./setups.ts";
import { visit } from "./visit-browser.ts";

test("a setup and its teardown are marked, run when the run is cancelled, and are cleared with the work between", () =>
  visit(setupDags, (page, workspace) => wrapsTheWork(page, () => writeFileSync(join(workspace.path, "go"), ""))));
