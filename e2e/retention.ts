/** Old runs as a person lets them go, and finds them again. The same in the desktop and in the browser. */
import { expect, type Page } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { openDag, runToEnd } from "./journeys.ts";
import { goTo } from "./screens.ts";

export const retentionDags = {
  "claims.dag.yaml": "dag: claims\ntasks:\n  load: { config_type: BashTask, bash: 'echo loaded' }\n  check: { config_type: EmptyTask, deps: [load] }\n",
};

/** Rules are set, what goes is shown before it goes, and what went is found in the archive with its tasks. */
export async function dropAndFindAgain(page: Page): Promise<void> {
  await openDag(page, "claims");
  for (let run = 0; run < 3; run += 1) await runToEnd(page, "claims", "Success");
  await page.getByRole("link", { name: "Health", exact: true }).click();
  await page.getByRole("region", { name: "Tasks", exact: true }).getByRole("link", { name: /^Retention/ }).click();
  const place = page.getByRole("region", { name: "Retention", exact: true });
  await expect(place).toContainText("All runs stay: no rule says that any may go.");
  await expectAccessible(page, [{ name: "retention without rules", open: async () => undefined }]);

  await place.getByRole("button", { name: "Change the rules" }).click();
  const rules = page.getByRole("dialog", { name: "Rules of the workspace" });
  await rules.getByRole("textbox", { name: "Keep runs that ended within" }).fill("soon");
  await rules.getByRole("button", { name: "Set the rules" }).click();
  await expect(rules.getByRole("alert")).toContainText('found "soon"; expected a duration of at least an hour');
  await rules.getByRole("textbox", { name: "Keep runs that ended within" }).fill("");
  await rules.getByRole("textbox", { name: "Keep of each DAG the newest" }).fill("1");
  await rules.getByRole("checkbox", { name: "Put what goes into the archive before" }).check();
  await expectAccessible(page, [{ name: "rules of retention", open: async () => undefined }]);
  await rules.getByRole("button", { name: "Set the rules" }).click();
  await expect(place.getByRole("region", { name: "Rules of the workspace" })).toContainText("Kept: of each DAG the newest 1. Nothing goes by itself. What goes is archived before.");

  await expect(place).toContainText("2 of 3 runs may go");
  await expect(place.getByRole("row", { name: /^claims/ })).toContainText("1 last run");
  await place.getByRole("button", { name: "Drop 2 runs…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Drop the runs" }).click();
  await expect(place).toContainText("No run may go now.");
  await expect(place.getByRole("region", { name: "Dropped before" }).getByRole("row")).toHaveCount(2);

  const archive = place.getByRole("region", { name: "Archive", exact: true });
  await expect(archive).toContainText("2 archived runs, 1 file");
  await archive.getByRole("textbox", { name: "Find archived runs" }).fill("CLAIMS");
  await page.keyboard.press("Enter");
  const found = archive.getByRole("region", { name: "Archived runs" });
  await expect(found).toContainText("2 archived runs found");
  await expect(found).toContainText("dag_id = claims");
  await expectAccessible(page, [{ name: "retention with an archive", open: async () => undefined }]);
  await found.getByRole("button").first().click();
  const run = page.getByRole("dialog", { name: "claims, archived" });
  await expect(run.getByRole("row", { name: /^load/ })).toContainText("success");
  await expect(run).toContainText("From .dagwright/archive/runs-000001.parquet");
  await page.keyboard.press("Escape");
  await archive.getByRole("textbox", { name: "Find archived runs" }).fill("nobody");
  await archive.getByRole("button", { name: "Search the archive" }).click();
  await expect(found).toContainText("0 archived runs found");
  await findBoth(page);
}

/** One search: what went is shown below what stayed, and only what is nowhere is called unknown. */
async function findBoth(page: Page): Promise<void> {
  await goTo(page, "#/find?q=CLAIMS");
  const archive = page.getByRole("region", { name: "Archive", exact: true });
  await expect(page.getByRole("grid", { name: "Hits" }).getByRole("gridcell", { name: "claims" }).first()).toBeVisible();
  await expect(archive).toContainText("2 archived runs found");
  await expect(page.getByRole("status").filter({ hasText: "this workspace" })).toContainText("1 run up to");
  await expectAccessible(page, [{ name: "found in the history and in the archive", open: async () => undefined }]);
  const gone = await archive.getByRole("rowheader").first().innerText();
  const field = page.getByRole("textbox", { name: "Run id, user id or any value" });
  await field.fill(gone);
  await expect(archive).toContainText("1 archived run found");
  await expect(page.getByText(/^No run knows/)).toHaveCount(0);
  await archive.getByRole("button", { name: gone }).click();
  await expect(page.getByRole("dialog", { name: "claims, archived" })).toContainText(gone);
  await page.keyboard.press("Escape");
  await field.fill("nobody");
  await expect(page.getByText("No run knows “nobody”")).toBeVisible();
}
