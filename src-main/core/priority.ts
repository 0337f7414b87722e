/**
 * How much a task counts when slots are short: its own `priority_weight`, plus by its `weight_rule` those of everything that waits for it
 * (downstream) or that it waits for (upstream). Each task counts once, however many ways lead to it, as in Airflow.
 */
import type { WeightRule } from "../../shared/model/dag.ts";

export interface Weighted {
  readonly upstream: readonly number[];
  readonly downstream: readonly number[];
  readonly priorityWeight: number;
  readonly weightRule: WeightRule;
}

/** Airflow keeps it in a column of 32 bits, and cuts what is beyond. */
const lowest = -2_147_483_648;
const highest = 2_147_483_647;

export function effectivePriorities(tasks: readonly Weighted[]): readonly number[] {
  const asks = (rule: WeightRule): boolean => tasks.some(({ weightRule }) => weightRule === rule);
  const below = asks("downstream") ? reachableWeights(tasks, ({ downstream }) => downstream, ({ upstream }) => upstream) : null;
  const above = asks("upstream") ? reachableWeights(tasks, ({ upstream }) => upstream, ({ downstream }) => downstream) : null;
  return tasks.map(({ priorityWeight, weightRule }, index) => {
    const others = weightRule === "absolute" ? null : weightRule === "downstream" ? below : above;
    return Math.min(highest, Math.max(lowest, priorityWeight + (others?.[index] ?? 0)));
  });
}

type Neighbours = (task: Weighted) => readonly number[];

/** Targets are looked at so many at once: a bit each, in words that stay in the processor's cache also for 50,000 tasks. */
const wordsAtOnce = 8;
const bitsAtOnce = wordsAtOnce * 32;

/** For each task the sum of the weights of all tasks that `next` leads to, directly or not. */
function reachableWeights(tasks: readonly Weighted[], next: Neighbours, previous: Neighbours): Float64Array {
  const order = farthestFirst(tasks, next, previous);
  const ways = new Ways(tasks, order, next);
  const isTree = tasks.every((task) => previous(task).length <= 1);
  const sums = isTree ? new Float64Array(tasks.length) : ways.sumsWhereTheyPart();
  // Along a single way, and where ways never meet again, the sums of the next tasks are all there is.
  for (let place = 0; place < order.length; place += 1) if (isTree || ways.count(place) === 1) ways.each(place, (child) => (sums[place] = (sums[place] ?? 0) + (sums[child] ?? 0) + ways.weight(child)));
  const byTask = new Float64Array(tasks.length);
  order.forEach((index, place) => (byTask[index] = sums[place] ?? 0));
  return byTask;
}

/** The graph by places in an order in which every way leads to an earlier place. */
class Ways {
  readonly #starts: Int32Array;
  readonly #targets: Int32Array;
  readonly #weights: Float64Array;

  constructor(tasks: readonly Weighted[], order: readonly number[], next: Neighbours) {
    const placeOf = new Int32Array(tasks.length);
    order.forEach((index, place) => (placeOf[index] = place));
    const targets = order.map((index) => next(tasks[index] as Weighted).map((other) => placeOf[other] ?? 0));
    this.#targets = Int32Array.from(targets.flat());
    this.#starts = new Int32Array(order.length + 1);
    targets.forEach((of, place) => (this.#starts[place + 1] = (this.#starts[place] ?? 0) + of.length));
    this.#weights = Float64Array.from(order, (index) => tasks[index]?.priorityWeight ?? 0);
  }

  weight(place: number): number {
    return this.#weights[place] ?? 0;
  }

  count(place: number): number {
    return (this.#starts[place + 1] ?? 0) - (this.#starts[place] ?? 0);
  }

  each(place: number, visit: (target: number) => void): void {
    for (let at = this.#starts[place] ?? 0; at < (this.#starts[place + 1] ?? 0); at += 1) visit(this.#targets[at] ?? 0);
  }

  /** Sums for the places from which more than one way leads on. */
  sumsWhereTheyPart(): Float64Array {
    const size = this.#weights.length;
    const sums = new Float64Array(size);
    const seen = new Uint32Array(size * wordsAtOnce);
    for (let first = 0; first < size; first += bitsAtOnce) {
      const sumOf = summing(this.#weights.subarray(first, first + bitsAtOnce));
      seen.fill(0);
      // No place before these targets leads to them.
      for (let place = first; place < size; place += 1) {
        this.#gather(seen, place);
        if (this.count(place) > 1) sums[place] = (sums[place] ?? 0) + sumOf(seen, place * wordsAtOnce);
        if (place - first < bitsAtOnce) {
          const at = place * wordsAtOnce + ((place - first) >> 5);
          seen[at] = (seen[at] ?? 0) | (1 << (place & 31));
        }
      }
    }
    return sums;
  }

  #gather(seen: Uint32Array, place: number): void {
    const own = place * wordsAtOnce;
    for (let at = this.#starts[place] ?? 0; at < (this.#starts[place + 1] ?? 0); at += 1) {
      const other = (this.#targets[at] ?? 0) * wordsAtOnce;
      for (let word = 0; word < wordsAtOnce; word += 1) seen[own + word] = (seen[own + word] ?? 0) | (seen[other + word] ?? 0);
    }
  }
}

/** Adds up the weights that the bits of a mask stand for. Mostly all weigh the same: then they are only counted. */
function summing(weights: Float64Array): (seen: Uint32Array, at: number) => number {
  const first = weights[0] ?? 0;
  if (weights.every((weight) => weight === first)) return (seen, at) => first * bitCount(seen, at);
  const tables = weightsOfBytes(weights);
  return (seen, at) => {
    let sum = 0;
    for (let byte = 0; byte < wordsAtOnce * 4; byte += 1) sum += tables[byte * 256 + (((seen[at + (byte >> 2)] ?? 0) >>> ((byte & 3) * 8)) & 255)] ?? 0;
    return sum;
  };
}

function bitCount(seen: Uint32Array, at: number): number {
  let count = 0;
  for (let word = at; word < at + wordsAtOnce; word += 1) {
    let bits = seen[word] ?? 0;
    bits -= (bits >>> 1) & 0x5555_5555;
    bits = (bits & 0x3333_3333) + ((bits >>> 2) & 0x3333_3333);
    count += Math.imul((bits + (bits >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
  }
  return count;
}

/** For every byte of a mask the sum of the weights that its bits stand for, so that a mask is summed by look-ups. */
function weightsOfBytes(weights: Float64Array): Float64Array {
  const tables = new Float64Array(wordsAtOnce * 4 * 256);
  for (let byte = 0; byte * 8 < weights.length; byte += 1) {
    for (let mask = 1; mask < 256; mask += 1) {
      const bit = 31 - Math.clz32(mask);
      tables[byte * 256 + mask] = (tables[byte * 256 + (mask ^ (1 << bit))] ?? 0) + (weights[byte * 8 + bit] ?? 0);
    }
  }
  return tables;
}

/** Every task after all that `next` leads to from it. A DAG has no circle; what stood in one would be left out. */
function farthestFirst(tasks: readonly Weighted[], next: Neighbours, previous: Neighbours): number[] {
  const left = tasks.map((task) => next(task).length);
  const order = left.flatMap((count, index) => (count === 0 ? [index] : []));
  for (let place = 0; place < order.length; place += 1) {
    for (const index of previous(tasks[order[place] ?? 0] as Weighted)) {
      left[index] = (left[index] ?? 0) - 1;
      if (left[index] === 0) order.push(index);
    }
  }
  return order;
}
