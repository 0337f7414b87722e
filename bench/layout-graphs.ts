/** The graphs that G3 draws: seeded, so that every run and every machine draws the same ones. */

export interface BenchGraph {
  readonly name: string;
  readonly nodes: number;
  /** Pairs of places, the earlier task first; no pair twice. */
  readonly edges: readonly (readonly [number, number])[];
}

/** Mulberry32: small, and the same everywhere. Answers a number below 1. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A warehouse: stages of equal size; most edges come from the stage before, one in six from any earlier one, mostly near in the file. */
export function stagedGraph(nodes: number, edges: number, stages: number): BenchGraph {
  const random = seededRandom(nodes * 31 + edges);
  const perStage = Math.ceil(nodes / stages);
  return grow(`${stages} stages`, nodes, edges, (target) => {
    const stage = Math.floor(target / perStage);
    if (stage === 0) return null;
    const from = random() < 1 / 6 ? Math.floor(random() * stage) : stage - 1;
    const near = (target % perStage) + Math.round((random() + random() + random() - 1.5) * perStage * 0.3);
    return from * perStage + Math.min(perStage - 1, Math.max(0, near));
  }, random);
}

/** A file that grew: each task waits for some of the tasks written shortly before it. */
export function grownGraph(nodes: number, edges: number, window: number): BenchGraph {
  const random = seededRandom(nodes * 17 + edges);
  return grow(`window of ${window}`, nodes, edges, (target) => (target === 0 ? null : target - 1 - Math.floor(random() * Math.min(window, target))), random);
}

export function chainGraph(nodes: number): BenchGraph {
  return { name: "chain", nodes, edges: Array.from({ length: nodes - 1 }, (_, at) => [at, at + 1] as const) };
}

export function fanGraph(leaves: number): BenchGraph {
  return { name: "fan", nodes: leaves + 1, edges: Array.from({ length: leaves }, (_, at) => [0, at + 1] as const) };
}

function grow(name: string, nodes: number, count: number, sourceOf: (target: number) => number | null, random: () => number): BenchGraph {
  const seen = new Set<number>();
  const edges: [number, number][] = [];
  for (let tries = 0; edges.length < count && tries < count * 50; tries += 1) {
    const target = tries < nodes ? tries : Math.floor(random() * nodes);
    const source = sourceOf(target);
    if (source === null || source >= nodes || seen.has(source * nodes + target)) continue;
    seen.add(source * nodes + target);
    edges.push([source, target]);
  }
  return { name, nodes, edges };
}
