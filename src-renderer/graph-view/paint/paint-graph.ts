/** Draws tasks and lines on a canvas, in steps of a fraction of a millisecond, so that whoever draws thousands can stop for the next frame. */
import type { GraphTask } from "../../../shared/model/dag.ts";
import { overlaps, touches, type EdgeLine } from "../edge-lines.ts";
import type { Box } from "../layout.ts";
import { zoomLevelOf } from "../zoom-level.ts";
import { paintFrameNames, paintFrames } from "./paint-frames.ts";
import { paintEdgeWords } from "./paint-edge-words.ts";
import { paintCard, paintDash } from "./paint-task.ts";
import { areaOf, loudStates, type GraphPainting, type PaintView } from "./painting.ts";

const linesAStep = 60;
const tasksAStep = 30;
/** From here on a line is as thick as it ought to be; thinner ones are paler instead. */
const fullLineFrom = 2 / 3;
/** Below this, lines would only be dirt. */
const linesFrom = 0.03;

export function* paintGraph(context: CanvasRenderingContext2D, painting: GraphPainting, view: PaintView): Generator<void, void> {
  if (zoomLevelOf(view.zoom) === "far") paintFrames(context, painting, view);
  if (view.zoom > linesFrom) yield* paintLines(context, painting, view);
  const area = areaOf(view);
  const level = zoomLevelOf(view.zoom);
  const { facts } = painting;
  const later: GraphTask[] = [];
  let count = 0;
  const paint = (task: GraphTask, box: Box): void => (level === "far" ? paintDash(context, painting, view, task, box) : paintCard(context, painting, view, task, box));
  for (const task of painting.tasks) {
    const box = painting.boxOf(task.id);
    if (box === undefined || !overlaps(box, area)) continue;
    const isLoud = loudStates.has(facts.stateOf(task.id)) && !facts.isFaint(task.id);
    if (isLoud || facts.emphasisOf(task.id) === "selected" || facts.isOnTrail(task.id)) later.push(task);
    else {
      paint(task, box);
      if (++count % tasksAStep === 0) yield;
    }
  }
  for (const task of later) {
    const box = painting.boxOf(task.id);
    if (box !== undefined) paint(task, box);
    if (++count % tasksAStep === 0) yield;
  }
  if (level === "full") yield* paintEdgeWords(context, painting, view);
  if (level === "far") paintFrameNames(context, painting, view);
}

function* paintLines(context: CanvasRenderingContext2D, { lines, colours, facts }: GraphPainting, view: PaintView): Generator<void, void> {
  const area = areaOf(view);
  const plain = view.zoom < fullLineFrom ? colours.faintEdge : colours.edge;
  const bold: EdgeLine[] = [];
  let count = 0;
  context.fillStyle = plain;
  for (const line of lines) {
    if (!touches(line, area)) continue;
    const look = facts.lookOf(line);
    if (look !== "plain" && look !== "faded") bold.push(line);
    else {
      context.fillStyle = look === "faded" ? colours.border : plain;
      traceLine(context, line, view, 1.5);
      if (++count % linesAStep === 0) yield;
    }
  }
  for (const line of bold) {
    const look = facts.lookOf(line);
    context.fillStyle = look === "trail" ? colours.text : look === "over" ? colours.warn : colours.accent;
    traceLine(context, line, view, 2.5);
    if (++count % linesAStep === 0) yield;
  }
}

/** Lines run upright and level: as boxes they are drawn many times faster than as a path. */
function traceLine(context: CanvasRenderingContext2D, { points }: EdgeLine, view: PaintView, width: number): void {
  const thick = Math.max(1, width * view.zoom);
  for (let at = 1; at < points.length; at += 1) {
    const from = points[at - 1];
    const to = points[at];
    if (from === undefined || to === undefined) continue;
    const left = Math.min(from.x, to.x) * view.zoom + view.x - thick / 2;
    const top = Math.min(from.y, to.y) * view.zoom + view.y - thick / 2;
    context.fillRect(left, top, Math.abs(to.x - from.x) * view.zoom + thick, Math.abs(to.y - from.y) * view.zoom + thick);
  }
}
