/** Journeys of the SQL editor and of what joins a query to a DAG, the same in the desktop and in the browser. Real databases, real files. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Locator, type Page } from "playwright/test";
import { goTo } from "./screens.ts";

/** A DAG whose report reads a table before the task that builds it has to run. */
export function editorWorkspace(postgres: Readonly<Record<string, unknown>> | null): Record<string, string> {
  const servers = postgres === null ? {} : { pg: { ...postgres, color: "blue", label: "TEST" }, prod: { ...postgres, production: true } };
  return {
    "dagwright.json": JSON.stringify({ connections: { ...servers, nowhere: { kind: "postgres", host: "127.0.0.1", port: 1, database: "d", user: "u" } } }),
    "claims.dag.yaml": `# Claims, once a day.
dag: claims
schedule: "30 4 * * *"
final_schema: mart
params: { least: 10 }
tasks:
  load:
    config_type: SqlTask
    ddl: create table claim (id int, amount double, day date)
    sql: select i as id, i * 1.5 as amount, date '2026-01-01' as day from range(100) t(i)
  report:
    config_type: SqlTask
    ddl: create table report (day date, total double)
    sql: sql/report.sql
  note:
    config_type: BashTask
    bash: echo done
`,
    "sql/report.sql": "select day, sum(amount) as total -- of the day\nfrom {{ final_schema }}.claim\nwhere amount > {{ params.least }} and day < date '{{ ds }}'\ngroup by day\n",
    "queries/first.sql": "select 1 as one\n",
  };
}

export const openSql = async (page: Page, path: string): Promise<void> => {
  // A window that is still opening may go back to where it was.
  await expect(async () => {
    await goTo(page, `#/sql/${encodeURIComponent(path)}`);
    await expect(page.getByRole("region", { name: `Query ${path}` })).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 60_000 });
  await expect(editorOf(page, path).locator(".view-line").first()).toBeVisible({ timeout: 30_000 });
};
const editorOf = (page: Page, path: string): Locator => page.locator(`[data-editor="${path}"]`).last();
const query = (page: Page): Locator => page.locator("section[data-query]").first();
const grid = (page: Page): Locator => page.getByRole("grid", { name: "Rows of the result" }).first();

export async function write(page: Page, path: string, text: string): Promise<void> {
  await editorOf(page, path).locator(".view-lines").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
  await page.keyboard.press("Escape");
}

async function chooseConnection(page: Page, id: string): Promise<void> {
  await page.getByRole("combobox", { name: "Connection" }).first().click();
  await page.getByRole("option", { name: new RegExp(`^${id} ·`) }).click();
}

async function runHere(page: Page, outcome: "success" | "failed"): Promise<void> {
  await query(page).getByRole("button", { name: "Run", exact: true }).click();
  await expect(query(page)).toHaveAttribute("data-outcome", outcome, { timeout: 30_000 });
}

/** Values are bound, typed, and remembered with the file; nothing runs while one is missing. */
export async function parametersAreBound(page: Page, connection: string): Promise<void> {
  await openSql(page, "queries/first.sql");
  await chooseConnection(page, connection);
  await write(page, "queries/first.sql", "select :name as name, ':name' as text, :n + 1 as next, x::int as cast_is_none from (select '7' as x) t");
  const panel = page.getByRole("complementary", { name: "Parameters" });
  await expect(panel.locator("[data-param]")).toHaveCount(2);
  await query(page).getByRole("button", { name: "Run", exact: true }).click();
  await expect(query(page).getByRole("alert").filter({ hasText: "Give :name, :n a value" })).toBeVisible();
  const hostile = "'; drop table t; --";
  await panel.getByLabel("Value of :name").fill(hostile);
  await panel.getByRole("combobox", { name: "Type of :n", exact: true }).click();
  await page.getByRole("option", { name: "number" }).click();
  await panel.getByLabel("Value of :n", { exact: true }).fill("41");
  await runHere(page, "success");
  for (const cell of [hostile, ":name", "42", "7"]) await expect(grid(page).getByText(cell, { exact: true })).toBeVisible();
  await goTo(page, "#/data");
  await openSql(page, "queries/first.sql");
  await expect(panel.getByLabel("Value of :name")).toHaveValue(hostile);
  await panel.getByRole("checkbox", { name: ":name is NULL" }).check();
  await runHere(page, "success");
  await expect(grid(page).getByText("NULL", { exact: true })).toBeVisible();
}

/** The file of a task shows what its templates come to for a past interval; a name that is not there is marked; it runs as rendered. */
export async function templatesAreRendered(page: Page): Promise<void> {
  await openSql(page, "sql/report.sql");
  await expect(page.getByRole("combobox", { name: "Words of the templates" })).toHaveValue("claims · report");
  await page.keyboard.press("Alt+r");
  const rendered = page.getByRole("region", { name: "Rendered" });
  await expect(rendered.getByText("from mart.claim")).toBeVisible();
  await rendered.getByRole("combobox", { name: "Data interval" }).click();
  await page.getByRole("option", { name: /^\d{4}-\d\d-\d\d 04:30 → \d{4}-\d\d-\d\d 04:30$/ }).nth(1).click();
  const day = (await rendered.getByRole("combobox", { name: "Data interval" }).inputValue()).slice(-16, -6);
  await expect(rendered.getByText(`date '${day}'`)).toBeVisible();
  await rendered.getByRole("button", { name: /^Params/ }).click();
  await page.getByRole("textbox", { name: "Params" }).fill('{"least": 25}');
  await page.keyboard.press("Escape");
  await expect(rendered.getByText("amount > 25")).toBeVisible();
  await write(page, "sql/report.sql", "select '{{ ds }}' as day,\n  {{ params.leest }} as least");
  await expect(rendered.getByRole("alert")).toContainText("params.leest");
  await expect(page.locator(".squiggly-error")).toHaveCount(1);
  await write(page, "sql/report.sql", "select '{{ ds }}' as day, {{ params.least }} as least");
  await runHere(page, "success");
  await expect(grid(page).getByText(day, { exact: true })).toBeVisible();
  await expect(grid(page).getByText("25", { exact: true })).toBeVisible();
}

/** On production what is typed only reads until a person allows that very run to write. */
export async function productionAsks(page: Page): Promise<void> {
  await openSql(page, "queries/first.sql");
  await chooseConnection(page, "prod");
  await expect(page.getByText("PROD", { exact: true }).first()).toBeVisible();
  await write(page, "queries/first.sql", "create table guarded (a serial)");
  await query(page).getByRole("button", { name: "Run", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Write on PROD?" });
  await expect(dialog).toContainText("create table guarded");
  await dialog.getByRole("button", { name: "Do not run" }).click();
  await write(page, "queries/first.sql", "select count(*) as tables from pg_tables where tablename = 'guarded'");
  await runHere(page, "success");
  await expect(grid(page).getByText("0", { exact: true })).toBeVisible();
  await write(page, "queries/first.sql", "create table guarded (a serial)");
  await query(page).getByRole("button", { name: "Run", exact: true }).click();
  await dialog.getByRole("button", { name: "Run and write" }).click();
  await expect(dialog).toBeHidden();
  await expect(query(page)).toHaveAttribute("data-outcome", "success");
  // What hides in a function is stopped by the database.
  await write(page, "queries/first.sql", "select nextval('guarded_a_seq')");
  await runHere(page, "failed");
  await expect(page.getByText(/read-only transaction/).first()).toBeVisible();
}

/** A connection is tested, and says what its server says. */
export async function connectionsAreTested(page: Page, good: string): Promise<void> {
  await openSql(page, "queries/first.sql");
  await chooseConnection(page, good);
  await page.getByRole("button", { name: "Test the connection" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Connected in" })).toBeVisible();
  await page.keyboard.press("Escape");
  await chooseConnection(page, "nowhere");
  await page.getByRole("button", { name: "Test the connection" }).click();
  await expect(page.getByRole("status").filter({ hasText: "nothing answers at 127.0.0.1:1" })).toBeVisible();
  await page.keyboard.press("Escape");
}

/** A query becomes a task of a DAG: its table, its params, what it runs after; one step of the history, drawn and selected. */
export async function queryBecomesTask(page: Page, workspace: string): Promise<void> {
  await openSql(page, "queries/first.sql");
  await chooseConnection(page, "warehouse");
  await write(page, "queries/first.sql", "create schema if not exists mart; create or replace table mart.claim (id int, amount double, day date);");
  await query(page).getByRole("button", { name: "Run all" }).click();
  await expect(query(page)).toHaveAttribute("data-outcome", "success");
  await write(page, "queries/first.sql", "select day, count(*) as claims from mart.claim where amount > :floor group by day");
  const panel = page.getByRole("complementary", { name: "Parameters" });
  await panel.getByRole("combobox", { name: "Type of :floor" }).click();
  await page.getByRole("option", { name: "number" }).click();
  await panel.getByLabel("Value of :floor").fill("5");
  await query(page).getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: /Make a task of this query/ }).click();
  const dialog = page.getByRole("dialog", { name: "Make a task of this query" });
  await dialog.getByRole("textbox", { name: "Task" }).fill("per_day");
  await expect(dialog.getByRole("textbox", { name: "CREATE TABLE" })).toHaveValue("create table per_day (\n  day    DATE,\n  claims BIGINT\n)");
  await expect(dialog.getByRole("checkbox", { name: "load" })).toBeChecked();
  await dialog.getByRole("button", { name: "Make the task" }).click();
  await expect(page.getByRole("region", { name: "Drawing of claims" }).or(page.getByLabel("Drawing of claims")).first()).toBeVisible();
  await expect(page.locator('[data-id="per_day"], [aria-label^="per_day"]').first()).toBeVisible();
  await page.keyboard.press("ControlOrMeta+s");
  await expect.poll(() => readFileSync(join(workspace, "claims.dag.yaml"), "utf8")).toContain("per_day:");
  const text = readFileSync(join(workspace, "claims.dag.yaml"), "utf8");
  expect(text).toContain("params: { least: 10, floor: 5 }");
  expect(text).toContain("where amount > {{ params.floor }}");
  expect(text).toMatch(/per_day:[\s\S]*deps:\s*\n\s*- load|per_day:[\s\S]*deps: \[load\]/);
  expect(text.startsWith("# Claims, once a day.\n")).toBe(true);
}

async function draw(page: Page, task: string): Promise<void> {
  await goTo(page, `#/dags/claims/draw?task=${task}`);
  await expect(page.getByLabel("Drawing of claims").first()).toBeVisible({ timeout: 30_000 });
}

const program = (page: Page): Locator => page.getByRole("region", { name: "Program" });

/** A table that another task builds is read: said in the problems, in the form and under the SQL, and mended from each of them. */
export async function dependenciesAreProposed(page: Page, workspace: string): Promise<void> {
  await draw(page, "report");
  await page.getByRole("button", { name: /1 problem/ }).click();
  const problems = page.getByRole("region", { name: "Problems" });
  await expect(problems).toContainText("report reads mart.claim (sql/report.sql, line 2), which task load builds");
  await problems.getByRole("button", { name: "Add dependency" }).click();
  await expect(problems).toContainText("No problems.");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(problems.getByRole("button", { name: "Add dependency" })).toBeVisible();

  await page.keyboard.press("Alt+Enter");
  await expect(program(page).locator(".view-line").first()).toBeVisible({ timeout: 30_000 });
  await expect(program(page).locator(".squiggly-warning")).toHaveCount(1);
  await program(page).locator("[data-editor] .view-lines").first().click();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
  await page.keyboard.press("ControlOrMeta+.");
  await expect(page.getByText("Add dependency on `load`")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(problems).toContainText("No problems.");
  await page.keyboard.press("F12");
  await expect(program(page).getByRole("heading", { name: "load" })).toBeVisible();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect.poll(() => readFileSync(join(workspace, "claims.dag.yaml"), "utf8")).toMatch(/sql: sql\/report\.sql\n {4}deps: ?\n? *(\[load\]|- load)/);
}

/** Inline SQL is typed in a real editor, one entry of the history; a file of a task is saved by itself; both show what they come to. */
export async function programsAreWritten(page: Page, workspace: string): Promise<void> {
  await draw(page, "load");
  await page.keyboard.press("Alt+Enter");
  const text = program(page).locator("[data-editor] .view-lines").first();
  await expect(program(page).locator(".view-line").first()).toBeVisible({ timeout: 30_000 });
  await text.click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.insertText("\nwhere i > {{ params.least }}");
  await program(page).getByRole("button", { name: "Rendered text" }).click();
  await expect(program(page).getByRole("region", { name: "Rendered" }).getByText("where i > 10")).toBeVisible();
  await text.click();
  await page.keyboard.press("ControlOrMeta+s");
  await expect.poll(() => readFileSync(join(workspace, "claims.dag.yaml"), "utf8")).toContain("where i > {{ params.least }}");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(text).not.toContainText("least");
  await draw(page, "report");
  await expect(program(page).getByRole("heading", { name: "report" })).toBeVisible();
  await program(page).locator("[data-editor] .view-lines").first().click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.insertText("-- the end");
  await program(page).getByRole("button", { name: "Save report.sql" }).click();
  await expect.poll(() => readFileSync(join(workspace, "sql/report.sql"), "utf8")).toContain("-- the end");
  await draw(page, "note");
  await expect(program(page).getByRole("tab", { name: "Script" })).toBeVisible();
  await program(page).locator("[data-editor] .view-lines").first().click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("echo $DAGWRIGHT_RUN");
  await page.getByRole("option", { name: /DAGWRIGHT_RUN_ID/ }).first().click();
  await page.keyboard.press("ControlOrMeta+s");
  await expect.poll(() => readFileSync(join(workspace, "claims.dag.yaml"), "utf8")).toMatch(/bash: '?echo \$DAGWRIGHT_RUN_ID/);
}

/** A column's way through the tasks before it, which are selected with it. */
export async function columnsAreTraced(page: Page): Promise<void> {
  await draw(page, "report");
  await page.keyboard.press("Alt+Enter");
  await expect(program(page).locator(".view-line").first()).toBeVisible({ timeout: 30_000 });
  await program(page).getByRole("button", { name: "Where its columns come from" }).click();
  const columns = program(page).getByRole("region", { name: "Where its columns come from" });
  await columns.getByRole("button", { name: /^total/ }).click();
  await expect(columns.getByRole("status")).toContainText("mart.claim.amount");
  await expect(page.getByRole("treeitem", { selected: true })).toHaveCount(2);
  await columns.getByRole("status").getByRole("button", { name: "load" }).click();
  await expect(program(page).getByRole("heading", { name: "load" })).toBeVisible();
}
