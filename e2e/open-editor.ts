/** From the form into the editor of a program: SQL, table, script, inline and in a file. The same in the desktop and in the browser. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Locator, type Page } from "playwright/test";
import { openDrawing, savedText } from "./draw.ts";

const dag = `dag: programs
tasks:
  load:
    config_type: SqlTask
    ddl: create table load (n integer)
    sql: select 1 as n
  script: { config_type: PythonTask, python: script.py, deps: [load] }
  shell: { config_type: BashTask, bash: echo one, deps: [script] }
`;

export const programFiles = { "programs.dag.yaml": dag, "script.py": "print('one')\n" };

const program = (page: Page): Locator => page.getByRole("region", { name: "Program" });

/** From the properties of a task to the text of one of its fields, which is then written in. */
async function write(page: Page, field: string, tab: string, text: string): Promise<void> {
  await page.getByRole("complementary", { name: "Properties" }).getByRole("group", { name: field, exact: true }).getByRole("button", { name: "Open editor" }).click();
  await expect(program(page).getByRole("tab", { name: tab })).toHaveAttribute("aria-selected", "true");
  const lines = program(page).locator("[data-editor] .view-lines");
  // The editor is fetched when the first one is shown.
  await expect(lines).toBeVisible({ timeout: 30_000 });
  await lines.click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.insertText(text);
  await expect(lines).toContainText(text.trim());
}

async function choose(page: Page, task: string): Promise<void> {
  await page.getByRole("treeitem", { name: new RegExp(`^${task}, `) }).click();
}

/** The help of a field leads to the section of the documentation that tells of it. */
async function sectionOfTheDocs(page: Page): Promise<void> {
  const field = page.getByRole("complementary", { name: "Properties" }).getByRole("group", { name: "Checks", exact: true });
  await field.getByRole("button", { name: "About Checks" }).click();
  await field.getByRole("button", { name: "More about Checks" }).click();
  const dialog = page.getByRole("dialog", { name: "Checks" });
  await expect(dialog.getByRole("columnheader", { name: "passes when" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
}

export async function openEditors(page: Page, workspace: string): Promise<void> {
  const canvas = await openDrawing(page, "programs");
  await choose(page, "script");
  await canvas.focus();
  await page.keyboard.press("Enter");
  // Of the two places of a program, the one that holds has the focus.
  const places = page.getByRole("radiogroup", { name: "Where Python stands" });
  await expect(places.getByRole("radio", { name: "File" })).toBeFocused();
  await expect(places.getByRole("radio", { name: "File" })).toBeChecked();
  await write(page, "Python", "Python", "print('two')");
  await page.keyboard.press("ControlOrMeta+s");
  await expect.poll(() => readFileSync(join(workspace, "script.py"), "utf8")).toBe("print('one')\nprint('two')");

  await choose(page, "load");
  await sectionOfTheDocs(page);
  await write(page, "SQL", "SQL", " -- mine");
  await write(page, "Table (DDL)", "CREATE TABLE", " -- rows");
  // A tab that was chosen gives way to what is asked for.
  await program(page).getByRole("tab", { name: "SQL" }).click();
  await write(page, "Table (DDL)", "CREATE TABLE", " and more");
  await choose(page, "shell");
  await write(page, "Bash", "Script", " two");
  // A text that is written anew may be quoted.
  const saved = (await savedText(page, workspace, "programs.dag.yaml")).replace(/ddl: '(.*)'/, "ddl: $1");
  expect(saved).toBe(dag.replace("(n integer)", "(n integer) -- rows and more").replace("1 as n", "1 as n -- mine").replace("echo one", "echo one two"));
}
