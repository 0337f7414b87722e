/** A result is charted and profiled: the figures are those of all rows, the picture is a file that others open. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "playwright/test";
import type { SaveAs } from "./export-journey.ts";
import { cell, filterBy, newQuery, runAll } from "./results-screen.ts";

const figures = (page: Page) => page.getByRole("grid", { name: /^Figures: / });
const cells = (page: Page, column: number): Promise<string[]> => figures(page).locator(`[data-column="${column}"]:not([data-head])`).allTextContents();

async function choose(page: Page, field: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: field, exact: true }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

export async function chartedAndProfiled(page: Page, folder: string, saveAs: SaveAs): Promise<void> {
  await newQuery(page);
  await runAll(page, "select i as id, case when i % 4 = 3 then null else 'city ' || (i % 4) end as city, (i * 0.01)::decimal(12,2) as amount, date '2024-01-01' + (i % 60)::int as day, i % 2 = 0 as flag from range(100000) t(i)");
  await expect(cell(page, 0, 0)).toHaveText("0");
  const faces = page.getByRole("radiogroup", { name: "View of the result" });
  await faces.getByText("Chart", { exact: true }).click();
  // Figures over time come first: 60 days, each summed over all of its rows.
  const chart = page.getByRole("application", { name: /^Chart: sum of amount by day/ });
  await expect(chart).toBeVisible();
  await expect(page.getByText("60 points from 100,000 rows")).toBeVisible();
  expect((await cells(page, 0)).slice(0, 2)).toEqual(["2024-01-01", "2024-01-02"]);
  await choose(page, "Kind", "Bars");
  await choose(page, "X", "city");
  await expect.poll(() => cells(page, 0)).toEqual(["NULL", "city 2", "city 1", "city 0"]);
  expect(await cells(page, 1)).toEqual(["12500250.00", "12500000.00", "12499750.00", "12499500.00"]);
  await page.getByRole("application", { name: /^Chart: sum of amount by city/ }).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByText("city: city 2 · sum of amount: 12500000.00")).toBeVisible();
  await choose(page, "Series", "flag");
  await expect(page.getByRole("list", { name: "Series" }).getByRole("listitem")).toHaveText([/true|false/, /true|false/]);

  await saveAs(join(folder, "chart.svg"), async () => {
    await page.getByRole("button", { name: "Picture" }).click();
    await page.getByRole("menuitem", { name: "Save as SVG…" }).click();
  });
  const svg = readFileSync(join(folder, "chart.svg"), "utf8");
  expect(svg).toMatch(/^<svg[^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(svg).toContain("sum of amount by city, for each flag");
  expect(svg).not.toMatch(/var\(--|class=/);
  await saveAs(join(folder, "chart.png"), async () => {
    await page.getByRole("button", { name: "Picture" }).click();
    await page.getByRole("menuitem", { name: "Save as PNG…" }).click();
  });
  const png = readFileSync(join(folder, "chart.png"));
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect(png.readUInt32BE(16)).toBeGreaterThan(400);

  await choose(page, "Kind", "Histogram");
  await choose(page, "X", "id");
  await expect(page.getByText('"id" is binned in steps of 5000.')).toBeVisible();
  await expect.poll(async () => (await cells(page, 1)).length).toBeGreaterThan(3);
  await choose(page, "Kind", "Scatter");
  await expect(page.getByText("4,000 of 100,000 points are shown, taken at random.")).toBeVisible();

  // The chart is of what the filter lets through; the profile is of all.
  await faces.getByText("Rows", { exact: true }).click();
  await filterBy(page, "city", "is", "city 1");
  await faces.getByText("Chart", { exact: true }).click();
  await expect(page.getByText(/points from 25,000 rows/)).toBeVisible();
  await faces.getByText("Profile", { exact: true }).click();
  await expect(page.getByText("Of all rows of the result: the filter does not count here.")).toBeVisible();
  const city = page.getByRole("region", { name: "city", exact: true });
  await expect(city).toContainText("3 distinct");
  await expect(city).toContainText("25,000 NULL (25.0 %)");
}
