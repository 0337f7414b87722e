/** Looking back: what changed before a save, versions with and without git, restoring them, and undo across the three views. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Locator, type Page } from "playwright/test";
import { boxOf, drag, node, openDrawing, savedText, undoAll } from "./draw.ts";

/** Comments and columns of its own, which no edit may touch. */
export const notedDag = {
  "noted.dag.yaml": `# Who to ask: Ada
dag:   noted      # the id
tasks:
  # Fetches everything
  fetch: { config_type: BashTask, bash: 'echo fetch' }   # quick
  clean:
    config_type: SqlTask
    sql:    select 1 as a     # one column
    deps: [ fetch ]
  report: {config_type: BashTask,bash: echo report,deps: [clean]}
`,
};
const file = "noted.dag.yaml";
const noted = notedDag[file];

const face = (page: Page): Locator => page.getByRole("region", { name: "Versions" });
const changes = (page: Page): Locator => face(page).getByRole("region", { name: "Changes" });
const inGraph = (page: Page, id: string): Locator => face(page).locator(`[data-task-id="${id}"]`);

export function commit(workspace: string, text: string, title: string): void {
  writeFileSync(join(workspace, file), text);
  const git = (...words: string[]): void => void execFileSync("git", ["-c", "user.name=Ada Lovelace", "-c", "user.email=ada@example.org", ...words], { cwd: workspace, stdio: "ignore" });
  git("init", "-q");
  git("add", file);
  git("commit", "-q", "-m", title);
}

async function showVersions(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Show the versions of this DAG file" }).click();
  await expect(page.getByRole("heading", { name: /^Versions of/ })).toBeFocused();
}

/** What is shown as changed before a save is what the save then changes in the file, and nothing else. */
export async function showWhatChanged(page: Page, workspace: string): Promise<void> {
  const canvas = await openDrawing(page, "noted");
  await page.keyboard.press("Alt+c");
  await expect(face(page).getByRole("status").filter({ hasText: "Nothing is different." })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("treeitem", { name: /^report, / }).click();
  await page.keyboard.press("d");
  await expect(node(page, "report")).toHaveAttribute("data-disabled", "true");
  await canvas.focus();
  await page.getByRole("treeitem", { name: /^fetch, / }).click();
  await page.keyboard.press("Tab");
  await page.keyboard.type("empty");
  await page.keyboard.press("Enter");
  await expect(node(page, "step")).toBeVisible();
  await page.keyboard.press("Alt+c");
  await expect(changes(page)).toBeVisible();
  await expect(face(page).getByText("1 task added, 1 task changed, 1 edge added", { exact: true })).toBeVisible();
  await expect(changes(page).getByRole("region", { name: "task report changed" })).toContainText(/enabled.*not written.*false/);
  await expect(inGraph(page, "report")).toHaveAttribute("data-diff", "changed");
  await expect(inGraph(page, "step")).toHaveAttribute("aria-label", /, Added$/);
  await expect(inGraph(page, "clean")).not.toHaveAttribute("data-diff", /./);
  await face(page).getByText("YAML", { exact: true }).click();
  await expect(face(page).locator(".line-insert").first()).toBeVisible();
  await face(page).getByRole("button", { name: "Save", exact: true }).click();
  await expect(face(page).getByText("saved", { exact: true })).toBeVisible();
  const lines = readFileSync(join(workspace, file), "utf8").split("\n");
  expect(noted.split("\n").filter((line) => !lines.includes(line))).toEqual(["  report: {config_type: BashTask,bash: echo report,deps: [clean]}"]);
  expect(lines.filter((line) => !noted.split("\n").includes(line) && !/^ui:|positions:|\[-?\d+, -?\d+\]/.test(line))).toEqual(["  report: {config_type: BashTask,bash: echo report,deps: [clean], enabled: false}", "  step:", "    config_type: EmptyTask", "    deps: [fetch]"]);
}

/** Commits are listed with who and why; any two are compared on one graph; a task and the whole file come back as entries. */
export async function versionsOfGit(page: Page, workspace: string): Promise<void> {
  const second = noted.replace(/ {2}report: .*\n/, "  letter: { config_type: BashTask, bash: echo letter, deps: [clean] }\n").replace("select 1 as a", "select 2 as a");
  commit(workspace, noted, "First <b>version</b>");
  commit(workspace, second, "A letter instead of the report");
  await openDrawing(page, "noted");
  await expect(node(page, "letter")).toBeVisible();
  await showVersions(page);
  const list = face(page).getByRole("list", { name: "Versions" });
  await expect(list.getByText("Ada Lovelace · git")).toHaveCount(2);
  await list.getByRole("button", { name: /^First <b>version<\/b>/ }).click();
  await expect(inGraph(page, "report")).toHaveAttribute("data-diff", "removed");
  await expect(inGraph(page, "letter")).toHaveAttribute("data-diff", "added");
  await expect(inGraph(page, "clean")).toHaveAttribute("aria-label", /, Changed: sql$/);
  await expect(face(page).getByText("gone", { exact: true })).toBeVisible();
  await changes(page).getByRole("button", { name: "Restore clean" }).click();
  await expect(face(page).getByRole("status").filter({ hasText: /^Restored clean from the version of/ })).toBeVisible();
  await expect(inGraph(page, "clean")).not.toHaveAttribute("data-diff", /./);
  await page.keyboard.press("Control+s");
  await expect(face(page).getByText("saved", { exact: true })).toBeVisible();
  expect(readFileSync(join(workspace, file), "utf8")).toBe(second.replace("select 2 as a", "select 1 as a"));
  await face(page).getByRole("button", { name: "Restore this version" }).click();
  await expect(face(page).getByRole("status").filter({ hasText: "Nothing is different." })).toBeVisible();
  await face(page).getByRole("button", { name: "Back to the drawing" }).click();
  expect(await savedText(page, workspace, file)).toBe(noted);
  await undoAll(page);
  expect(await savedText(page, workspace, file)).toBe(second);
}

/** Without git each save leaves a version; one that was no YAML is compared as text. */
export async function versionsOfSaves(page: Page, workspace: string): Promise<void> {
  await openDrawing(page, "noted");
  await showVersions(page);
  await expect(face(page).getByText(/not in a git repository/)).toBeVisible();
  await expect(face(page).getByText(/^No versions yet/)).toBeVisible();
  await face(page).getByRole("button", { name: "Back to the drawing" }).click();
  await page.getByRole("treeitem", { name: /^report, / }).click();
  await page.keyboard.press("d");
  await savedText(page, workspace, file);
  await showVersions(page);
  const saved = face(page).getByRole("list", { name: "Versions" }).getByRole("button", { name: /^Saved here/ });
  await expect(saved).toHaveCount(2);
  await saved.last().click();
  await expect(inGraph(page, "report")).toHaveAttribute("aria-label", /, Changed: enabled$/);
  await face(page).getByRole("button", { name: "Back to the drawing" }).click();
  await page.keyboard.press("Control+\\");
  const editor = page.getByRole("region", { name: "YAML" }).locator(".monaco-editor").first();
  await editor.getByText("Who to ask", { exact: false }).click();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("broken: ]");
  await expect(page.getByRole("alert").filter({ hasText: /Line 2: / })).toBeVisible();
  await page.keyboard.press("Alt+c");
  await expect(face(page).getByText(/“Now, not saved” cannot be read as a DAG \(line 2: /)).toBeVisible();
  await expect(face(page).locator(".line-insert").first()).toBeVisible();
}

/** Dragged on the canvas, written in a field, typed in the YAML: undone one by one, to the byte. */
export async function undoAcrossViews(page: Page, workspace: string): Promise<void> {
  const canvas = await openDrawing(page, "noted");
  const before = await boxOf(node(page, "fetch"));
  await drag(page, { x: before.x + 40, y: before.y + 10 }, { x: before.x + 40, y: before.y + 130 });
  await page.getByRole("treeitem", { name: /^clean, / }).click();
  await page.keyboard.press("Enter");
  const doc = page.getByRole("complementary", { name: "Properties" }).getByRole("textbox", { name: "Description" });
  await doc.fill("Cleans");
  await doc.blur();
  await page.keyboard.press("Control+\\");
  const editor = page.getByRole("region", { name: "YAML" }).locator(".monaco-editor").first();
  await editor.getByText("Who to ask", { exact: false }).click();
  await page.keyboard.press("End");
  await page.keyboard.type(" or Bob");
  const written = await savedText(page, workspace, file);
  for (const part of ["# Who to ask: Ada or Bob\n", "doc: Cleans\n", "fetch: ["]) expect(written).toContain(part);
  await canvas.focus();
  const undone = async (gone: string): Promise<void> => {
    await page.keyboard.press("Control+z");
    expect(await savedText(page, workspace, file)).not.toContain(gone);
  };
  await undone(" or Bob");
  await undone("Cleans");
  await undone("fetch: [");
  expect(readFileSync(join(workspace, file), "utf8")).toBe(noted);
}
