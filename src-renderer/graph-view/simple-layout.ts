/**
 * The layered layout that is there at once, while the better one is computed elsewhere, and that stays when
 * that fails: longest-path layers, four barycentre sweeps. O((V + E) log V); cycles and loose ends are tolerated.
 */
import type { GraphIndex } from "./graph-index.ts";
import type { Box, Direction, GraphLayout, NodeSize } from "./layout.ts";

const layerGap = 64;
const rowGap = 20;
const sweeps = 4;

export function layoutSimply(index: GraphIndex, size: NodeSize, direction: Direction = "LR"): GraphLayout {
  const layers = orderLayers(index, splitLayers(index));
  const tallest = layers.reduce((most, layer) => Math.max(most, layer.length), 0);
  const [along, across] = direction === "LR" ? [size.width, size.height] : [size.height, size.width];
  const wide = Math.max(0, tallest * (across + rowGap) - rowGap);
  const nodes = new Map<string, Box>();
  layers.forEach((layer, column) => {
    const start = (wide - (layer.length * (across + rowGap) - rowGap)) / 2;
    layer.forEach((id, row) => {
      const [x, y] = [column * (along + layerGap), start + row * (across + rowGap)];
      nodes.set(id, direction === "LR" ? { x, y, ...size } : { x: y, y: x, ...size });
    });
  });
  const long = Math.max(0, layers.length * (along + layerGap) - layerGap);
  return { nodes, edges: new Map(), groups: new Map(), direction, ...(direction === "LR" ? { width: long, height: wide } : { width: wide, height: long }) };
}

/** Layer of a task: one after its latest dependency. Tasks on a cycle follow what could be placed. */
function splitLayers(index: GraphIndex): string[][] {
  const waiting = new Map(index.tasks.map((task) => [task.id, index.upstream.get(task.id)?.length ?? 0]));
  const layerOf = new Map<string, number>();
  const open = index.tasks.filter((task) => waiting.get(task.id) === 0).map((task) => task.id);
  for (let at = 0; at < open.length; at++) {
    const id = open[at] ?? "";
    const layer = 1 + Math.max(-1, ...(index.upstream.get(id) ?? []).map((source) => layerOf.get(source) ?? -1));
    layerOf.set(id, layer);
    for (const next of index.downstream.get(id) ?? []) {
      const left = (waiting.get(next) ?? 0) - 1;
      waiting.set(next, left);
      if (left === 0) open.push(next);
    }
  }
  const last = Math.max(-1, ...layerOf.values());
  const layers: string[][] = [];
  for (const task of index.tasks) {
    const layer = layerOf.get(task.id) ?? last + 1;
    (layers[layer] ??= []).push(task.id);
  }
  return layers;
}

function orderLayers(index: GraphIndex, layers: string[][]): string[][] {
  const place = new Map<string, number>();
  const note = (layer: readonly string[]): void =>
    layer.forEach((id, row) => place.set(id, (row + 0.5) / layer.length));
  layers.forEach(note);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const forward = sweep % 2 === 0;
    const towards = forward ? index.upstream : index.downstream;
    for (let step = 0; step < layers.length; step++) {
      const layer = layers[forward ? step : layers.length - 1 - step] ?? [];
      const pull = new Map(layer.map((id) => [id, meanPlace(towards.get(id) ?? [], place) ?? place.get(id) ?? 0]));
      layer.sort((a, b) => (pull.get(a) ?? 0) - (pull.get(b) ?? 0));
      note(layer);
    }
  }
  return layers;
}

function meanPlace(ids: readonly string[], place: ReadonlyMap<string, number>): number | null {
  if (ids.length === 0) return null;
  return ids.reduce((sum, id) => sum + (place.get(id) ?? 0), 0) / ids.length;
}
