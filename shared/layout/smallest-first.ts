/** A queue that gives out its least entry first: a binary heap of numbers with a cost each. */

export interface SmallestFirst {
  push(value: number, cost: number): void;
  /** Undefined when it is empty. */
  pop(): number | undefined;
}

export function smallestFirst(): SmallestFirst {
  const values: number[] = [];
  const costs: number[] = [];
  const swap = (a: number, b: number): void => {
    [values[a], values[b]] = [values[b] ?? 0, values[a] ?? 0];
    [costs[a], costs[b]] = [costs[b] ?? 0, costs[a] ?? 0];
  };
  const isLess = (a: number, b: number): boolean => (costs[a] ?? Infinity) < (costs[b] ?? Infinity);
  return {
    push(value, cost) {
      values.push(value);
      costs.push(cost);
      for (let at = values.length - 1; at > 0 && isLess(at, (at - 1) >> 1); at = (at - 1) >> 1) swap(at, (at - 1) >> 1);
    },
    pop() {
      const top = values[0];
      const value = values.pop();
      const cost = costs.pop();
      if (values.length === 0 || value === undefined || cost === undefined) return top;
      values[0] = value;
      costs[0] = cost;
      for (let at = 0; ; ) {
        const child = isLess(2 * at + 2, 2 * at + 1) ? 2 * at + 2 : 2 * at + 1;
        if (!isLess(child, at)) return top;
        swap(at, child);
        at = child;
      }
    },
  };
}
