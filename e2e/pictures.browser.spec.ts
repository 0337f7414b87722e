/** Pictures of a DAG in the browser. */
import { test } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { copyAsImage, expectSoundSvg, openPictureDialog, picturedDag, savePictures, tooLargePicture } from "./pictures.ts";
import { visit } from "./visit-browser.ts";

test("the whole DAG is saved as PNG and SVG, with its YAML inside and every name as text", () =>
  visit(picturedDag, async (page) => {
    const { svg } = await savePictures(page);
    await expectSoundSvg(page, svg.toString("utf8"));
  }));
test("a picture that no PNG can hold is refused with the way out", () => visit(picturedDag, (page) => tooLargePicture(page)));
test("the picture is copied as an image", () => visit(picturedDag, (page) => copyAsImage(page, () => page.evaluate(async () => (await navigator.clipboard.read()).flatMap((item) => [...item.types])))));
test("the picture dialog is accessible in both themes", () => visit(picturedDag, (page) => expectAccessible(page, [{ name: "picture", open: async (each) => void (await openPictureDialog(each)) }])));
