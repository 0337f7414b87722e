/** What tasks hand on and leave behind, as tables: every digit, every sign, nothing obeyed. The same in the desktop and in the browser. */
import { expect, type Locator, type Page } from "playwright/test";
import { expectRunState, openDag, openTask, runDag } from "./journeys.ts";
import { log } from "./log.ts";
import { goTo } from "./screens.ts";

const hostile = `<img src=x onerror="document.title='owned'"> <b>bold</b>`;
const unicode = "Zoë 漢字 👩\u200d👩\u200d👧 \u202eabc";
const long = 20_000;

export const valuesDag = {
  "values.dag.yaml": `dag: values
tasks:
  make: { config_type: PythonTask, python: make.py }
  use: { config_type: PythonTask, python: use.py, deps: [make] }
  tell: { config_type: BashTask, bash: 'echo "told {{ xcom.make.id }} {{ xcom_pull(task_ids=''make'', key=''id'') + 1 }} {{ xcom.make.huge }}"', deps: [make] }
  load:
    config_type: SqlTask
    ddl: create table odd_values (id bigint, amount decimal(38,9), ratio double, name varchar, long varchar, moment timestamptz, nothing varchar)
    sql: load.sql
  check:
    config_type: SqlTask
    ddl: create table judged (id bigint, amount decimal(38,9), name varchar)
    sql: select id, amount, name from warehouse.odd_values
    checks: [ { accepted_values: { column: name, values: [nobody] } } ]
    deps: [load]
`,
  "looked_up.dag.yaml": "dag: looked_up\nsearch_keys: { user_id: '{{ conf.user_id }}' }\ntasks:\n  only: { config_type: EmptyTask }\n",
  "make.py": `from dagwright import xcom_push
xcom_push("id", 9007199254740993)
xcom_push("huge", 123456789012345678901234567890)
xcom_push("records", [
    {"id": 9007199254740993, "name": ${JSON.stringify(unicode)}, "html": ${JSON.stringify(hostile)}, "nothing": None, "ratio": 0.1, "long": "x" * ${long}, "deep": {"id": 9007199254740995}},
    {"id": 2, "name": "", "html": "null", "ratio": -1.5e-9, "more": True},
])
`,
  "use.py": `from dagwright import xcom_pull
records = xcom_pull("make", "records")
print("pulled", xcom_pull("make", "id"), xcom_pull("make", "huge"), records[0]["id"], records[0]["deep"]["id"], records[0]["name"] == ${JSON.stringify(unicode)}, len(records[0]["long"]))
`,
  "load.sql": `select 9007199254740993 as id, 12345678901234567890.123456789 as amount, 0.1::double as ratio, '${unicode}' as name, repeat('x', ${long}) as long, timestamptz '2024-03-10 07:30:00.123456+00' as moment, null as nothing
union all select -9223372036854775808, -0.000000001, 1e300::double, '${hostile.replaceAll("'", "''")}', '', null, ''
`,
};

const tab = (page: Page, task: string, name: RegExp): Promise<void> => page.getByRole("region", { name: `Task ${task}` }).getByRole("tab", { name }).click();

async function cells(grid: Locator): Promise<string[][]> {
  await expect(grid.getByRole("gridcell").first()).toBeVisible();
  const all = await grid.locator("[role=gridcell]").evaluateAll((found) => found.map((cell) => [cell.getAttribute("data-row") ?? "", cell.getAttribute("aria-colindex") ?? "", cell.textContent ?? ""] as const));
  const rows: string[][] = [];
  for (const [row, column, text] of all) (rows[Number(row)] ??= [])[Number(column) - 2] = text;
  // Cells far aside are not drawn.
  return rows.map((row) => Array.from(row, (text) => text ?? ""));
}

async function expectNothingObeyed(page: Page): Promise<void> {
  expect(await page.title()).not.toBe("owned");
  await expect(page.locator("[role=gridcell] img, [role=gridcell] b, pre img")).toHaveCount(0);
}

/** Numbers of more digits than a double has reach the next task, its templates and the screen; so do long texts and those of all languages. */
export async function readValues(page: Page, clipboard: () => Promise<string>): Promise<void> {
  await openDag(page, "values");
  await runDag(page);
  await expectRunState(page, "values", "Failed");
  await openTask(page, "use");
  await tab(page, "use", /^Log/);
  await expect(log(page)).toContainText(`pulled 9007199254740993 123456789012345678901234567890 9007199254740993 9007199254740995 True ${long}`);
  await openTask(page, "tell");
  await tab(page, "tell", /^Log/);
  await expect(log(page)).toContainText("told 9007199254740993 9007199254740994 123456789012345678901234567890");
  await readPushed(page, clipboard);
  await readLoaded(page);
  await openTask(page, "check");
  await tab(page, "check", /^Checks/);
  const failing = await cells(page.getByRole("grid", { name: /^Rows that fail/ }));
  expect(failing.map((row) => row.slice(0, 2)).toSorted()).toEqual([["-9223372036854775808", "-0.000000001"], ["9007199254740993", "12345678901234567890.123456789"]]);
  await expectNothingObeyed(page);
}

async function readPushed(page: Page, clipboard: () => Promise<string>): Promise<void> {
  await openTask(page, "make");
  await tab(page, "make", /^Output/);
  const panel = page.getByRole("region", { name: "Task make" });
  await expect(panel.getByText("9007199254740993", { exact: true }).first()).toBeVisible();
  await expect(panel.getByText("123456789012345678901234567890", { exact: true })).toBeVisible();
  const grid = panel.getByRole("grid", { name: "Records of records" });
  const [first = [], second = []] = await cells(grid);
  expect(first.slice(0, 5)).toEqual(["9007199254740993", unicode, hostile, "NULL", "0.1"]);
  expect(second.slice(0, 5)).toEqual(["2", "", "null", "NULL", "-1.5e-9"]);
  await grid.getByRole("gridcell").first().click();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Control+c");
  await expect.poll(clipboard).toBe(hostile);
  await page.keyboard.press("End");
  await expect(grid.getByRole("columnheader", { name: /^more/ })).toBeVisible();
  expect((await cells(grid))[0]?.find((text) => text.startsWith("xxx"))).toHaveLength(long);
  expect((await cells(grid))[0]?.find((text) => text.startsWith("{"))).toBe('{"id":9007199254740995}');
  await panel.getByRole("button", { name: "JSON", exact: true }).click();
  await expect(panel.getByText('"id": 9007199254740995').first()).toBeVisible();
  await expect(panel.getByText(`"${unicode.replace("\u202e", "\\u202e")}"`, { exact: true })).toBeVisible();
  await expectNothingObeyed(page);
}

/** An id of 64 bits, given as a number, would find another user or none: the form says so, and finds it as a text. */
export async function findByLongId(page: Page): Promise<void> {
  await openDag(page, "looked_up");
  await page.getByRole("button", { name: "More ways to run" }).click();
  await page.getByRole("menuitem", { name: /params/i }).click();
  const form = page.getByRole("dialog");
  await form.getByRole("textbox", { name: /conf/i }).fill('{ "user_id": 9007199254740993 }');
  await form.getByRole("button", { name: /^Run/ }).click();
  await expect(form.getByText(/conf\.user_id: found a whole number of more than 15 digits.*write it in quotes/)).toBeVisible();
  await form.getByRole("textbox", { name: /conf/i }).fill('{ "user_id": "9007199254740993" }');
  await form.getByRole("button", { name: /^Run/ }).click();
  await expect(form).toBeHidden();
  await expectRunState(page, "looked_up", "Success");
  await goTo(page, "#/find?q=9007199254740993");
  await expect(page.getByRole("status").filter({ hasText: /1 hit in/ })).toBeVisible();
}

/** The sample of a table that a task filled. */
async function readLoaded(page: Page): Promise<void> {
  await openTask(page, "load");
  await tab(page, "load", /^Output/);
  const grid = page.getByRole("grid", { name: /^Rows of / });
  const rows = await cells(grid);
  expect(rows.map((row) => row.slice(0, 4))).toEqual([["9007199254740993", "12345678901234567890.123456789", "0.1", unicode], ["-9223372036854775808", "-0.000000001", "1e+300", hostile]]);
  await grid.getByRole("gridcell").first().click();
  await page.keyboard.press("End");
  await expect(grid.getByRole("columnheader", { name: /^nothing/ })).toBeVisible();
  const wide = await cells(grid);
  // A sample holds the beginning of a very long cell, and says so.
  expect([wide[0]?.at(-3)?.replace(/^x{10000}/, ""), wide[0]?.at(-1), wide[1]?.at(-3), wide[1]?.at(-2), wide[1]?.at(-1)]).toEqual(["… (cut at 10000 characters)", "NULL", "", "NULL", ""]);
  expect(wide[0]?.at(-2)).toMatch(/^2024-03-10 07:30:00\.123456/);
}
