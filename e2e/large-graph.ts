/** A graph of which only a part stands in the page: while it moves, its lines are painted. */
import { expect, type Page } from "playwright/test";
import { boxOf, openDrawing } from "./draw.ts";

const tasks = Array.from({ length: 200 }, (_, at) => `  t${at}: { config_type: EmptyTask${at < 10 ? "" : `, deps: [t${at - 10}, t${at - 9}]`} }\n`);

export const largeDag = { "large.dag.yaml": `dag: large\ntasks:\n${tasks.join("")}` };

/** Points of the painted layer on which something is; none while it is hidden. */
function pointsPainted(): number {
  const canvas = document.querySelector<HTMLCanvasElement>("[role=application][data-editing][data-painted] .react-flow__viewport canvas");
  if (canvas === null || getComputedStyle(canvas).visibility === "hidden") return 0;
  const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
  let count = 0;
  for (let at = 3; at < pixels.length; at += 4) if ((pixels[at] ?? 0) > 0) count += 1;
  return count;
}

export async function paintWhatMoves(page: Page): Promise<void> {
  const canvas = await openDrawing(page, "large");
  await canvas.focus();
  await page.keyboard.press("0");
  await expect(page.getByRole("button", { name: /^Zoom is 100 %/ })).toBeVisible();
  await expect(canvas).not.toHaveAttribute("data-painted");
  await expect(page.getByRole("img", { name: /^Edge from t\d+ to t\d+$/ }).first()).toBeAttached();
  const area = await boxOf(canvas);
  const middle = { x: area.x + area.width / 2, y: area.y + area.height / 2 };
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down({ button: "middle" });
  let left = 0;
  await expect
    .poll(async () => {
      left += 4;
      await page.mouse.move(middle.x - left, middle.y);
      return page.evaluate(pointsPainted);
    })
    .toBeGreaterThan(1000);
  await page.mouse.up({ button: "middle" });
  await expect(canvas).not.toHaveAttribute("data-painted");
}
