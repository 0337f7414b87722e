import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "playwright/test";
import { visit } from "./visit-browser.ts";
import { followTheGates, heldByThePast, queuedRun, waitForFile, waitingDags, whatDecided } from "./waiting.ts";

const releaseIn = (folder: string) => (): void => writeFileSync(join(folder, "go"), "");

test("a task says who holds it back, until nobody does", () => visit(waitingDags, (page, workspace) => followTheGates(page, releaseIn(workspace.path))));
test("a task that depends on its past says which run holds it, until it was mended there", () => visit(waitingDags, (page, workspace) => heldByThePast(page, releaseIn(workspace.path))));
test("a queued run says which run it waits for", () => visit(waitingDags, (page, workspace) => queuedRun(page, releaseIn(workspace.path))));
test("a task that will not run says what decided, and one to be tried again says when", () => visit(waitingDags, (page) => whatDecided(page)));
test("a sensor says what it waits for and what it saw, until it is there", () => visit(waitingDags, (page, workspace) => waitForFile(page, releaseIn(workspace.path))));
