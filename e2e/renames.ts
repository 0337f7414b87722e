/** Renaming a task or a DAG in every file that names it: shown line by line, then all of it or nothing. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Locator, type Page } from "playwright/test";
import { node, openDrawing } from "./draw.ts";

export const namedEverywhere = {
  "claims.dag.yaml": `dag: claims # the id
base_path: sql
tasks:
  load: { config_type: BashTask, bash: echo load }
  count: { config_type: SqlTask, sql: count.sql, deps: [load] }
  tell: { config_type: PythonTask, python: tell.py, deps: [load, count] }
`,
  "sql/count.sql": "-- load comes first\nselect {{ xcom.load.rows }} as n\n",
  "sql/tell.py": 'from dagwright import xcom_pull\nprint(xcom_pull("load", "rows"))\n',
  "nightly.dag.yaml": "dag: nightly\ntasks:\n  again: { config_type: BashTask, bash: 'dagwright run claims --task load' }\n",
};

const read = (workspace: string, path: string): string => readFileSync(join(workspace, path), "utf8");
const dialog = (page: Page): Locator => page.getByRole("dialog");
const part = (page: Page, path: string): Locator => dialog(page).getByRole("region", { name: "Lines that change" }).getByRole("region", { name: path, exact: true });

function drafts(workspace: string): number {
  const folder = join(workspace, ".dagwright", "drafts");
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")).length : 0;
}

async function command(page: Page, title: string): Promise<void> {
  await page.keyboard.press("Control+Shift+p");
  await page.getByRole("dialog").getByRole("combobox").fill(title);
  await page.getByRole("option", { name: new RegExp(`^${title}…`) }).first().click();
}

/** What surely means the task is ticked, the rest asked about; a file that changes meanwhile stops all of it. */
export async function renameTaskEverywhere(page: Page, workspace: string): Promise<void> {
  await openDrawing(page, "claims");
  await page.getByRole("treeitem", { name: /^load, / }).click();
  await page.keyboard.press("F2");
  await dialog(page).getByLabel("New name").fill("fetch");
  await expect(part(page, "sql/count.sql").first()).toContainText("select {{ xcom.fetch.rows }} as n");
  await expect(part(page, "sql/tell.py")).toContainText('xcom_pull("fetch", "rows")');
  await expect(part(page, "nightly.dag.yaml")).toContainText("--task fetch");
  await expect(dialog(page).getByText(/^6 lines in 4 files change/)).toBeVisible();
  await dialog(page).getByText("1 other line has this word; tick what means it").click();
  await expect(dialog(page).getByRole("checkbox", { name: "Rename in line 1 of sql/count.sql" })).not.toBeChecked();
  writeFileSync(join(workspace, "sql/tell.py"), `# new\n${namedEverywhere["sql/tell.py"]}`);
  await dialog(page).getByRole("button", { name: "Rename and save all" }).click();
  await expect(dialog(page).getByRole("alert")).toContainText("Nothing was renamed: sql/tell.py changed meanwhile.");
  for (const path of ["claims.dag.yaml", "sql/count.sql", "nightly.dag.yaml"] as const) expect(read(workspace, path)).toBe(namedEverywhere[path]);
  await expect(part(page, "sql/tell.py")).toContainText("3");
  await dialog(page).getByRole("button", { name: "Rename and save all" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Renamed load to fetch; 3 other files saved with it" })).toBeVisible();
  await expect(node(page, "fetch")).toBeVisible();
  expect(read(workspace, "claims.dag.yaml")).toBe(namedEverywhere["claims.dag.yaml"].replace("  load:", "  fetch:").replaceAll("[load", "[fetch"));
  expect(read(workspace, "sql/count.sql")).toBe("-- load comes first\nselect {{ xcom.fetch.rows }} as n\n");
  expect(read(workspace, "sql/tell.py")).toBe('# new\nfrom dagwright import xcom_pull\nprint(xcom_pull("fetch", "rows"))\n');
  expect(read(workspace, "nightly.dag.yaml")).toBe(namedEverywhere["nightly.dag.yaml"].replace("--task load", "--task fetch"));
}

/** Without saving, every file has its edit as an entry that can be undone, and is listed as not saved. */
export async function renameTaskAsEdits(page: Page, workspace: string): Promise<void> {
  await openDrawing(page, "claims");
  await page.getByRole("treeitem", { name: /^load, / }).click();
  await page.keyboard.press("F2");
  await dialog(page).getByLabel("New name").fill("fetch");
  await expect(part(page, "nightly.dag.yaml")).toBeVisible();
  await dialog(page).getByRole("checkbox", { name: "Rename in line 3 of nightly.dag.yaml" }).uncheck();
  await dialog(page).getByRole("button", { name: "Rename", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "the edits in 2 other files are not saved yet" })).toBeVisible();
  for (const path of Object.keys(namedEverywhere) as (keyof typeof namedEverywhere)[]) expect(read(workspace, path)).toBe(namedEverywhere[path]);
  await expect.poll(() => drafts(workspace)).toBe(3);
  await command(page, "Edits that are not saved");
  await expect(dialog(page).getByRole("listitem")).toHaveCount(3);
  await dialog(page).getByRole("button", { name: "Discard: sql/count.sql" }).click();
  await expect.poll(() => drafts(workspace)).toBe(2);
  await dialog(page).getByRole("button", { name: "Undo: sql/count.sql" }).click();
  await expect.poll(() => drafts(workspace)).toBe(3);
  await dialog(page).getByRole("button", { name: "Show the difference: sql/tell.py" }).click();
  await expect(page.getByRole("dialog", { name: "Unsaved changes of sql/tell.py" }).locator(".line-insert").first()).toBeVisible();
  await page.getByRole("dialog", { name: "Unsaved changes of sql/tell.py" }).getByRole("button", { name: "Save them" }).click();
  await expect(dialog(page).getByRole("listitem")).toHaveCount(2);
  expect(read(workspace, "sql/tell.py")).toContain('xcom_pull("fetch", "rows")');
}

/** Where the file cannot be saved the DAG is still the old one: the page stays with it, and the edit is there to be saved. */
export async function renameDagUnsaved(page: Page, workspace: string): Promise<void> {
  await openDrawing(page, "claims");
  await command(page, "Rename the DAG");
  await dialog(page).getByLabel("New name").fill("claims_daily");
  await expect(dialog(page).getByRole("button", { name: "Rename and save" })).toBeEnabled();
  // Every save from here on names a file that is not the one on the disk.
  await page.evaluate(() => {
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (data) {
      send.call(this, typeof data === "string" && data.includes("documents/save") ? data.replace(/"baseHash":"[^"]*"/, '"baseHash":"other"') : data);
    };
  });
  await dialog(page).getByRole("button", { name: "Rename and save" }).click();
  await expect(page.getByText("Renamed, but not all is saved", { exact: false })).toBeVisible();
  await expect(page.getByRole("heading", { name: "claims", level: 1, exact: true })).toBeVisible();
  await expect(page.getByRole("toolbar", { name: "Drawing" }).getByText("not saved", { exact: true })).toBeVisible();
  await expect(node(page, "count")).toBeVisible();
  expect(read(workspace, "claims.dag.yaml")).toBe(namedEverywhere["claims.dag.yaml"]);
}

/** The id, the file that is called after it, and the commands that run it. */
export async function renameDag(page: Page, workspace: string): Promise<void> {
  await openDrawing(page, "claims");
  await command(page, "Rename the DAG");
  await dialog(page).getByLabel("New name").fill("nightly");
  await expect(dialog(page).getByText("There is a DAG nightly already.")).toBeVisible();
  await dialog(page).getByLabel("New name").fill("claims_daily");
  await expect(part(page, "nightly.dag.yaml")).toContainText("dagwright run claims_daily --task load");
  await expect(dialog(page).getByLabel("Rename the file to claims_daily.dag.yaml")).toBeChecked();
  await dialog(page).getByRole("button", { name: "Rename and save" }).click();
  await expect(page.getByRole("heading", { name: "claims_daily", level: 1 })).toBeVisible();
  await expect(node(page, "count")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Open documents" }).getByText("claims", { exact: true })).toHaveCount(0);
  expect(existsSync(join(workspace, "claims.dag.yaml"))).toBe(false);
  expect(read(workspace, "claims_daily.dag.yaml")).toBe(namedEverywhere["claims.dag.yaml"].replace("dag: claims #", "dag: claims_daily #"));
  expect(read(workspace, "nightly.dag.yaml")).toContain("dagwright run claims_daily --task load");
  await command(page, "Edits that are not saved");
  await expect(dialog(page).getByText("Every edit is saved.")).toBeVisible();
}
