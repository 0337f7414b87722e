/** Journeys of what becomes of a query, the same in the desktop and in the browser. Real databases. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "playwright/test";
import { askPostgres, residentBytes } from "./outside-look.ts";
import { cell, filterBy, grid, head, newQuery, ofColumn, query, runAll, shown, write, saveAs } from "./results-screen.ts";
import { goTo } from "./screens.ts";

const megabyte = 1024 * 1024;

/** JavaScript's heap of the page after a collection, and its elements. */
async function pageMemory(page: Page): Promise<{ heap: number; nodes: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  await session.detach();
  const of = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return { heap: of("JSHeapUsedSize"), nodes: await page.locator("*").count() };
}

/** A million rows come, every part of them is in reach, and neither page nor engine grows with them. */
export async function millionRows(page: Page, engineWords: string): Promise<void> {
  await newQuery(page);
  await runAll(page, "select 1 as warm from range(100) t(i)");
  await expect(grid(page).getByText("1", { exact: true }).first()).toBeVisible();
  const engineBefore = residentBytes(engineWords);
  expect(engineBefore).toBeGreaterThan(0);
  await runAll(page, "select i as number, 'name of row ' || i as name, (i * 0.37)::decimal(12, 2) as amount, md5(i::varchar) as hash, timestamp '2024-01-01' + to_seconds(i) as at from range(1000000) t(i)");
  await expect(shown(page)).toContainText("1,000,000 rows × 5 columns");
  await expect(cell(page, 0, 1)).toHaveText("name of row 0");
  const before = await pageMemory(page);
  await grid(page).focus();
  for (let at = 0; at < 30; at += 1) await page.keyboard.press("PageDown");
  await expect(cell(page, 0, 1)).toHaveCount(0);
  // All over the height, as by the scroll bar.
  for (let part = 1; part <= 40; part += 1) {
    await grid(page).evaluate((element, share) => (element.scrollTop = element.scrollHeight * share), part / 41);
    await expect(grid(page).locator("[data-row]").first()).toBeVisible();
  }
  await page.keyboard.press("ControlOrMeta+End");
  await expect(cell(page, 999_999, 1)).toHaveText("name of row 999999");
  await expect(cell(page, 999_999, 4)).toBeInViewport();
  await page.mouse.move(...(await centre(page)));
  await page.mouse.wheel(0, -140);
  await expect(cell(page, 999_990, 1)).toHaveText("name of row 999990");
  await page.keyboard.press("ControlOrMeta+Home");
  await expect(cell(page, 0, 1)).toHaveText("name of row 0");
  await head(page, "hash").click({ position: { x: 8, y: 8 } });
  await expect(cell(page, 0, 3)).toHaveText("0000104cd168386a335ba6bf6e32219d");
  await filterBy(page, "number", ">", "999,999".replace(",", ""));
  await expect(shown(page)).toContainText("Showing 0 of 1,000,000 rows");
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await expect(shown(page)).toContainText("1,000,000 rows × 5");
  const after = await pageMemory(page);
  expect(after.heap - before.heap).toBeLessThan(40 * megabyte);
  expect(after.nodes).toBeLessThan(3000);
  expect(residentBytes(engineWords) - engineBefore).toBeLessThan(250 * megabyte);
}

async function centre(page: Page): Promise<[number, number]> {
  const box = await grid(page).boundingBox();
  if (box === null) throw new Error("the grid is not on the screen");
  return [box.x + box.width / 2, box.y + box.height / 2];
}

const animals = `select * from (values
  (1, 'cat', 4.20::decimal(9,2), date '2024-01-05', true), (2, 'dog', 11.5, date '2024-02-01', false), (3, 'Cattle', 250, null, null),
  (10, null, null, date '2023-12-31', true), (20, 'o''hare', 3.7, date '2024-02-02', false)) as t(id, name, weight, day, flag)`;

/** Sorted by several columns, filtered by text, number, date, truth and NULL, and all of it taken back. */
export async function sortedAndFiltered(page: Page): Promise<void> {
  await runAll(page, animals);
  const ids = (): Promise<string[]> => grid(page).locator('[data-column="0"]:not([data-head])').allTextContents();
  await head(page, "flag").click({ position: { x: 8, y: 8 } });
  await head(page, "id").click({ position: { x: 8, y: 8 }, modifiers: ["Shift"] });
  await expect.poll(ids).toEqual(["2", "20", "1", "10", "3"]);
  await head(page, "id").click({ position: { x: 8, y: 8 }, modifiers: ["Shift"] });
  await expect.poll(ids).toEqual(["20", "2", "10", "1", "3"]);
  await ofColumn(page, "flag", "Do not sort by it");
  await ofColumn(page, "id", "Sort ascending");
  await expect.poll(ids).toEqual(["1", "2", "3", "10", "20"]);
  const clear = (): Promise<void> => page.getByRole("button", { name: "Clear", exact: true }).click();
  for (const [name, condition, value, expected] of [
    ["name", "contains", "CAT", ["1", "3"]],
    ["name", "is NULL", undefined, ["10"]],
    ["name", "is", "o'hare", ["20"]],
    ["weight", "≥", "4.2", ["1", "2", "3"]],
    ["weight", "<", "4.2", ["20"]],
    ["day", ">", "2024-01-31", ["2", "20"]],
    ["flag", "is", undefined, ["1", "10"]],
  ] as const) {
    await filterBy(page, name, condition, value);
    await expect.poll(ids, { message: `${name} ${condition} ${value ?? ""}` }).toEqual([...expected]);
    await expect(shown(page)).toContainText(`Showing ${expected.length} of 5 rows`);
    await clear();
  }
  // What cannot be compared is said at the field; two conditions hold together; a chip takes one away.
  await ofColumn(page, "weight", "Filter…");
  const form = page.getByRole("form", { name: "Filter weight" });
  await form.getByRole("textbox", { name: "Value" }).fill("much");
  await form.getByRole("button", { name: "Filter" }).click();
  await expect(form).toContainText("Write a number such as 42 or 3.14");
  await page.keyboard.press("Escape");
  await filterBy(page, "weight", "≥", "4");
  await filterBy(page, "weight", "<", "20");
  await expect.poll(ids).toEqual(["1", "2"]);
  await page.getByRole("button", { name: "Remove the filter weight < 20" }).click();
  await expect.poll(ids).toEqual(["1", "2", "3"]);
  await clear();
  await cell(page, 0, 1).click({ button: "right" });
  await page.getByRole("menuitem", { name: "Only rows without this value" }).click();
  await expect.poll(ids).toEqual(["2", "3", "20"]);
  await clear();
}

/** Ranges by mouse and keys, copied in every form; columns pinned, moved, hidden and brought back; cells read in full; a text found. */
export async function gridInHand(page: Page, clipboard: () => Promise<string>): Promise<void> {
  await runAll(page, `select i as id, 'it''s "' || i || '"' as text, case when i = 2 then null else i * 1.5 end as n, '{"a": 1.10, "big": 12345678901234567890}'::json as doc, 'Hi'::blob as bytes from range(1, 400) t(i)`);
  await cell(page, 0, 0).hover();
  await page.mouse.down();
  await cell(page, 1, 1).hover();
  await cell(page, 2, 2).hover();
  await page.mouse.up();
  await page.keyboard.press("ControlOrMeta+c");
  await expect.poll(clipboard).toBe('1\tit\'s "1"\t1.5\n2\tit\'s "2"\t\n3\tit\'s "3"\t4.5');
  const copied = async (item: string): Promise<string> => {
    await cell(page, 1, 1).click({ button: "right" });
    await expect(page.getByText("3 × 3 cells", { exact: true })).toBeVisible();
    await page.getByRole("menuitem", { name: item }).click();
    return clipboard();
  };
  await expect.poll(() => copied("Copy with column names")).toMatch(/^id\ttext\tn\n1\t/);
  await expect.poll(() => copied("Copy as CSV")).toBe('id,text,n\n1,"it\'s ""1""",1.5\n2,"it\'s ""2""",\n3,"it\'s ""3""",4.5');
  await expect.poll(() => copied("Copy as JSON")).toMatch(/^\[/);
  expect(JSON.parse(await clipboard())).toEqual([{ id: 1, text: 'it\'s "1"', n: 1.5 }, { id: 2, text: 'it\'s "2"', n: null }, { id: 3, text: 'it\'s "3"', n: 4.5 }]);
  await expect.poll(() => copied("Copy as Markdown")).toContain("| ---: | --- | ---: |");
  await cell(page, 0, 1).click();
  await page.keyboard.press("Shift+ArrowDown");
  await cell(page, 1, 1).click({ button: "right" });
  await page.getByRole("menuitem", { name: "Copy as IN list" }).click();
  await expect.poll(clipboard).toBe(`('it''s "1"', 'it''s "2"')`);
  await cell(page, 0, 0).click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("ControlOrMeta+c");
  await expect.poll(async () => (await clipboard()).split("\n").length).toBe(399);

  const heads = (): Promise<(string | null)[]> => grid(page).locator("[data-head]").evaluateAll((elements) => elements.toSorted((one, other) => one.getBoundingClientRect().left - other.getBoundingClientRect().left).map((element) => element.getAttribute("title")?.split(" ")[0] ?? null));
  await ofColumn(page, "n", "Pin at the left");
  await expect.poll(heads).toEqual(["n", "id", "text", "doc", "bytes"]);
  await ofColumn(page, "doc", "Move left");
  await ofColumn(page, "id", "Hide");
  await expect.poll(heads).toEqual(["n", "doc", "text", "bytes"]);
  await head(page, "bytes").dragTo(head(page, "doc"), { targetPosition: { x: 4, y: 10 } });
  await expect.poll(heads).toEqual(["n", "bytes", "doc", "text"]);
  await page.getByRole("button", { name: "Columns (1 hidden)" }).click();
  await page.getByRole("checkbox", { name: "id" }).check();
  await page.keyboard.press("Escape");
  await expect.poll(heads).toEqual(["n", "id", "bytes", "doc", "text"]);
  const widthOf = async (): Promise<number> => (await head(page, "text").boundingBox())?.width ?? 0;
  const width = await widthOf();
  const box = await head(page, "text").boundingBox();
  await page.mouse.move((box?.x ?? 0) + width - 3, (box?.y ?? 0) + 12);
  await page.mouse.down();
  await page.mouse.move((box?.x ?? 0) + width + 77, (box?.y ?? 0) + 12, { steps: 4 });
  await page.mouse.up();
  await expect.poll(widthOf).toBe(width + 80);

  await cell(page, 4, 3).dblclick();
  const value = page.getByRole("complementary", { name: "Cell" });
  await expect(value.locator("pre")).toHaveText(/"a": 1\.10,\s+"big": 12345678901234567890/);
  await cell(page, 4, 4).click();
  await expect(value.locator("pre")).toContainText("48 69");
  await cell(page, 1, 2).click();
  await expect(value).toContainText("NULL: there is no value.");
  await value.getByRole("button", { name: "Close the cell" }).click();
  await expect(grid(page)).toBeFocused();
  await page.keyboard.press("F3");
  await page.getByRole("textbox", { name: "Find in the result" }).fill('"399"');
  await expect(page.getByRole("search").getByRole("status")).toHaveText("1 of 1");
  await expect(cell(page, 398, 1)).toBeInViewport();
  await page.keyboard.press("Escape");
  await expect(grid(page)).toBeFocused();
}

/** Results of several runs are kept, named, pinned, compared, closed. */
export async function resultsKept(page: Page): Promise<void> {
  await newQuery(page);
  const tab = (name: string | RegExp) => page.getByRole("tablist", { name: "Results" }).getByRole("tab", { name });
  await runAll(page, "select * from (values (1, 'a'), (2, 'b'), (3, 'c')) t(id, name)");
  await tab(/SELECT · 3 rows/).focus();
  await page.keyboard.press("F2");
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("yesterday");
  await page.keyboard.press("Enter");
  await expect(tab(/yesterday · 3 rows/)).toBeVisible();
  await page.getByRole("button", { name: "This result" }).click();
  await page.getByRole("menuitem", { name: /^Pin/ }).click();
  await runAll(page, "select 7 as lonely");
  await runAll(page, "select * from (values (2, 'B'), (3, 'c'), (4, 'd')) t(id, name); select 2 as second");
  await expect(tab(/yesterday/)).toBeVisible();
  await expect(tab(/^Done 1 · SELECT · 3 rows/)).toBeVisible();
  await page.getByRole("button", { name: /Earlier results/ }).click();
  await page.getByRole("menuitem", { name: /SELECT · 1 row/ }).click();
  await expect(head(page, "lonely")).toBeVisible();
  await tab(/1 · SELECT/).click();
  await page.getByRole("button", { name: "This result" }).click();
  await page.getByRole("menuitem", { name: "Compare with another result…" }).click();
  const dialog = page.getByRole("dialog", { name: "Compare two results" });
  await expect(dialog.getByRole("combobox", { name: "With" })).toHaveValue(/yesterday/);
  await dialog.getByRole("button", { name: "Compare", exact: true }).click();
  await expect(page.getByText("1 added · 1 gone · 1 changed · 1 the same")).toBeVisible();
  const changes = (): Promise<string[]> => grid(page).locator('[data-column="0"]:not([data-head])').allTextContents();
  await expect.poll(changes).toEqual(["gone", "changed from", "changed to", "added"]);
  await page.getByRole("button", { name: "Close the comparison" }).click();
  await tab(/yesterday/).click();
  await page.keyboard.press("Delete");
  await expect(tab(/yesterday/)).toHaveCount(0);
}

/** The limit of rows is seen, and gone beyond: by running again with more. */
export async function moreThanTheLimit(page: Page): Promise<void> {
  await newQuery(page);
  await page.getByRole("combobox", { name: "Rows kept of a result" }).click();
  await page.getByRole("option", { name: "≤ 1,000 rows" }).click();
  await runAll(page, "select i from range(5000) t(i)");
  await expect(page.getByText("The query has more rows; the first 1,000 are kept.")).toBeVisible();
  await page.getByRole("button", { name: "Run again for 10,000" }).click();
  await expect(shown(page)).toContainText("5,000 rows × 1 column");
}

/** How a statement runs, as a tree and as text; measured, with what it changed taken back. */
export async function explained(page: Page): Promise<void> {
  await runAll(page, "create or replace table explained as select i from range(1000) t(i)");
  await write(page, "delete from explained where i < 100");
  await page.keyboard.press("ControlOrMeta+Shift+e");
  const tree = page.getByRole("region", { name: "Plan as a tree" });
  await expect(tree).toContainText(/DELETE/i);
  await expect(page.getByText(/runs the statement and rolls back/)).toBeVisible();
  await page.getByRole("button", { name: "Run and measure" }).click();
  await expect(page.getByText("Measured: the statement was carried out")).toBeVisible();
  await expect(tree).toContainText(/rows/);
  await page.getByText("Text", { exact: true }).click();
  await expect(page.getByLabel("Plan as text")).toContainText(/DELETE/i);
  await runAll(page, "select count(*) as still from explained");
  await expect(cell(page, 0, 0)).toHaveText("1000");
}

/** What was run is found by its words, on this connection or on all, and runs again from there. */
export async function historyRunsAgain(page: Page): Promise<void> {
  await runAll(page, "select 'needle' as found");
  await runAll(page, "select broken from nowhere_at_all", "failed");
  await page.getByRole("tab", { name: "History" }).click();
  const list = page.getByRole("list", { name: "History" });
  await expect(list.getByRole("listitem").first()).toContainText("nowhere_at_all");
  await page.getByLabel("Search the history").fill("needle");
  await expect(list.getByRole("listitem")).toHaveCount(1);
  await list.getByRole("button", { name: /^Run it again/ }).click();
  await expect(cell(page, 0, 0)).toHaveText("needle");
  await page.getByRole("tab", { name: "History" }).click();
  await page.getByLabel("Search the history").fill("needle");
  await expect(list.getByRole("listitem")).toHaveCount(2);
  await list.getByRole("button", { name: "Forget it" }).first().click();
  await expect(list.getByRole("listitem")).toHaveCount(1);
}

/** A query file gets a name, opens under it, and is deleted. */
export async function queryNamed(page: Page, workspace: string): Promise<void> {
  await page.keyboard.press("ControlOrMeta+s");
  await saveAs(page, "query-1");
  await expect.poll(() => readdirSync(join(workspace, "queries"))).toEqual(["query-1.sql"]);
  await goTo(page, "#/data");
  const files = page.getByRole("region", { name: "Queries" });
  await files.getByRole("button", { name: "More for query-1.sql" }).click();
  await page.getByRole("menuitem", { name: "Rename…" }).click();
  const dialog = page.getByRole("dialog", { name: "Rename the query" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("../outside");
  await dialog.getByRole("button", { name: "Rename" }).click();
  await expect(dialog).toContainText("Write a name without slashes");
  await dialog.getByRole("textbox", { name: "Name" }).fill("claims by day");
  await dialog.getByRole("button", { name: "Rename" }).click();
  await expect(dialog).toBeHidden();
  expect(readdirSync(join(workspace, "queries"))).toEqual(["claims by day.sql"]);
  await files.getByRole("link", { name: /claims by day\.sql/ }).click();
  await expect(page.locator('[data-editor="queries/claims by day.sql"]')).toBeVisible({ timeout: 30_000 });
  await goTo(page, "#/data");
  await files.getByRole("button", { name: "More for claims by day.sql" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(files).toHaveCount(0);
  expect(readdirSync(join(workspace, "queries"))).toEqual([]);
}

async function onServer(connection: Readonly<Record<string, unknown>>): Promise<number> {
  return Number(askPostgres(connection, "select count(*) from pg_stat_activity where state = 'active' and query like '%runaway_mark%' and pid <> pg_backend_pid()")[0]?.[0]);
}

/** PostgreSQL for real: exact values, its own words for a mistake, and a runaway query that is gone from the server when it is cancelled. */
export async function onPostgres(page: Page, connection: Readonly<Record<string, unknown>>): Promise<void> {
  await newQuery(page);
  await page.getByRole("combobox", { name: "Connection" }).click();
  await page.getByRole("option", { name: /^pg ·/ }).click();
  await runAll(page, `select i as n, 99999999999999999999.000000001::numeric as exact, null::text as nothing, '' as empty, '{"a": 1.10}'::jsonb as doc, timestamptz '2024-03-10 12:00+02' as at from generate_series(1, 3000) as g(i)`);
  await expect(cell(page, 0, 1)).toHaveText("99999999999999999999.000000001");
  await expect(cell(page, 0, 2)).toHaveText("NULL");
  await expect(cell(page, 0, 3)).toHaveText("");
  await filterBy(page, "n", ">", "2998");
  await expect(shown(page)).toContainText("Showing 2 of 3,000 rows");
  await runAll(page, "select 1;\nselect missing_column from pg_class", "failed");
  await expect(page.getByRole("alert").filter({ hasText: "missing_column" })).toContainText("Line 2, column 8");
  await write(page, "select count(*) /* runaway_mark */ from generate_series(1, 100000000000) as g(i)");
  await page.keyboard.press("ControlOrMeta+Shift+Enter");
  await expect.poll(() => onServer(connection), { timeout: 15_000 }).toBe(1);
  await page.getByRole("button", { name: "Cancel", exact: true }).first().click();
  await expect(query(page)).toHaveAttribute("data-outcome", "cancelled", { timeout: 10_000 });
  await expect.poll(() => onServer(connection)).toBe(0);
  await runAll(page, "select 40 + 2 as answer");
  await expect(cell(page, 0, 0)).toHaveText("42");
}
