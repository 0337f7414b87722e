import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "playwright/test";
import { thereAndBack, triggerDags } from "./triggers.ts";
import { visit } from "./visit-browser.ts";

test("a task starts a run of another DAG, waits for it, and leads there and back", () => visit(triggerDags, (page, workspace) => thereAndBack(page, () => writeFileSync(join(workspace.path, "go"), ""))));
