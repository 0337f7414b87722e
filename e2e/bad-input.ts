/** Files that are wrong, each in its own way: what the person is told, and where. The rows of YAML that a file can hold, and SQL. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "playwright/test";
import { node, openDrawing } from "./draw.ts";
import { goTo } from "./screens.ts";

export interface BadFile {
  readonly id: string;
  readonly text: string | Buffer;
  /** In the words of the message. */
  readonly says: RegExp;
}

const task = "config_type: EmptyTask";
const cycle = Array.from({ length: 300 }, (_, at) => `  t${at}: { ${task}, deps: [t${(at + 1) % 300}] }`).join("\n");
const laughs = ["a: &a [x, x]", ...Array.from({ length: 9 }, (_, at) => `${"bcdefghij"[at]}: &${"bcdefghij"[at]} [${Array(10).fill(`*${"abcdefghi"[at]}`).join(", ")}]`)].join("\n");

export const badFiles: readonly BadFile[] = [
  { id: "laughs", text: `dag: laughs\n${laughs}\ntasks: { a: { ${task} } }\n`, says: /alias/i },
  { id: "deep", text: `dag: deep\ntasks: ${"[".repeat(10_000)}\n`, says: /nest|deep|level/i },
  { id: "tabs", text: `dag: tabs\ntasks:\n\tone: { ${task} }\n`, says: /tab/i },
  { id: "tag", text: "dag: tag\ntasks:\n  one: !!python/object/apply:os.system [touch pwned]\n", says: /tag/i },
  { id: "selfalias", text: "dag: selfalias\ntasks: &t\n  one: *t\n", says: /alias|itself/i },
  { id: "missing", text: `dag: missing\ntasks:\n  one: { ${task}, deps: [nowhere] }\n`, says: /depends on nowhere/ },
  { id: "self", text: `dag: self\ntasks:\n  one: { ${task}, deps: [one] }\n`, says: /itself|circle/ },
  { id: "circle", text: `dag: circle\ntasks:\n${cycle}\n`, says: /300 tasks depend on one another in a circle/ },
  { id: "twins", text: `dag: twins\ntasks:\n  caf\u00e9: { ${task} }\n  cafe\u0301: { ${task} }\n`, says: /caf/ },
  { id: "key", text: `dag: key\nshedule: '@daily'\ntasks:\n  one: { ${task} }\n`, says: /Did you mean schedule/ },
  { id: "outside", text: "dag: outside\ntasks:\n  one: { config_type: SqlTask, sql: ../../../etc/passwd.sql }\n", says: /outside|workspace/ },
  { id: "utf16", text: Buffer.from("\ufeffdag: utf16\n", "utf16le"), says: /UTF-16|encod/i },
  { id: "latin", text: Buffer.from([...Buffer.from("dag: latin\ndoc: caf"), 0xe9, 0x0a]), says: /UTF-8|byte/ },
  { id: "zone", text: `dag: zone\ntimezone: Mars/Olympus\ntasks: { one: { ${task} } }\n`, says: /Mars\/Olympus/ },
  { id: "open", text: "dag: [open\n", says: /./ },
];

export function writeBadFiles(workspace: string): void {
  for (const { id, text } of badFiles) writeFileSync(join(workspace, `${id}.dag.yaml`), text);
}

/** Every file is told of in the list, with its place; a mistake in one harms no other. */
export async function listTellsAll(page: Page): Promise<void> {
  await goTo(page, "#/dags");
  const list = page.getByRole("region", { name: "List of problems" });
  await expect(list).toBeVisible();
  const seen = new Set<string>();
  // Only what is in sight is drawn.
  for (let top = 0; top < (await list.evaluate((each) => each.scrollHeight)); top += 60) {
    await list.evaluate((each, to) => void (each.scrollTop = to), top);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
    for (const text of await list.getByRole("listitem").allInnerTexts()) seen.add(text.replaceAll(/\s+/g, " "));
  }
  for (const { id, says } of badFiles) expect([...seen].filter((text) => new RegExp(`${id}\\.dag\\.yaml:\\d+:\\d+`).test(text) && says.test(text)), id).not.toEqual([]);
}

/** The drawing of a file that is no YAML says what is wrong, leads to the place, and is there as soon as it is mended. */
export async function brokenIsMended(page: Page): Promise<void> {
  await goTo(page, "#/dags/open");
  await page.getByText("Draw", { exact: true }).click();
  const banner = page.getByRole("alert").filter({ hasText: "Line 1" });
  await expect(banner).toContainText("It can be drawn when that is mended.");
  await banner.getByRole("button", { name: "Show in the YAML" }).click();
  await expect(page.locator(".monaco-editor .squiggly-error")).toHaveCount(1);
  await expect(page.getByRole("textbox", { name: "YAML of open" })).toBeFocused();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("dag: open\ntasks:", { delay: 30 });
  // The editor indents only below a line that it has read, and reads what was written over all at leisure: then the word has its own colour.
  await expect(page.locator(".monaco-editor .view-line").getByText("tasks", { exact: true })).toBeVisible();
  await page.keyboard.press("Enter");
  await page.keyboard.type("one: { config_type: EmptyTask }", { delay: 30 });
  await expect(node(page, "one")).toBeVisible();
  await expect(banner).toHaveCount(0);
  await page.keyboard.type(" }");
  await expect(page.getByRole("alert").filter({ hasText: "Drawn is what stood there before it." })).toBeVisible();
  await expect(node(page, "one")).toBeVisible();
}

/** What is no task explains itself on the canvas, and changes nothing. */
export async function nonsensePasted(page: Page): Promise<void> {
  const canvas = await openDrawing(page, "key");
  for (const text of ["hello", "[1, 2", "tasks: 7", "\u0000\u0001", "<img src=x onerror=alert(1)>"]) {
    await page.evaluate((pasted) => navigator.clipboard.writeText(pasted), text);
    await canvas.focus();
    await page.keyboard.press("Control+v");
    await expect(page.getByRole("status").filter({ hasText: /paste|task/i }).first()).toBeVisible();
    await expect(page.getByRole("button", { name: "Undo", exact: true })).toBeDisabled();
  }
}
