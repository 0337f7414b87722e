/** Run capsules that are dropped on the window: anywhere on it, good ones and bad ones. The same in the desktop and in the browser. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { expect, type Page } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { dropFilesOn } from "./drop-files.ts";
import { openDrawing } from "./draw.ts";
import { expectRunState } from "./journeys.ts";
import { goTo } from "./screens.ts";

export const readerWorkspace = { "mine.dag.yaml": "dag: mine\ntasks:\n  one: { config_type: EmptyTask }\n" };

interface Bad {
  readonly name: string;
  readonly bytes: Buffer;
  readonly says: string | RegExp;
}

/** A ZIP of one file that is not packed. */
function zipOf(name: string, content: string): Buffer {
  const bytes = Buffer.from(content);
  const sizes = Buffer.alloc(12);
  sizes.writeUInt32LE(crc32(bytes), 0);
  sizes.writeUInt32LE(bytes.length, 4);
  sizes.writeUInt32LE(bytes.length, 8);
  const part = (length: number, signature: number, fields: Readonly<Record<number, number>>): Buffer => {
    const header = Buffer.alloc(length);
    header.writeUInt32LE(signature, 0);
    for (const [at, value] of Object.entries(fields)) header.writeUInt16LE(value, Number(at));
    return header;
  };
  const local = part(30, 0x04034b50, { 4: 20, 26: name.length });
  sizes.copy(local, 14);
  const central = part(46, 0x02014b50, { 4: 20, 6: 20, 28: name.length });
  sizes.copy(central, 16);
  const start = local.length + name.length + bytes.length;
  const end = part(22, 0x06054b50, { 8: 1, 10: 1, 12: central.length + name.length, 16: start });
  return Buffer.concat([local, Buffer.from(name), bytes, central, Buffer.from(name), end]);
}

/** One changed bit in the middle of the first packed file. */
function damaged(good: Buffer): Buffer {
  const copy = Buffer.from(good);
  const at = 30 + copy.readUInt16LE(26) + Math.floor(copy.readUInt32LE(18) / 2);
  copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
  return copy;
}

function badOnes(good: Buffer): readonly Bad[] {
  return [
    { name: "cut.dagwright-run", bytes: good.subarray(0, Math.floor(good.length / 2)), says: "was cut off" },
    { name: "damaged.dagwright-run", bytes: damaged(good), says: /damaged|cannot be unpacked|was changed/ },
    { name: "newer.dagwright-run", bytes: zipOf("manifest.json", JSON.stringify({ format: "dagwright-run", formatVersion: 99, wonders: true })), says: "has format 99, and this Dagwright reads up to 1; update Dagwright to open it" },
    { name: "other.dagwright-run", bytes: zipOf("word/document.xml", "<xml/>"), says: "has no manifest.json" },
    { name: "climbing.dagwright-run", bytes: zipOf("../../escaped", "out"), says: "which no run capsule has" },
    { name: "text.dagwright-run", bytes: Buffer.from("not a capsule at all\n"), says: "is no run capsule" },
    { name: "empty.dagwright-run", bytes: Buffer.alloc(0), says: "is no run capsule" },
  ];
}

const strip = (page: Page) => page.getByRole("note", { name: "Run capsule" });
const dialog = (page: Page) => page.getByRole("dialog", { name: "Open a run capsule" });

/** Nothing was unpacked, no piece of an upload lies about, and no run came. */
async function expectNothingOpened(page: Page, workspace: string): Promise<void> {
  const folder = join(workspace, ".dagwright", "capsules");
  expect(existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => entry.name) : []).toEqual([]);
  await expect(strip(page)).toHaveCount(0);
  await expect(dialog(page).getByRole("list", { name: "Opened before" })).toHaveCount(0);
}

/** Each says what is wrong with it, and leaves nothing behind. */
export async function refuseBadCapsules(page: Page, workspace: string, good: string): Promise<void> {
  const folder = join(good, "..");
  for (const { name, bytes, says } of badOnes(readFileSync(good))) {
    writeFileSync(join(folder, name), bytes);
    await goTo(page, "#/runs");
    await dropFilesOn(page, page.getByRole("heading", { name: "Runs", level: 1 }), [join(folder, name)]);
    await expect(dialog(page).getByRole("alert"), name).toContainText(says);
    await expectNothingOpened(page, workspace);
    await page.keyboard.press("Escape");
    await expect(dialog(page)).toHaveCount(0);
    await expect(page).toHaveURL(/#\/runs$/);
  }
  await expect(page.getByText("Nothing has run yet")).toBeVisible();
}

async function expectOpened(page: Page): Promise<void> {
  await expect(strip(page)).toContainText("Run capsule of", { timeout: 20_000 });
  await expectRunState(page, "shop", "Failed");
  await expect(dialog(page)).toHaveCount(0);
}

/** On a list that takes files itself, on a canvas that does too, on a page that does not, beside bad ones and while the dialog says why another one was refused. */
export async function openDroppedCapsules(page: Page, good: string): Promise<void> {
  await page.getByRole("link", { name: "DAGs", exact: true }).click();
  await dropFilesOn(page, page.getByRole("heading", { name: "DAGs", level: 1 }), [good]);
  await expectOpened(page);

  const canvas = await openDrawing(page, "mine");
  await dropFilesOn(page, canvas, [good]);
  await expectOpened(page);
  await page.goBack();
  await expect(page.getByText(/^Drop SQL, Python/)).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Undo", exact: true })).toBeDisabled();

  await dropFilesOn(page, page.getByRole("tree", { name: "Tasks of mine" }), [good]);
  await expectOpened(page);
  await goTo(page, "#/health");
  await dropFilesOn(page, page.getByRole("main"), [join(good, "..", "cut.dagwright-run")]);
  await expectAccessible(page, [{ name: "refused capsule", open: (each) => expect(dialog(each).getByRole("alert")).toContainText("was cut off") }]);
  await dropFilesOn(page, dialog(page), [good]);
  await expectOpened(page);
}
