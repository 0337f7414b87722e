/** When each task waited and ran, as an SVG that needs nothing around it. Of very many tasks the longest and those that failed are shown. */
import { durationWords } from "../../base/duration.ts";
import type { TaskInstance } from "../../model/run.ts";
import { html, type Markup } from "./html-text.ts";
import { stateWord } from "./state-words.ts";

const mostRows = 120;
const nameWidth = 220;
const barWidth = 640;
const row = 20;
const head = 24;

export interface DrawnGantt {
  readonly svg: Markup;
  readonly drawn: number;
  readonly ran: number;
}

type Ran = TaskInstance & { readonly startedAt: number };

export function ganttSvg(instances: readonly TaskInstance[], end: number): DrawnGantt | null {
  const ran = instances.filter((task): task is Ran => task.startedAt !== null);
  if (ran.length === 0) return null;
  const shown = chosen(ran, end).sort((one, other) => one.startedAt - other.startedAt);
  const from = Math.min(...shown.map(({ queuedAt, startedAt }) => queuedAt ?? startedAt));
  const to = Math.max(from + 1, ...shown.map(({ endedAt }) => endedAt ?? end));
  const at = (instant: number): number => nameWidth + Math.round(((instant - from) / (to - from)) * barWidth * 10) / 10;
  const bars = shown.map((task, index) => {
    const y = head + index * row;
    const name = task.taskId.length > 30 ? `${task.taskId.slice(0, 29)}…` : task.taskId;
    const ended = task.endedAt ?? end;
    const waited = task.queuedAt !== null && task.queuedAt < task.startedAt ? html`<rect class="waited" x="${at(task.queuedAt)}" y="${y + 6}" width="${Math.max(1, at(task.startedAt) - at(task.queuedAt))}" height="6"/>` : null;
    return html`<g class="s-${task.state}"><title>${task.taskId}: ${stateWord(task.state)}, ${durationWords(ended - task.startedAt)}</title><text class="name" x="0" y="${y + 13}">${name}</text>${waited}<rect class="ran" x="${at(task.startedAt)}" y="${y + 3}" width="${Math.max(2, at(ended) - at(task.startedAt))}" height="12" rx="2"/></g>`;
  });
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const x = nameWidth + share * barWidth;
    return html`<line x1="${x}" x2="${x}" y1="${head - 6}" y2="${head + shown.length * row}"/><text x="${x}" y="12" text-anchor="${share === 0 ? "start" : share === 1 ? "end" : "middle"}">${durationWords(Math.round(share * (to - from)))}</text>`;
  });
  const width = nameWidth + barWidth + 8;
  const height = head + shown.length * row + 4;
  const svg = html`<svg class="gantt" role="img" aria-label="${`When ${shown.length} tasks waited and ran, over ${durationWords(to - from)}`}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><g class="ticks">${ticks}</g>${bars}</svg>`;
  return { svg, drawn: shown.length, ran: ran.length };
}

function chosen(ran: readonly Ran[], end: number): Ran[] {
  if (ran.length <= mostRows) return [...ran];
  const weight = (task: Ran): number => (task.state === "failed" || task.state === "interrupted" ? Number.POSITIVE_INFINITY : (task.endedAt ?? end) - task.startedAt);
  return [...ran].sort((one, other) => (weight(other) === weight(one) ? 0 : weight(other) > weight(one) ? 1 : -1)).slice(0, mostRows);
}
