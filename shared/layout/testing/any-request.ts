/** Graphs for the layout's tests: any graph a file may hold, and what must hold in any drawing of it. */
import fc from "fast-check";
import type { Box, Layout, LayoutRequest, Point } from "../layout-graph.ts";

/** Up to 30 nodes of several sizes; edges of all kinds: cycles, self edges, repeats, unknown ends; nested groups if asked. */
export function anyRequest({ groups = false, pins = false } = {}): fc.Arbitrary<LayoutRequest> {
  const size = fc.constantFrom({ width: 200, height: 56 }, { width: 120, height: 40 }, { width: 260, height: 96 });
  const end = fc.nat(31).map((at) => `t${at}`);
  return fc
    .record({
      sizes: fc.array(size, { maxLength: 30 }),
      ends: fc.array(fc.tuple(end, end), { maxLength: 50 }),
      forward: fc.boolean(),
      direction: fc.constantFrom("LR" as const, "TB" as const),
      parents: fc.array(fc.tuple(end, fc.nat(5).map((at) => `g${at}`)), { maxLength: groups ? 24 : 0 }),
      outer: fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: groups ? 4 : 0 }),
      pinned: fc.array(fc.tuple(end, fc.integer({ min: -500, max: 2500 }), fc.integer({ min: -500, max: 1500 })), { maxLength: pins ? 5 : 0 }),
    })
    .map(({ sizes, ends, forward, direction, parents, outer, pinned }) => ({
      nodes: sizes.map((one, at) => ({ id: `t${at}`, ...one })),
      edges: ends.map(([a, b], at) => {
        const turn = forward && Number(a.slice(1)) > Number(b.slice(1));
        return { id: `e${at}`, source: turn ? b : a, target: turn ? a : b };
      }),
      direction,
      parents: new Map([...parents, ...outer.map(([a, b]): [string, string] => [`g${a}`, `g${b}`])]),
      pinned: new Map(pinned.map(([id, x, y]) => [id, { x, y }])),
    }));
}

/** One line a fault; empty for a good drawing. */
export function faultsOf(request: LayoutRequest, layout: Layout): string[] {
  return [...nodeFaults(request, layout), ...edgeFaults(request, layout), ...groupFaults(request, layout), ...overlayFaults(request, layout)];
}

function nodeFaults({ nodes }: LayoutRequest, layout: Layout): string[] {
  const lost = nodes.filter((node) => !layout.nodes.has(node.id)).map((node) => `${node.id} has no place`);
  const boxes = [...layout.nodes];
  const covering = boxes.flatMap(([id, box], at) => boxes.slice(at + 1).filter(([, other]) => overlap(box, other)).map(([other]) => `${id} lies on ${other}`));
  return [...lost, ...covering];
}

function edgeFaults({ edges, direction }: LayoutRequest, layout: Layout): string[] {
  return edges.flatMap(({ id, source, target }) => {
    const from = layout.nodes.get(source);
    const to = layout.nodes.get(target);
    const line = layout.edges.get(id);
    if (!from || !to || source === target) return line ? [`${id} is drawn, but joins nothing`] : [];
    if (!line) return [`${id} is not drawn`];
    const faults = line.slice(1).filter((point, at) => point.x !== line[at]?.x && point.y !== line[at]?.y).map(() => `${id} is slanted`);
    if (!isOnSide(line[0], from, direction, true)) faults.push(`${id} does not begin at its source`);
    if (!isOnSide(line.at(-1), to, direction, false)) faults.push(`${id} does not end at its target`);
    for (const [node, box] of layout.nodes) if (passesThrough(line, box)) faults.push(`${id} passes through ${node}`);
    return faults;
  });
}

function isOnSide(point: Point | undefined, box: Box, direction: LayoutRequest["direction"], out: boolean): boolean {
  if (!point) return false;
  const [along, across, start, length, left, breadth] =
    direction === "TB" ? [point.y, point.x, box.y, box.height, box.x, box.width] : [point.x, point.y, box.x, box.width, box.y, box.height];
  return Math.abs(along - (out ? start + length : start)) < 0.05 && across > left && across < left + breadth;
}

/** A group holds all of its nodes and groups, and overlaps nothing that is not its own. */
function groupFaults({ nodes, parents = new Map() }: LayoutRequest, layout: Layout): string[] {
  const within = (id: string, group: string): boolean => {
    const seen = new Set<string>();
    for (let at: string | undefined = parents.get(id); at !== undefined && !seen.has(at); at = parents.get(at)) {
      if (at === group) return true;
      seen.add(at);
    }
    return false;
  };
  return [...layout.groups].flatMap(([group, box]) => {
    const all: [string, Box][] = [...nodes.map((node): [string, Box] => [node.id, layout.nodes.get(node.id) ?? box]), ...layout.groups];
    return all.flatMap(([id, other]) => {
      if (id === group || within(group, id)) return [];
      if (within(id, group)) return isInside(other, box) ? [] : [`${id} is not inside of ${group}`];
      return overlap(box, other) ? [`${group} covers ${id}`] : [];
    });
  });
}

/** Lines that lie on each other must share an end, or stand for edges from each source to each target. */
function overlayFaults({ edges }: LayoutRequest, layout: Layout): string[] {
  const isEdge = new Set(edges.map((edge) => `${edge.source}>${edge.target}`));
  const drawn = edges.filter((edge) => layout.edges.has(edge.id));
  return drawn.flatMap((one, at) =>
    drawn.slice(at + 1).flatMap((other) => {
      const mayMeet = one.source === other.source || one.target === other.target || (isEdge.has(`${one.source}>${other.target}`) && isEdge.has(`${other.source}>${one.target}`));
      return !mayMeet && lieOnEachOther(layout.edges.get(one.id) ?? [], layout.edges.get(other.id) ?? []) ? [`${one.source}>${one.target} lies on ${other.source}>${other.target}`] : [];
    }),
  );
}

function lieOnEachOther(a: readonly Point[], b: readonly Point[]): boolean {
  const legs = (line: readonly Point[]): [Point, Point][] => line.slice(1).map((point, at) => [line[at] ?? point, point]);
  return legs(a).some(([p, q]) =>
    legs(b).some(([r, s]) => {
      const isLevel = p.y === q.y && r.y === s.y && Math.abs(p.y - r.y) < 1;
      const isUpright = p.x === q.x && r.x === s.x && Math.abs(p.x - r.x) < 1;
      return (isLevel && shared(p.x, q.x, r.x, s.x) > 1) || (isUpright && shared(p.y, q.y, r.y, s.y) > 1);
    }),
  );
}

function shared(a: number, b: number, c: number, d: number): number {
  return Math.min(Math.max(a, b), Math.max(c, d)) - Math.max(Math.min(a, b), Math.min(c, d));
}

export function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function isInside(inner: Box, outer: Box): boolean {
  return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height;
}

export function passesThrough(line: readonly Point[], box: Box): boolean {
  return line.slice(1).some((point, at) => {
    const before = line[at] ?? point;
    const leg = { x: Math.min(point.x, before.x), y: Math.min(point.y, before.y), width: Math.abs(point.x - before.x), height: Math.abs(point.y - before.y) };
    const isBeside = leg.x + leg.width <= box.x || leg.x >= box.x + box.width;
    const isAbove = leg.y + leg.height <= box.y || leg.y >= box.y + box.height;
    return !isBeside && !isAbove;
  });
}
