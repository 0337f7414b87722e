/** Files dropped on the canvas and on the list of DAGs: programs become tasks, pictures DAGs, and what cannot be used says why. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Locator, type Page } from "playwright/test";
import { boxOf, node, openDrawing, savedText, undoAll } from "./draw.ts";

const load = "create table mart.x as select 1\n";

export const dropDag = {
  "dropped.dag.yaml": `dag: dropped
base_path: load/
tasks:
  a: { config_type: EmptyTask }
  b: { config_type: EmptyTask, deps: [a] }
ui:
  positions:
    a: [0, 0]
    b: [560, 0]
`,
  "load/sub/known.sql": load,
  "load/taken.sh": "echo the one that is there\n",
};

interface Wanted {
  readonly name: string;
  /** Text, or bytes. */
  readonly content: string | readonly number[];
}

async function dropOn(page: Page, target: Locator, files: readonly Wanted[], at: { x: number; y: number }): Promise<void> {
  const dataTransfer = await page.evaluateHandle((wanted) => {
    const transfer = new DataTransfer();
    for (const { name, content } of wanted) transfer.items.add(new File([typeof content === "string" ? content : new Uint8Array(content)], name));
    return transfer;
  }, files);
  const place = { dataTransfer, clientX: at.x, clientY: at.y };
  await target.dispatchEvent("dragover", place);
  await target.dispatchEvent("drop", place);
  await dataTransfer.dispose();
}

async function says(page: Page, text: string | RegExp): Promise<void> {
  await expect(page.getByRole("status").filter({ hasText: text })).toBeVisible();
}

async function emptyPlace(canvas: Locator): Promise<{ x: number; y: number }> {
  const area = await boxOf(canvas);
  return { x: area.x + area.width / 2, y: area.y + area.height - 90 };
}

/** A file of the workspace is named, also on an edge; files from outside are copied to a free name, or taken in. One step each. */
export async function dropPrograms(page: Page, workspace: string): Promise<void> {
  const canvas = await openDrawing(page, "dropped");
  const [a, b] = [await boxOf(node(page, "a")), await boxOf(node(page, "b"))];
  await dropOn(page, canvas, [{ name: "known.sql", content: load }], { x: (a.x + a.width + b.x) / 2, y: a.y + a.height / 2 });
  await says(page, "Added known between a and b");
  expect(await savedText(page, workspace, "dropped.dag.yaml")).toMatch(/b: \{ config_type: EmptyTask, deps: \[known\] \}\n {2}known:\n {4}config_type: SqlTask\n {4}sql: sub\/known\.sql\n {4}deps: \[a\]\n/);

  await dropOn(page, canvas, [{ name: "taken.sh", content: "echo mine\n" }, { name: "book.ipynb", content: JSON.stringify({ cells: [{ cell_type: "markdown", source: "Why" }, { cell_type: "code", source: "%pylab\nx = 1" }] }) }, { name: "short.sql", content: "select 1" }], await emptyPlace(canvas));
  const dialog = page.getByRole("dialog", { name: "Make 3 tasks of what was dropped" });
  await expect(dialog.getByText("Left out, because only a notebook knows it: %pylab")).toBeVisible();
  await dialog.getByRole("radiogroup", { name: "What to do with short.sql" }).getByText("Take its text in").click();
  await dialog.getByRole("button", { name: "Add 3 tasks" }).click();
  await expect(dialog.getByText(/taken\.sh: is there already/)).toBeVisible();
  expect(readFileSync(join(workspace, "load/taken.sh"), "utf8")).toBe(dropDag["load/taken.sh"]);
  await dialog.getByRole("textbox", { name: "Where taken.sh is copied to" }).fill("new/mine.sh");
  await dialog.getByRole("button", { name: "Add 3 tasks" }).click();
  await says(page, /^Added taken, book, short; copied to load\/new\/mine\.sh, load\/book\.py/);
  expect([readFileSync(join(workspace, "load/new/mine.sh"), "utf8"), readFileSync(join(workspace, "load/book.py"), "utf8")]).toEqual(["echo mine\n", "# From the notebook book.ipynb\n\n# Why\n\npass  # left out, of the notebook only: %pylab\nx = 1\n"]);
  const text = await savedText(page, workspace, "dropped.dag.yaml");
  expect([/taken:\n +config_type: BashTask\n +bash: new\/mine\.sh\n/.test(text), /book:\n +config_type: PythonTask\n +python: book\.py\n/.test(text), /short:\n +config_type: SqlTask\n +sql: select 1\n/.test(text)]).toEqual([true, true, true]);
  await page.keyboard.press("Control+z");
  await says(page, "Undone: Add 3 tasks");
  await expect(node(page, "book")).toHaveCount(0);
  await undoAll(page);
  expect(await savedText(page, workspace, "dropped.dag.yaml")).toBe(dropDag["dropped.dag.yaml"]);
}

/** Wrong kinds, binary, broken and empty ones say what they are; nothing changes. */
export async function refuseDrops(page: Page): Promise<void> {
  const canvas = await openDrawing(page, "dropped");
  const at = await emptyPlace(canvas);
  const cases: readonly (readonly [Wanted, string])[] = [
    [{ name: "data.xlsx", content: "x" }, "data.xlsx: nothing on the canvas can be made of it; drop .sql, .py"],
    [{ name: "binary.sql", content: [0, 159, 146, 150] }, "binary.sql: is no text in UTF-8"],
    [{ name: "huge.py", content: "#".repeat(3 * 1024 * 1024) }, "huge.py: has 3.0 MB; at most 2 MB"],
    [{ name: "broken.ipynb", content: "{" }, "broken.ipynb: is no Jupyter notebook"],
    [{ name: "photo.png", content: [0x89, 0x50, 0x4e, 0x47] }, "photo.png: holds no DAG"],
    [{ name: "<img src=x onerror=alert(1)>.exe", content: "x" }, "<img src=x onerror=alert(1)>.exe: nothing on the canvas"],
  ];
  for (const [file, words] of cases) {
    await dropOn(page, canvas, [file], at);
    await says(page, words);
  }
  await expect(page.getByRole("button", { name: "Undo", exact: true })).toBeDisabled();
}

/** As the system drops: the file object knows where it lies, the page does not. */
async function dropFiles(page: Page, target: Locator, paths: readonly string[]): Promise<void> {
  const input = await page.evaluateHandle(() => {
    const made = document.createElement("input");
    Object.assign(made, { type: "file", multiple: true, hidden: true });
    document.body.append(made);
    return made;
  });
  await input.asElement()?.setInputFiles([...paths]);
  const at = await emptyPlace(target);
  await target.evaluate(
    (element, { made, at: { x, y } }) => {
      const dataTransfer = new DataTransfer();
      for (const file of made.files ?? []) dataTransfer.items.add(file);
      for (const type of ["dragover", "drop"]) element.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true, clientX: x, clientY: y }));
      made.remove();
    },
    { made: input, at },
  );
}

/** Data of the workspace becomes tasks that load it where it lies, in its encoding; one step. What lies elsewhere says so. */
export async function dropData(page: Page, workspace: string): Promise<void> {
  const canvas = await openDrawing(page, "dropped");
  const [latin, lines] = [join(workspace, "load", "Städte.csv"), join(workspace, "load", "clicks.jsonl")];
  writeFileSync(latin, "city;n\nMünchen;1\n", "latin1");
  writeFileSync(lines, '{"id":1}\n{"id":2}\n');
  await dropFiles(page, canvas, [latin, lines]);
  await says(page, /^Added load_st_dte, load_clicks$/);
  const text = await savedText(page, workspace, "dropped.dag.yaml");
  expect(text).toContain("select * from read_csv('load/Städte.csv', encoding = 'latin-1')");
  expect(text).toContain("select * from read_json('load/clicks.jsonl')");
  await page.getByRole("treeitem", { name: /^load_st_dte/ }).click();
  await page.keyboard.press("F7");
  await expect(page.getByRole("status").filter({ hasText: "Success" })).toBeVisible({ timeout: 30_000 });
  await dropFiles(page, canvas, [join(import.meta.dirname, "tsconfig.json")]);
  await says(page, /^tsconfig\.json: (?!tsconfig).*this workspace/);
}

/** A picture that was saved here: its tasks go onto the canvas, or it becomes a DAG of its own, from the list too. */
export async function dropPicture(page: Page, workspace: string, picture: Buffer): Promise<void> {
  const canvas = await openDrawing(page, "dropped");
  await dropOn(page, canvas, [{ name: "shared.png", content: [...picture] }], await emptyPlace(canvas));
  const dialog = page.getByRole("dialog", { name: "shared.png holds the DAG pictured" });
  await dialog.getByRole("button", { name: "Put its tasks here" }).click();
  await says(page, /^Pasted first, step_0, /);
  await page.keyboard.press("Control+z");
  await page.getByRole("link", { name: "DAGs", exact: true }).click();
  await dropOn(page, page.getByRole("heading", { name: "DAGs", exact: true }), [{ name: "shared.png", content: [...picture] }], { x: 400, y: 300 });
  await dialog.getByRole("textbox", { name: "As a DAG of its own" }).fill("dropped.dag.yaml");
  await dialog.getByRole("button", { name: "Make the DAG" }).click();
  await expect(dialog.getByText(/dropped\.dag\.yaml: is there already/)).toBeVisible();
  await dialog.getByRole("textbox", { name: "As a DAG of its own" }).fill("pictured.dag.yaml");
  await dialog.getByRole("button", { name: "Make the DAG" }).click();
  await expect(page.getByRole("application", { name: /^Drawing of pictured, 31 tasks/ })).toBeVisible();
  expect(existsSync(join(workspace, "pictured.dag.yaml"))).toBe(true);
}
