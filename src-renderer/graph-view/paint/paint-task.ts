/** One task on a canvas: a dash of its state's colour from afar, a card with its name from nearer. Looks as the card of the page does. */
import type { GraphTask } from "../../../shared/model/dag.ts";
import type { Box } from "../layout.ts";
import { kindWord, roleWord } from "../task-status.ts";
import { zoomLevelOf } from "../zoom-level.ts";
import { loudStates, type GraphPainting, type PaintView } from "./painting.ts";

/** A loud state is never smaller than this. */
const loudSide = 6;
/** What needs nobody steps back, so that the rest is found among hundreds. */
const settled: ReadonlySet<string> = new Set(["success", "skipped", "removed", "none"]);
const settledAlpha = 0.6;
/** What a filter does not want. */
const faintAlpha = 0.22;
const cardFaintAlpha = 0.4;
/** Smaller than this, round corners are not seen, and dear. */
const roundFrom = 6;

export function paintDash(context: CanvasRenderingContext2D, { colours, facts }: GraphPainting, view: PaintView, task: GraphTask, box: Box): void {
  const isFaint = facts.isFaint(task.id);
  const state = isFaint ? "none" : facts.stateOf(task.id);
  const loud = loudStates.has(state);
  const isSelected = facts.emphasisOf(task.id) === "selected";
  const least = loud ? loudSide : 2;
  const width = Math.max(least, box.width * view.zoom);
  const height = Math.max(least, box.height * view.zoom);
  const left = (box.x + box.width / 2) * view.zoom + view.x - width / 2;
  const top = (box.y + box.height / 2) * view.zoom + view.y - height / 2;
  const isMarked = facts.isOnTrail(task.id);
  context.fillStyle = colours.stateOf(state);
  context.globalAlpha = isFaint ? faintAlpha : settled.has(state) && !isMarked ? settledAlpha : 1;
  if (height < roundFrom && !loud && !isSelected && !isMarked) context.fillRect(left, top, width, height);
  else {
    context.beginPath();
    context.roundRect(left, top, width, height, Math.min(3, height / 4));
    context.fill();
  }
  context.globalAlpha = 1;
  if (loud) ring(context, colours.surface, 1);
  if (isMarked) ring(context, colours.text, 1.5);
  if (isSelected) ring(context, colours.accent, 2);
}

export function paintCard(context: CanvasRenderingContext2D, { colours, facts }: GraphPainting, view: PaintView, task: GraphTask, box: Box): void {
  const { zoom } = view;
  const left = box.x * zoom + view.x;
  const top = box.y * zoom + view.y;
  const width = box.width * zoom;
  const height = box.height * zoom;
  const isFaint = facts.isFaint(task.id);
  const state = isFaint ? "none" : facts.stateOf(task.id);
  const emphasis = facts.emphasisOf(task.id);
  const isFull = zoomLevelOf(zoom) === "full";
  context.globalAlpha = isFaint ? cardFaintAlpha : task.enabled ? 1 : 0.82;
  context.fillStyle = loudStates.has(state) ? colours.stateOf(state) : colours.border;
  context.fillRect(left, top, width, height);
  context.fillStyle = colours.card;
  const line = Math.max(0.75, zoom);
  context.fillRect(left + line, top + line, width - 2 * line, height - 2 * line);
  context.fillStyle = colours.stateOf(state);
  context.fillRect(left, top, (isFull ? 3 : 7) * zoom, height);
  nameOn(context, { task, colours, left: left + (isFull ? 33 : 45) * zoom, middle: top + height / 2, width: width - 55 * zoom, zoom, isFull });
  dotOn(context, left + (isFull ? 19 : 27) * zoom, top + (isFull ? 19.5 * zoom : height / 2), (isFull ? 5 : 8) * zoom);
  const share = facts.figureOf(task.id);
  if (share?.share != null) {
    context.fillStyle = share.isSlow ? colours.warn : colours.edge;
    context.fillRect(left + 3 * zoom, top + height - 4 * zoom, (width - 4 * zoom) * share.share, 3 * zoom);
  }
  context.globalAlpha = 1;
  const isMarked = facts.isOnTrail(task.id);
  if (emphasis === undefined && !isMarked) return;
  context.beginPath();
  context.rect(left - 1, top - 1, width + 2, height + 2);
  context.globalAlpha = emphasis === "selected" || isMarked ? 1 : 0.55;
  ring(context, emphasis !== "selected" && isMarked ? colours.text : colours.accent, emphasis === "selected" || isMarked ? 2 : 1);
  context.globalAlpha = 1;
}

interface Name {
  readonly task: GraphTask;
  readonly colours: GraphPainting["colours"];
  readonly left: number;
  readonly middle: number;
  readonly width: number;
  readonly zoom: number;
  readonly isFull: boolean;
}

function nameOn(context: CanvasRenderingContext2D, { task, colours, left, middle, width, zoom, isFull }: Name): void {
  const state = context.fillStyle;
  const px = (isFull ? 13 : 19) * zoom;
  context.textBaseline = "middle";
  context.fillStyle = colours.text;
  context.font = `550 ${px}px ${colours.font}`;
  context.fillText(cut(task.id, width / (px * 0.56)), left, middle - (isFull ? 8.5 * zoom : 0));
  if (isFull) {
    context.fillStyle = colours.dimText;
    context.font = `450 ${11 * zoom}px ${colours.font}`;
    context.fillText(task.role === undefined ? kindWord(task.kind) : `${kindWord(task.kind)} · ${roleWord(task.role)}`, left, middle + 9.5 * zoom);
  }
  context.fillStyle = state;
}

function cut(name: string, letters: number): string {
  return name.length <= letters ? name : `${name.slice(0, Math.max(1, Math.floor(letters) - 1))}…`;
}

function dotOn(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

function ring(context: CanvasRenderingContext2D, colour: string, width: number): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}
