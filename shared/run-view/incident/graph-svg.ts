/** The graph of a run with its states, as an SVG that needs nothing around it. A large one shows what failed and what is near it. */
import { layOut } from "../../layout/lay-out.ts";
import type { GraphTask } from "../../model/dag.ts";
import type { TaskInstance } from "../../model/run.ts";
import { html, type Markup } from "./html-text.ts";
import { stateSign, stateWord } from "./state-words.ts";

const mostDrawn = 150;
const node = { width: 190, height: 44 } as const;
const margin = 8;

export interface DrawnGraph {
  readonly svg: Markup;
  readonly drawn: number;
}

export function graphSvg(tasks: readonly GraphTask[], instances: readonly TaskInstance[]): DrawnGraph {
  const states = new Map(instances.map(({ taskId, state }) => [taskId, state]));
  const shown = chosen(tasks, states);
  const ids = new Set(shown.map(({ id }) => id));
  const edges = shown.flatMap(({ id, deps }) => deps.filter((dep) => ids.has(dep)).map((dep) => ({ id: `${dep}\n${id}`, source: dep, target: id })));
  const layout = layOut({ nodes: shown.map(({ id }) => ({ id, ...node })), edges });
  const lines = edges.map(({ id }) => {
    const points = layout.edges.get(id) ?? [];
    return points.length < 2 ? null : html`<polyline points="${points.map(({ x, y }) => `${round(x)},${round(y)}`).join(" ")}"/>`;
  });
  const boxes = shown.map(({ id, kind }) => {
    const box = layout.nodes.get(id);
    if (box === undefined) return null;
    const state = states.get(id) ?? "none";
    const name = id.length > 24 ? `${id.slice(0, 23)}…` : id;
    return html`<g class="s-${state}"><title>${id}: ${stateWord(state)}</title><rect class="card" x="${round(box.x)}" y="${round(box.y)}" width="${node.width}" height="${node.height}" rx="6"/><rect class="edge" x="${round(box.x)}" y="${round(box.y)}" width="4" height="${node.height}" rx="2"/><text class="name" x="${round(box.x + 14)}" y="${round(box.y + 18)}">${name}</text><text class="state" x="${round(box.x + 14)}" y="${round(box.y + 34)}">${stateSign(state)} ${stateWord(state)} · ${kind.replace(/Task$/, "")}</text></g>`;
  });
  const width = Math.ceil(layout.width) + 2 * margin;
  const height = Math.ceil(layout.height) + 2 * margin;
  const failed = shown.filter(({ id }) => states.get(id) === "failed").map(({ id }) => id);
  const label = `Graph of ${shown.length} tasks. ${failed.length === 0 ? "None failed." : `Failed: ${failed.slice(0, 10).join(", ")}.`}`;
  const svg = html`<svg class="graph" role="img" aria-label="${label}" viewBox="${-margin} ${-margin} ${width} ${height}" width="${width}" height="${height}"><g class="lines">${lines}</g>${boxes}</svg>`;
  return { svg, drawn: shown.length };
}

const round = (value: number): number => Math.round(value * 10) / 10;
const isBroken = (state: string | undefined): boolean => state === "failed" || state === "interrupted";

/** All of a small graph; of a large one what failed, then its neighbours outwards, as many as can be read. */
function chosen(tasks: readonly GraphTask[], states: ReadonlyMap<string, string>): readonly GraphTask[] {
  if (tasks.length <= mostDrawn) return tasks;
  const near = new Map<string, string[]>(tasks.map(({ id }) => [id, []]));
  for (const { id, deps } of tasks) {
    for (const dep of deps) {
      near.get(dep)?.push(id);
      if (near.has(dep)) near.get(id)?.push(dep);
    }
  }
  const start = tasks.filter(({ id }) => isBroken(states.get(id))).slice(0, 20);
  const seen = new Set((start.length > 0 ? start : tasks.slice(0, 1)).map(({ id }) => id));
  for (const id of seen) {
    for (const next of near.get(id) ?? []) if (seen.size < mostDrawn) seen.add(next);
    if (seen.size >= mostDrawn) break;
  }
  return tasks.filter(({ id }) => seen.has(id));
}
