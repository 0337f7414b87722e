/** Pictures of a whole DAG: what is saved is opened and looked into, and dropped again it is a DAG. */
import { readFileSync } from "node:fs";
import { expect, type Locator, type Page } from "playwright/test";
import { openDrawing } from "./draw.ts";

const hostileName = "drop'<svg onload=alert(1)>&\"x";

/** Names that would be markup, notes that would be too, and more than fits the screen. */
export const picturedDag = {
  "pictured.dag.yaml": `dag: pictured
tasks:
  first: { config_type: SqlTask, sql: select 1, doc: ${JSON.stringify(hostileName)} }
${Array.from({ length: 30 }, (_, at) => `  step_${at}: { config_type: EmptyTask, deps: [${at === 0 ? "first" : `step_${at - 1}`}] }\n`).join("")}ui:
  positions:
    first: [0, 0]
  notes:
    n1: { text: '</text><script>alert(1)</script> & <b>bold</b>', at: [0, -200], size: [420, 80], color: red }
`,
};

const dialog = (page: Page): Locator => page.getByRole("dialog", { name: "Save the graph as a picture" });

export async function openPictureDialog(page: Page): Promise<Locator> {
  await openDrawing(page, "pictured");
  await page.getByRole("button", { name: "Save the graph as a picture…" }).click();
  await expect(dialog(page).getByRole("img", { name: "Preview of DAG pictured" })).toBeVisible();
  return dialog(page);
}

/** Does what saves a file, and says where it lies then. */
export type Saved = (act: () => Promise<void>) => Promise<string>;

/** As a browser has it: a download. */
export const downloaded = (page: Page): Saved => async (act) => {
  const coming = page.waitForEvent("download");
  await act();
  return (await coming).path();
};

async function savePicture(page: Page, saved: Saved): Promise<Buffer> {
  const file = await saved(() => dialog(page).getByRole("button", { name: "Save picture" }).click());
  await expect(dialog(page)).toHaveCount(0);
  return readFileSync(file);
}

/** Width, height and the text under a keyword, read by the bytes of the PNG format. */
function readPng(bytes: Buffer): { width: number; height: number; text: string | null } {
  expect(bytes.subarray(1, 4).toString("latin1")).toBe("PNG");
  let text: string | null = null;
  for (let at = 8; at < bytes.length; at += bytes.readUInt32BE(at) + 12) {
    const data = bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at));
    const head = "Dagwright DAG\0\0\0\0\0";
    if (bytes.subarray(at + 4, at + 8).toString("latin1") === "iTXt" && data.subarray(0, head.length).toString("latin1") === head) text = data.subarray(head.length).toString("utf8");
  }
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), text };
}

export async function savePictures(page: Page, saved: Saved = downloaded(page)): Promise<{ png: Buffer; svg: Buffer }> {
  const yaml = picturedDag["pictured.dag.yaml"];
  const box = await openPictureDialog(page);
  await box.getByRole("radiogroup", { name: "Scale" }).getByText("1×").click();
  const size = /([\d,]+) × ([\d,]+) pixels, all 31 tasks/.exec((await box.getByText("pixels, all 31 tasks").textContent()) ?? "");
  const [width, height] = [size?.[1], size?.[2]].map((each) => Number(each?.replaceAll(",", "")));
  // The whole DAG, not what is in sight.
  expect(width).toBeGreaterThan(3_000);
  const png = await savePicture(page, saved);
  expect(readPng(png)).toEqual({ width, height, text: yaml });

  await page.getByRole("button", { name: "Save the graph as a picture…" }).click();
  await dialog(page).getByRole("radiogroup", { name: "Format" }).getByText("SVG").click();
  await dialog(page).getByRole("radiogroup", { name: "Theme" }).getByText("Dark").click();
  await dialog(page).getByLabel("Transparent background").click();
  return { png, svg: await savePicture(page, saved) };
}

/** Well-formed, with the YAML as text in its metadata, and nothing in it that could act. */
export async function expectSoundSvg(page: Page, svg: string): Promise<void> {
  const yaml = picturedDag["pictured.dag.yaml"];
  // The program's own page takes no markup at all.
  const other = await page.context().newPage();
  const read = await other.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
    const texts = [...parsed.querySelectorAll("text")].map((each) => each.textContent);
    const names = [...new Set([...parsed.querySelectorAll("*")].map((each) => each.localName))].toSorted();
    const acting = [...parsed.querySelectorAll("*")].flatMap((each) => each.getAttributeNames()).filter((name) => name.startsWith("on") || name.endsWith("href"));
    return { error: parsed.querySelector("parsererror")?.textContent ?? null, texts, names, acting, yaml: parsed.querySelector("metadata")?.textContent ?? null };
  }, svg);
  await other.close();
  expect({ error: read.error, yaml: read.yaml, acting: read.acting }).toEqual({ error: null, yaml, acting: [] });
  expect(read.names).toEqual(["dag", "metadata", "path", "rect", "style", "svg", "text", "title"]);
  expect(read.texts).toEqual(expect.arrayContaining(["first", "step_29"]));
  expect(read.texts.join(" ")).toContain("</text><script>alert(1)</script>");
}

/** Too large for a PNG is said, with the way out. */
export async function tooLargePicture(page: Page): Promise<void> {
  const box = await openPictureDialog(page);
  await box.getByRole("radiogroup", { name: "Scale" }).getByText("3×").click();
  await expect(box.getByRole("alert")).toContainText(/At 3× the picture is [\d,]+ × [\d,]+ pixels/);
  await expect(box.getByRole("button", { name: "Save picture" })).toBeDisabled();
  await box.getByRole("radiogroup", { name: "Format" }).getByText("SVG").click();
  await expect(box.getByRole("alert")).toHaveCount(0);
  await expect(box.getByRole("button", { name: "Save picture" })).toBeEnabled();
}

export async function copyAsImage(page: Page, clipboardTypes: () => Promise<string[]>): Promise<void> {
  const box = await openPictureDialog(page);
  await box.getByRole("radiogroup", { name: "Scale" }).getByText("1×").click();
  await box.getByRole("button", { name: "Copy image" }).click();
  await expect(box).toHaveCount(0);
  expect(await clipboardTypes()).toEqual(["image/png"]);
}
