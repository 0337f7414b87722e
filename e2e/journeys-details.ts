/** What a person notices in passing: numbers that are right, words that fit the try, rings that show, fields that line up. */
import { expect, type Locator, type Page } from "playwright/test";
import { expectNode, expectRunState, openDag, openTask, runDag } from "./journeys.ts";
import { log } from "./log.ts";
import { choose, goTo } from "./screens.ts";

export const detailDags = {
  "retry.dag.yaml": `dag: retry
defaults: { retries: 1, retry_delay: 100ms }
tasks:
  flaky:
    config_type: BashTask
    bash: |
      for n in 1 2 3 4 5; do echo "line $n of try {{ try_number }}"; done
      [ "{{ try_number }}" = 2 ] || exit 127
`,
  "often.dag.yaml": "dag: often\nschedule: every 3s\ntasks:\n  tick: { config_type: EmptyTask }\n",
  "endless.dag.yaml": `dag: endless
tasks:
  view: { config_type: SqlTask, sql: "create schema if not exists lab; create or replace view lab.endless as select count(*) as n from range(10000000) a, range(10000000) b" }
`,
  "stop.dag.yaml": "dag: stop\ndoc: A **slow** one.\ntasks:\n  wait: { config_type: BashTask, bash: sleep 30 }\n",
};

/** The panel speaks of the try that is shown; a log that is in sight has no news. */
export async function earlierTry(page: Page): Promise<void> {
  await openDag(page, "retry");
  await runDag(page);
  await expectRunState(page, "retry", "Success");
  await openTask(page, "flaky");
  const panel = page.getByRole("region", { name: "Task flaky" });
  await panel.getByRole("button", { name: /^Try 1/ }).click();
  const outcome = panel.getByRole("status").filter({ hasText: "try 1 of 2" });
  await expect(outcome).toContainText("Failed");
  await expect(outcome).toContainText("Exit code 127");
  await expect(outcome).toContainText("did not find a command");
  await expect(log(page)).toContainText("line 5 of try 1");
  await expect(panel.getByRole("button", { name: /new lines?/ })).toHaveCount(0);
  await panel.getByRole("button", { name: /^Try 2/ }).click();
  await expect(panel.getByRole("status").filter({ hasText: "Success" })).toBeVisible();
  await expect(panel.getByText("line 5 of try 2")).toBeVisible();
  await expect(panel.getByRole("button", { name: /new lines?/ })).toHaveCount(0);
  await narrowPanel(page, panel);
}

/** However narrow the panel is, its button stays inside. */
async function narrowPanel(page: Page, panel: Locator): Promise<void> {
  await page.getByRole("separator", { name: "Size of the task panel" }).focus();
  for (let at = 0; at < 12; at += 1) await page.keyboard.press("ArrowRight");
  const [outer, inner] = [await panel.boundingBox(), await panel.getByRole("button", { name: "Clear…" }).boundingBox()];
  if (outer === null || inner === null) throw new Error("The panel or its button is not there.");
  expect(outer.width).toBeLessThan(260);
  expect(inner.x).toBeGreaterThanOrEqual(outer.x);
  expect(inner.x + inner.width).toBeLessThanOrEqual(outer.x + outer.width);
}

/** The next run moves on by itself when it has begun, and the switch that brought it shows its whole ring. */
export async function nextRunMoves(page: Page): Promise<void> {
  await goTo(page, "#/");
  const off = page.getByRole("region", { name: "Schedules, all switched off" });
  await expect(off.getByRole("link", { name: "often" })).toBeVisible();
  await openDag(page, "often");
  const header = page.getByRole("region", { name: "DAG often" }).locator("header");
  await expect(header).toContainText("switched off");
  const control = header.getByRole("switch", { name: "Run often by its schedule" });
  await page.keyboard.press("Tab");
  await control.focus();
  expect(await cutRings(control)).toEqual([]);
  await page.keyboard.press("Space");
  const next = header.getByText("next ", { exact: false }).locator("time");
  const seen: string[] = [];
  for (let at = 0; at < 3; at += 1) {
    await expect(next).not.toHaveAttribute("datetime", seen.at(-1) ?? "");
    seen.push((await next.getAttribute("datetime")) ?? "");
  }
  expect(seen.toSorted()).toEqual(seen);
  await control.focus();
  await page.keyboard.press("Space");
  await expect(header).toContainText("switched off");
}

/** What around a switch would cut its focus ring (2 px, 2 px away). */
async function cutRings(control: Locator): Promise<string[]> {
  return control.evaluate((input) => {
    const ring = (input.nextElementSibling ?? input).getBoundingClientRect();
    const found: string[] = [];
    for (let around = input.parentElement; around !== null; around = around.parentElement) {
      const look = getComputedStyle(around);
      if (look.overflowX === "visible") continue;
      const margin = look.overflowX === "clip" ? Number.parseFloat(look.getPropertyValue("overflow-clip-margin")) || 0 : 0;
      const box = around.getBoundingClientRect();
      const room = Math.min(ring.left - box.left, ring.top - box.top, box.right - ring.right, box.bottom - ring.bottom) + margin;
      if (room < 4) found.push(`${around.className}: ${room} px`);
    }
    return found;
  });
}

/** Whoever waits for more than a second is told for how long, and may stop waiting. */
export async function waitingEnds(page: Page): Promise<void> {
  await openDag(page, "endless");
  await runDag(page);
  await expectRunState(page, "endless", "Success");
  await goTo(page, "#/data/warehouse/lab/endless");
  await expect(page.getByText(/Reading rows for \d+ s/)).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("Reading the rows was cancelled")).toBeVisible();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText(/Reading rows for \d+ s/)).toBeVisible();
}

/** What a person stopped is not among what failed. */
export async function cancelledIsNoFailure(page: Page): Promise<void> {
  await goTo(page, "#/");
  await expect(page.getByText("A slow one.", { exact: true })).toBeVisible();
  await openDag(page, "stop");
  await runDag(page);
  await expectNode(page, "wait", "running");
  await page.getByRole("button", { name: "Cancel run" }).click();
  await expectRunState(page, "stop", "Failed");
  await expect(page.getByText("Cancelled: 0 of 1 task had succeeded")).toBeVisible();
  await goTo(page, "#/");
  await expect(page.getByRole("heading", { name: "Nothing failed today" })).toBeVisible();
  await expect(page.getByText("No run failed today.")).toBeVisible();
}

/** On the sample: rows beside each task, fields of one width, a ring only where the focus is. */
export async function sampleDetails(page: Page): Promise<void> {
  await openDag(page, "birdstrikes");
  await runDag(page);
  await expectRunState(page, "birdstrikes", "Success");
  await choose(page, "Face of the DAG", "Tasks");
  await expect(page.getByRole("grid", { name: "Tasks" }).getByRole("row", { name: /^fact_strike/ })).toContainText("9,976");
  await fieldsLineUp(page);
  await goTo(page, "#/data/warehouse/birdstrikes/fact_strike");
  const grid = page.getByRole("grid", { name: "Rows of birdstrikes.fact_strike" });
  const active = grid.locator('[aria-selected="true"]');
  await expect(active).toHaveCSS("box-shadow", "none");
  await grid.focus();
  await expect(active).not.toHaveCSS("box-shadow", "none");
}

async function fieldsLineUp(page: Page): Promise<void> {
  await page.getByRole("button", { name: "More ways to run" }).click();
  await page.getByRole("menuitem", { name: /params/i }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("textbox", { name: "top" })).toBeVisible();
  const boxes = await Promise.all([dialog.getByRole("textbox", { name: "top" }), dialog.getByRole("textbox", { name: "Conf" })].map((field) => field.boundingBox()));
  expect(boxes[0]?.width).toBe(boxes[1]?.width);
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
}
