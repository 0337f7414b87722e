/** Open groups from afar: their frames, and their names where those can still be read. */
import { overlaps } from "../edge-lines.ts";
import { areaOf, type GraphPainting, type PaintView } from "./painting.ts";

/** Names of groups are what can still be read of a graph that is far away. */
const namedFrom = { width: 72, height: 28 };
const letterPx = 6.2;
/** Of a frame at full size, above what lies in it. */
const frameHeadPx = 30;
/** Around a line of letters. */
const plate = { above: 11, below: 4 } as const;

export function paintFrames(context: CanvasRenderingContext2D, { frames, colours, facts }: GraphPainting, view: PaintView): void {
  const area = areaOf(view);
  for (const [id, box] of frames) {
    if (!overlaps(box, area)) continue;
    const left = box.x * view.zoom + view.x;
    const top = box.y * view.zoom + view.y;
    const width = box.width * view.zoom;
    const height = box.height * view.zoom;
    const isSelected = facts.emphasisOf(id) === "selected";
    context.beginPath();
    context.roundRect(left, top, width, height, Math.min(6, height / 4));
    context.fillStyle = colours.frame;
    context.fill();
    context.strokeStyle = isSelected ? colours.accent : colours.border;
    context.lineWidth = isSelected ? 2 : 1;
    context.stroke();
  }
}

/** On top of all, and each on a plate of its own: from far away the head of a frame is lower than a letter, and something lies there. */
export function paintFrameNames(context: CanvasRenderingContext2D, { frames, hasNames, colours }: GraphPainting, view: PaintView): void {
  if (!hasNames) return;
  const area = areaOf(view);
  context.font = `600 11px ${colours.font}`;
  context.textBaseline = "alphabetic";
  for (const [id, box] of frames) {
    const width = box.width * view.zoom;
    if (!overlaps(box, area) || width < namedFrom.width || box.height * view.zoom < namedFrom.height) continue;
    const letters = Math.floor((width - 12) / letterPx);
    const name = id.length <= letters ? id : `${id.slice(0, letters - 1)}…`;
    const left = box.x * view.zoom + view.x + 6;
    const line = box.y * view.zoom + view.y + (frameHeadPx * view.zoom >= plate.above ? 13 : 4);
    context.fillStyle = colours.surface;
    context.beginPath();
    context.roundRect(left - 4, line - plate.above, context.measureText(name).width + 8, plate.above + plate.below, 3);
    context.fill();
    context.fillStyle = colours.text;
    context.fillText(name, left, line);
  }
}
