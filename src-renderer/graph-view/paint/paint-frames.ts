/** Open groups from afar: their frames, and their names where those can still be read. */
import { overlaps } from "../edge-lines.ts";
import { areaOf, type GraphPainting, type PaintView } from "./painting.ts";

/** Names of groups are what can still be read of a graph that is far away. */
const namedFrom = { width: 72, height: 28 };
const letterPx = 6.2;
/** Of a frame at full size, above what lies in it. */
const frameHeadPx = 30;

export function paintFrames(context: CanvasRenderingContext2D, { frames, hasNames, colours, facts }: GraphPainting, view: PaintView): void {
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
    if (!hasNames || width < namedFrom.width || height < namedFrom.height) continue;
    context.font = `600 11px ${colours.font}`;
    context.textBaseline = "alphabetic";
    context.fillStyle = colours.dimText;
    const letters = Math.floor((width - 12) / letterPx);
    // From far away the head is lower than a letter: the name would lie on the tasks, so it stands above.
    const isInHead = frameHeadPx * view.zoom >= 15;
    context.fillText(id.length <= letters ? id : `${id.slice(0, letters - 1)}…`, left + (isInHead ? 6 : 1), isInHead ? top + 13 : top - 4);
  }
}
