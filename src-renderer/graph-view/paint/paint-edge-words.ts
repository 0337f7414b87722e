/** The words on edges while they are painted: each on a plate, which costs a tenth of an outline around its letters. */
import { touches } from "../edge-lines.ts";
import { areaOf, type GraphPainting, type PaintView } from "./painting.ts";

const wordsAStep = 40;
const letterPx = 6.1;
const linePx = 16;

export function* paintEdgeWords(context: CanvasRenderingContext2D, { lines, colours, facts }: GraphPainting, view: PaintView): Generator<void, void> {
  const area = areaOf(view);
  const px = 11 * view.zoom;
  let count = 0;
  for (const line of lines) {
    if (!touches(line, area)) continue;
    const found = facts.wordsOf(line);
    if (found === null) continue;
    if (count === 0) {
      context.font = `450 ${px}px ${colours.font}`;
      context.textBaseline = "middle";
      context.textAlign = "center";
    }
    const { words, at } = found;
    const x = at.x * view.zoom + view.x;
    const y = at.y * view.zoom + view.y;
    const width = Math.max(...words.lines.map((text) => text.length)) * letterPx * view.zoom;
    const height = words.lines.length * linePx * view.zoom;
    context.fillStyle = colours.canvas;
    context.fillRect(x - width / 2 - 2, y - height / 2, width + 4, height);
    context.fillStyle = words.isOver ? colours.warn : colours.dimText;
    for (const [place, text] of words.lines.entries()) context.fillText(text, x, y + (place - (words.lines.length - 1) / 2) * linePx * view.zoom);
    if (++count % wordsAStep === 0) yield;
  }
  context.textAlign = "start";
}
