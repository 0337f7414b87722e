/** Pictures of a DAG in the desktop window: saved through the native dialog, copied to the real clipboard, dropped again. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "playwright/test";
import { dropDag, dropPicture } from "./drops.ts";
import type { LaunchedDesktop } from "./launch-desktop.ts";
import { copyAsImage, picturedDag, savePictures, tooLargePicture, type Saved } from "./pictures.ts";
import { visit } from "./visit-desktop.ts";

/** The native dialog answers with a file in this folder, of another name each time. */
function chosenIn(folder: string, { app }: LaunchedDesktop): Saved {
  let count = 0;
  return async (act) => {
    const file = join(folder, `saved-${(count += 1)}`);
    await app.evaluate(({ dialog }, filePath) => void (dialog.showSaveDialog = async () => ({ canceled: false, filePath })), file);
    await act();
    await expect.poll(() => existsSync(file)).toBe(true);
    return file;
  };
}

/** Older runtimes have another way to ask. */
function clipboardTypes(app: LaunchedDesktop["app"]): Promise<string[]> {
  return app.evaluate(async ({ clipboard }) => {
    if (!("availableFormats" in clipboard) || typeof clipboard.availableFormats !== "function") return (await clipboard.read()).flatMap((item) => [...item.types]);
    const formats: unknown = clipboard.availableFormats();
    return Array.isArray(formats) ? formats.map(String) : [];
  });
}

test("the whole DAG is saved as PNG and SVG, and the PNG dropped is a DAG again", async () => {
  let png: Buffer = Buffer.alloc(0);
  await visit(picturedDag, async (page, { path }, desktop) => {
    const saved = await savePictures(page, chosenIn(path, desktop));
    const svg = saved.svg.toString("utf8");
    expect([svg.startsWith("<?xml "), svg.trimEnd().endsWith("</svg>"), svg.includes("step_29"), svg.includes("<script")]).toEqual([true, true, true, false]);
    png = saved.png;
  });
  await visit(dropDag, (page, { path }) => dropPicture(page, path, png));
});
test("a picture that no PNG can hold is refused with the way out", () => visit(picturedDag, (page) => tooLargePicture(page)));
test("the picture is copied as an image", () => visit(picturedDag, (page, _workspace, { app }) => copyAsImage(page, () => clipboardTypes(app))));
