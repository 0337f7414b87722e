/** The graphs that G3 draws: seeded, so that every run and every machine draws the same ones. */
import { seededRandom } from "../shared/layout/seeded-random.ts";

export interface BenchGraph {
  readonly name: string;
  readonly nodes: number;
  /** Pairs of places, the earlier task first; no pair twice. */
  readonly edges: readonly (readonly [number, number])[];
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
  const heads = Array.from({ length: nodes }, (_, node) => node);
  const headOf = (node: number): number => {
    let head = node;
    while (heads[head] !== head) head = heads[head] ?? head;
    heads[node] = head;
    return head;
  };
  for (let tries = 0; edges.length < count && tries < count * 50; tries += 1) {
    const target = tries < nodes ? tries : Math.floor(random() * nodes);
    const source = sourceOf(target);
    // The last edges go to where the graph is still in pieces: with pieces, columns of one graph are none of the other.
    const isLate = edges.length > count * 0.8 && tries < count * 40;
    if (source === null || source >= nodes || seen.has(source * nodes + target) || (isLate && headOf(source) === headOf(target) && !isWhole(heads, headOf))) continue;
    seen.add(source * nodes + target);
    edges.push([source, target]);
    heads[headOf(source)] = headOf(target);
  }
  return { name, nodes, edges };
}

function isWhole(heads: readonly number[], headOf: (node: number) => number): boolean {
  return heads.every((_, node) => headOf(node) === headOf(0));
}
