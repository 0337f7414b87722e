/**
 * `npm run screenshots`: takes the pictures of README and docs anew. Serves a fresh copy of each sample with settings of
 * its own, runs their DAGs in Chromium, and writes PNGs of 1280 × 800 to docs/images. Leaves nothing else behind.
 */
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "playwright/test";
import { expectNode, failingCheck, openDag, openTask, runDag } from "../e2e/journeys.ts";
import { node, openDrawing } from "../e2e/draw.ts";
import { choose, goTo } from "../e2e/screens.ts";
import { serveBrowser } from "../e2e/serve-browser.ts";
import { allDecided, loadAtOnce, turnQueueOn } from "../e2e/onboarding.ts";
import { sampleWorkspace, starterWorkspace, type TestWorkspace } from "../e2e/workspaces.ts";
import { build } from "./build.mjs";

const folder = join(import.meta.dirname, "..", "docs", "images");
const mostBytes = 200_000;
const patience = { timeout: 30_000 };

/** Before the browser starts: it shows times in the zone of its process. */
process.env["TZ"] = "UTC";

await build();
mkdirSync(folder, { recursive: true });
const workspace = starterWorkspace();
await withPage(workspace, takeAll);
await withPage(sampleWorkspace("onboarding"), twentyUsers);

async function withPage(of: TestWorkspace, work: (page: Page) => Promise<void>): Promise<void> {
  const served = await serveBrowser(of.path);
  try {
    await served.page.emulateMedia({ reducedMotion: "reduce" });
    await work(served.page);
  } finally {
    await served.close();
    of.remove();
  }
}

async function takeAll(page: Page): Promise<void> {
  await failing(page);
  await clearing(page);
  await comparing(page);
  await warehouse(page);
  await drawing(page);
  await sql(page);
  await runForm(page);
  await logAndFind(page);
  await weeksToCome(page);
}

async function failing(page: Page): Promise<void> {
  await failingCheck(page);
  await take(page, "failing-check");
}

async function clearing(page: Page): Promise<void> {
  await openDag(page, "failing_check");
  for (let n = 0; n < 2; n += 1) {
    await runDag(page);
    await expectNode(page, "strikes_by_size", "upstream failed");
  }
  await openTask(page, "species");
  await page.keyboard.press("Shift+C");
  await page.getByRole("dialog").getByRole("button", { name: "Earlier runs" }).click();
  await expect(page.getByRole("dialog").getByText(/in 3 runs/)).toBeVisible(patience);
  await take(page, "clear");
  await page.keyboard.press("Escape");
}

/** The mistake is mended for one run, and comes back: what is different, and all of it in the grid. */
async function comparing(page: Page): Promise<void> {
  const file = join(workspace.path, "warehouse", "failing_check", "extractors", "species.sql");
  const mistaken = readFileSync(file, "utf8");
  writeFileSync(file, "select species, mode(size) as size\nfrom {{ final_schema }}.strikes\ngroup by species\n");
  await openDag(page, "failing_check");
  await runDag(page);
  const shown = page.getByRole("region", { name: "DAG failing_check" });
  await expect(shown).toHaveAttribute("data-run-state", "success", patience);
  writeFileSync(file, mistaken);
  await runDag(page);
  await expect(shown).toHaveAttribute("data-run-state", "failed", patience);
  await page.getByRole("button", { name: "Compare with last good run" }).first().click();
  await expect(page.getByRole("status", { name: "What is different" })).toContainText(/flipped to Failed/, patience);
  await page.getByRole("grid", { name: "Tasks of both runs" }).getByRole("row").nth(1).click();
  await expect(page.getByRole("complementary", { name: /in both runs$/ })).toBeVisible(patience);
  await take(page, "compare");
  await page.getByRole("button", { name: "Stop comparing" }).click();
  await choose(page, "Face of the DAG", "Grid");
  await page.getByRole("grid", { name: "Grid of failing_check" }).getByRole("row", { name: /^species/ }).getByRole("gridcell").last().click();
  await expect(page.getByRole("region", { name: "Task species" })).toBeVisible();
  await take(page, "grid");
  await choose(page, "Face of the DAG", "Graph");
}

async function warehouse(page: Page): Promise<void> {
  await openDag(page, "birdstrikes");
  await runDag(page);
  await expect(page.getByText("All 16 tasks succeeded")).toBeVisible(patience);
  await take(page, "dag");
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await take(page, "dag-dark");
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await page.getByRole("button", { name: "Critical path" }).click();
  await expect(page.getByRole("list", { name: "Tasks on the critical path" })).toBeVisible();
  await page.getByRole("button", { name: "Fit the graph" }).click();
  await take(page, "critical-path");
  await page.getByRole("button", { name: "Critical path" }).click();
  await choose(page, "Face of the DAG", "Gantt");
  await expect(page.getByRole("grid", { name: "Gantt chart of birdstrikes" }).getByRole("row").nth(5)).toBeVisible();
  await take(page, "gantt");
  await choose(page, "Face of the DAG", "Graph");
  await openTask(page, "fact_strike");
  await page.getByRole("tab", { name: "Output" }).click();
  await page.getByRole("link", { name: /birdstrikes\.fact_strike/ }).click();
  await expect(page.getByRole("gridcell").nth(5)).toBeVisible();
  await take(page, "table-rows");
  await page.getByRole("tab", { name: "Profile" }).click();
  await expect(page.getByText(/distinct/i).first()).toBeVisible(patience);
  await take(page, "table-profile");
}

async function drawing(page: Page): Promise<void> {
  await openDrawing(page, "birdstrikes");
  await node(page, "fact_strike").click();
  await page.keyboard.press("Enter");
  await take(page, "draw");
  await page.getByRole("button", { name: "Properties" }).click();
  await node(page, "dim_species").click();
  await page.keyboard.press("F7");
  await expect(page.getByText(/tried, not published/)).toBeVisible(patience);
  await expect(page.getByRole("gridcell").nth(5)).toBeVisible();
  await take(page, "try");
  await page.getByRole("button", { name: "Close the panel" }).click();
  await node(page, "report_folder").click();
  await page.keyboard.press("d");
  await page.keyboard.press("Alt+c");
  await expect(page.getByText(/1 task changed/)).toBeVisible(patience);
  await take(page, "changes");
  await page.getByRole("button", { name: "Back to the drawing" }).click();
  await page.keyboard.press("ControlOrMeta+z");
}

async function sql(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Data", exact: true }).click();
  await page.getByRole("button", { name: "New SQL query" }).click();
  await page.locator("[data-editor] .view-lines").click();
  await page.keyboard.insertText("-- Which birds are struck most, and how big are they?\nselect species, size, count(*) as strikes, sum(cost_total) as cost\nfrom birdstrikes.fact_strike join birdstrikes.dim_species using (species)\ngroup by all order by strikes desc");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.locator("section[data-query]")).toHaveAttribute("data-outcome", "success", patience);
  await expect(page.getByRole("gridcell").nth(5)).toBeVisible();
  await take(page, "sql");
  await page.getByText("Chart", { exact: true }).click();
  await expect(page.getByRole("application", { name: /^Chart: / })).toBeVisible(patience);
  await take(page, "chart");
}

async function runForm(page: Page): Promise<void> {
  // Its tab, which is still open.
  await page.getByRole("link", { name: "birdstrikes", exact: true }).first().click();
  await page.getByRole("button", { name: "More ways to run" }).click();
  await page.getByRole("menuitem", { name: /params/i }).click();
  await expect(page.getByRole("dialog").getByRole("textbox", { name: /top/i }).first()).toBeVisible();
  await take(page, "run-form");
  await page.keyboard.press("Escape");
}

/** The run of one applicant, the log of the task that needed two tries, and the way back to the run from the applicant's id. */
async function logAndFind(page: Page): Promise<void> {
  await openDag(page, "onboarding");
  await runDag(page);
  await expect(page.getByText("All 40 tasks succeeded")).toBeVisible(patience);
  await expectNode(page, "credit_bureau_a", "success");
  await openTask(page, "credit_bureau_a");
  await page.getByRole("tab", { name: "Log" }).click();
  await page.getByRole("button", { name: /^Try 1/ }).click();
  await expect(page.getByText(/\d lines? · /)).toBeVisible(patience);
  await take(page, "log");
  await page.getByRole("link", { name: "Find", exact: true }).click();
  await page.getByLabel("Run id, user id or any value").fill("U-1001");
  await expect(page.getByRole("status").filter({ hasText: /hits? in/ })).toBeVisible(patience);
  await take(page, "find");
}

/** Of the second sample: a run that came to its end, with the latency of all twenty. */
async function twentyUsers(page: Page): Promise<void> {
  await turnQueueOn(page);
  await loadAtOnce(page);
  await allDecided(page);
  await page.getByRole("grid", { name: "Runs" }).getByRole("row").filter({ hasText: "Success" }).first().click();
  await page.getByRole("button", { name: "Latency" }).click();
  await expect(page.getByRole("note", { name: "Latency in all" })).toBeVisible(patience);
  await page.getByRole("button", { name: "Fit the graph" }).click();
  await take(page, "onboarding");
}

async function weeksToCome(page: Page): Promise<void> {
  await goTo(page, "#/schedules");
  await expect(page.getByRole("region", { name: "DAGs of the forecast" })).toBeVisible(patience);
  await take(page, "schedules");
}

/** Waits until nothing moves, so that two runs of this script make like pictures. */
async function take(page: Page, name: string): Promise<void> {
  await page.mouse.move(640, 795);
  await page.waitForTimeout(600);
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, animations: "disabled", caret: "hide" });
  const { size } = statSync(path);
  if (size > mostBytes) throw new Error(`${path}: found ${size} bytes; at most ${mostBytes} are wanted; show less in it.`);
  console.log(`docs/images/${name}.png  ${Math.round(size / 1024)} KB`);
}
