/** Dropping files in the browser. */
import { expect, test } from "playwright/test";
import { dropDag, dropData, dropPicture, dropPrograms, refuseDrops } from "./drops.ts";
import { picturedDag, savePictures } from "./pictures.ts";
import { visit } from "./visit-browser.ts";

test("programs that are dropped become tasks: named, copied or taken in", () => visit(dropDag, (page, { path }) => dropPrograms(page, path)));
test("data that is dropped becomes tasks that load it", () => visit(dropDag, (page, { path }) => dropData(page, path)));
test("what cannot be dropped says why", () => visit(dropDag, (page) => refuseDrops(page)));
test("a picture of a DAG that is dropped is a DAG again", async () => {
  let png: Buffer = Buffer.alloc(0);
  await visit(picturedDag, async (page) => void ({ png } = await savePictures(page)));
  expect(png.length).toBeGreaterThan(0);
  await visit(dropDag, (page, { path }) => dropPicture(page, path, png));
});
