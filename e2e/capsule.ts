/** A run is packed into one file, opened in another workspace, looked at and replayed there; a failure is told of in a page. The same in the desktop and in the browser. */
import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Browser, type Locator, type Page } from "playwright/test";
import { sampleShop } from "../shared/capsule/sample-shop.ts";
import { expectRunState, openDag, openTask, runDag } from "./journeys.ts";

/** Does what makes the program ask for a file, and sees to it that this one is given. */
export type SaveAs = (file: string, act: () => Promise<void>) => Promise<void>;

const hostile = `<img src=x onerror="document.title='owned'"> \u202e`;

export const shopDag = {
  "shop.dag.yaml": sampleShop({
    people: { columns: "id integer, email text", file: "people.sql" },
    total: "id * {{ params.factor }}",
    more: `  report:
    config_type: BashTask
    bash: |
      for n in $(seq 1 40); do echo "line $n of the report for {{ params.city }}"; done
      echo ${JSON.stringify(hostile)}
      echo 'ERROR: the printer ghp_abcdefghijklmnopqrstuvwxyz0123456789 is on fire' >&2
      exit 3
    deps: [orders]
`,
  }),
  "people.sql": "select range as id, 'p' || range || '@example.org' as email from range(1, 6)\n",
};

export const emptyWorkspace = { "readme.md": "nothing here yet\n" };

async function share(page: Page, item: string | RegExp): Promise<Locator> {
  await page.getByRole("button", { name: "Hand the run on, or replay it" }).click();
  await page.getByRole("menuitem", { name: item }).click();
  return page.getByRole("dialog");
}

export async function runShop(page: Page): Promise<void> {
  await openDag(page, "shop");
  await runDag(page);
  await expectRunState(page, "shop", "Failed");
}

/** Travels with the run. */
export async function noteOnShop(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Write a note" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Note" }).fill("ticket 4711");
  await page.getByRole("button", { name: "Save note" }).click();
  await expect(page.getByRole("button", { name: "Note: ticket 4711" })).toBeVisible();
}

/** The trail and the notes are those of the run there, and are only looked at. */
async function trailOfCapsule(page: Page): Promise<void> {
  await expect(page.getByRole("img", { name: "Note: ticket 4711" })).toBeVisible();
  const trail = page.getByRole("region", { name: "What people did to this run" });
  await expect(trail.getByRole("listitem").filter({ hasText: "Started the run" })).toBeVisible();
  await expect(trail.getByRole("listitem").filter({ hasText: "Wrote a note" })).toBeVisible();
  await expect(trail.getByRole("button")).toHaveCount(0);
}

/** With a column hashed and a param masked. */
export async function exportShop(page: Page, file: string, saveAs: SaveAs, picture?: (name: string) => Promise<void>): Promise<void> {
  const dialog = await share(page, "Export the run as a capsule…");
  await expect(dialog.getByRole("heading", { name: "Export the run as a capsule" })).toBeVisible();
  await dialog.getByRole("button", { name: "Columns of warehouse.people" }).click();
  await dialog.getByRole("group", { name: "Columns of warehouse.people" }).getByLabel("Column email").selectOption("hash");
  await dialog.getByLabel("Param city").check();
  await picture?.("export");
  await saveAs(file, () => dialog.getByRole("button", { name: "Export…" }).click());
  await expect(dialog.getByRole("status")).toContainText("Exported");
  await picture?.("exported");
  await dialog.getByRole("button", { name: "Close" }).last().click();
  const bytes = readFileSync(file);
  expect(bytes.subarray(0, 2).toString()).toBe("PK");
  expect(bytes.includes("Rotterdam")).toBe(false);
}

/** By the palette: the window that has just opened may not hear keys yet, and offers the command once it knows its workspace. */
async function askToOpen(page: Page): Promise<void> {
  const command = page.getByRole("option", { name: /^Open a run capsule/ });
  await expect(async () => {
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+Shift+p");
    await page.keyboard.type("run capsule");
    // Chosen, not only among all that is offered.
    await expect(command).toHaveAttribute("aria-selected", "true", { timeout: 2_000 });
  }).toPass();
  await page.keyboard.press("Enter");
}

export async function openCapsule(page: Page, file: string, picture?: (name: string) => Promise<void>): Promise<void> {
  await askToOpen(page);
  const dialog = page.getByRole("dialog", { name: "Open a run capsule" });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel("Run capsule", { exact: true }).setInputFiles(file);
  await expect(page.getByRole("note", { name: "Run capsule" })).toContainText("Run capsule of", { timeout: 20_000 });
  await picture?.("opened");
}

/** Every face reads from the capsule; nothing of the DAG is in this workspace. */
export async function lookAround(page: Page): Promise<void> {
  await expectRunState(page, "shop", "Failed");
  await expect(page.getByRole("button", { name: "Run DAG", exact: true })).toHaveCount(0);
  await openTask(page, "report");
  const panel = page.getByRole("region", { name: "Task report" });
  await panel.getByRole("tab", { name: "Log" }).click();
  await expect(panel.getByText("line 40 of the report for ***")).toBeVisible();
  await expect(panel.getByRole("log").getByText("the printer *** is on fire")).toBeVisible();
  await expect(panel.getByRole("status").first()).toContainText("ERROR: the printer *** is on fire (exit code 3)");
  await panel.getByRole("tab", { name: "Details" }).click();
  await panel.getByRole("button", { name: "Line 42 of the log" }).click();
  await expect(panel.getByRole("tab", { name: "Log" })).toHaveAttribute("aria-selected", "true");
  // The address of a line is one in the capsule.
  await panel.getByRole("button", { name: "Line 40", exact: true }).click();
  await expect(page).toHaveURL(/line=40.*source=capsule/);
  await expect(panel.getByText("line 40 of the report for ***")).toBeVisible();
  await panel.getByRole("tab", { name: "Rendered" }).click();
  await expect(panel.getByText("seq 1 40").first()).toBeVisible();
  await openTask(page, "people");
  const people = page.getByRole("region", { name: "Task people" });
  await people.getByRole("tab", { name: "Output" }).click();
  await expect(people.getByText("The 5 rows, as the capsule recorded them. Masked: email.")).toBeVisible();
  await expect(people.getByRole("grid", { name: "Rows of warehouse.people" }).getByRole("gridcell", { name: /^h_[0-9a-f]{20}$/ })).toHaveCount(5);
  for (const face of ["Tasks", "Source", "Details", "Graph"]) {
    await page.getByRole("radiogroup", { name: "Face of the DAG" }).getByText(face, { exact: true }).click();
    await expect(page.getByRole("alert")).toHaveCount(0);
    if (face === "Details") await trailOfCapsule(page);
  }
  await page.getByRole("button", { name: "Contents" }).click();
  const contents = page.getByRole("dialog", { name: "Contents of the capsule" });
  await expect(contents).toContainText("email (hashed)");
  await expect(contents).toContainText("city");
  await page.keyboard.press("Escape");
}

export async function replayOrders(page: Page, picture?: (name: string) => Promise<void>): Promise<void> {
  await openTask(page, "orders");
  const dialog = await share(page, /^Replay from orders/);
  await expect(dialog).toContainText("warehouse.people · 5 rows · masked: email");
  const go = dialog.getByRole("button", { name: "Replay 3 tasks" });
  await expect(go).toBeDisabled();
  await dialog.getByLabel("Param city, which was masked").fill("Delft");
  await expect(go).toBeDisabled();
  await dialog.getByRole("checkbox", { name: /I have looked at this code/ }).check();
  await picture?.("replay");
  await go.click();
  await expect(page.getByRole("heading", { name: "shop (replay)", level: 1 })).toBeVisible();
  await expectRunState(page, "shop (replay)", "Failed");
  const strip = page.getByRole("note", { name: "Replay" });
  await expect(strip.getByRole("link", { name: /warehouse\.orders \(5 rows\)/ })).toBeVisible({ timeout: 20_000 });
  await picture?.("replayed");
  await strip.getByRole("link", { name: /warehouse\.orders/ }).click();
  await expect(page.getByRole("gridcell", { name: /^h_[0-9a-f]{20}$/ }).first()).toBeVisible();
}

/** Closed, it is offered again; forgotten, it is gone. */
export async function closeAndForget(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Close capsule" }).click();
  await expect(page.getByRole("note", { name: "Run capsule" })).toHaveCount(0);
  await askToOpen(page);
  const dialog = page.getByRole("dialog", { name: "Open a run capsule" });
  await dialog.getByRole("button", { name: /^Open .* again$/ }).click();
  await expect(page.getByRole("note", { name: "Run capsule" })).toBeVisible();
  await askToOpen(page);
  await dialog.getByRole("button", { name: /^Forget / }).click();
  await expect(dialog.getByRole("list", { name: "Opened before" })).toHaveCount(0);
  await page.keyboard.press("Escape");
}

export async function refuseWrong(page: Page, file: string): Promise<void> {
  await askToOpen(page);
  const dialog = page.getByRole("dialog", { name: "Open a run capsule" });
  await dialog.getByLabel("Run capsule", { exact: true }).setInputFiles(file);
  await expect(dialog.getByRole("alert")).toContainText("is no run capsule");
  await page.keyboard.press("Escape");
}

export async function saveIncident(page: Page, file: string, saveAs: SaveAs, picture?: (name: string) => Promise<void>): Promise<void> {
  const dialog = await share(page, "Save incident page…");
  await dialog.getByLabel("Column email of failing rows").check();
  await picture?.("incident-dialog");
  await saveAs(file, () => dialog.getByRole("button", { name: "Save…" }).click());
  await expect(dialog).toHaveCount(0);
}

/** Opened in a browser that has no network, in both themes. */
export async function readIncident(browser: Browser, file: string, picture?: (name: string, page: Page) => Promise<void>): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    const context = await browser.newContext({ offline: true, colorScheme, viewport: { width: 1280, height: 800 } });
    try {
      const page = await context.newPage();
      const asked: string[] = [];
      page.on("request", (request) => void (request.url().startsWith("file:") || asked.push(request.url())));
      await page.goto(`file://${file}`);
      await expect(page.getByRole("heading", { level: 1 })).toContainText("shop");
      await expect(page.locator("pre .error", { hasText: "ERROR: the printer *** is on fire" })).toBeVisible();
      await expect(page.getByText("onerror")).not.toHaveCount(0);
      expect(await page.title()).not.toBe("owned");
      await expect(page.getByRole("img", { name: /^Graph of 4 tasks/ })).toBeVisible();
      await expect(page.getByText("@example.org")).toHaveCount(0);
      expect(asked).toEqual([]);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
      await picture?.(`incident-${colorScheme}`, page);
    } finally {
      await context.close();
    }
  }
}
