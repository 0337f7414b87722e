/** One shortest cycle of every knot (strongly connected component) of tasks. Iterative: a cycle may have 5,000 tasks. */
interface Linked {
  readonly id: string;
  readonly deps: readonly string[];
}

export function findCycles(tasks: readonly Linked[]): string[][] {
  const deps = depsOf(tasks);
  return knots(tasks, deps).map((knot) => shortestCycle(knot, deps));
}

/** The members of every knot: each of them stands in a cycle with each other one. */
export function findKnots(tasks: readonly Linked[]): string[][] {
  return knots(tasks, depsOf(tasks));
}

function depsOf(tasks: readonly Linked[]): ReadonlyMap<string, readonly string[]> {
  return new Map(tasks.map((task) => [task.id, task.deps]));
}

/** Tarjan's algorithm with its own stack; only knots of two or more, in file order of their first task. */
function knots(tasks: readonly Linked[], deps: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const found: string[][] = [];
  const enter = (id: string): { id: string; next: number } => {
    order.set(id, order.size);
    low.set(id, order.size - 1);
    open.push(id);
    isOpen.add(id);
    return { id, next: 0 };
  };
  const lower = (id: string, value: number | undefined): void => {
    low.set(id, Math.min(low.get(id) ?? 0, value ?? Number.POSITIVE_INFINITY));
  };
  const close = (id: string): void => {
    if (low.get(id) !== order.get(id)) return;
    const members = open.splice(open.lastIndexOf(id));
    for (const member of members) isOpen.delete(member);
    if (members.length > 1) found.push(members);
  };
  for (const task of tasks) {
    if (order.has(task.id)) continue;
    const calls = [enter(task.id)];
    for (let call = calls.at(-1); call !== undefined; call = calls.at(-1)) {
      const dep = deps.get(call.id)?.[call.next++];
      if (dep === undefined) {
        calls.pop();
        close(call.id);
        const parent = calls.at(-1);
        if (parent !== undefined) lower(parent.id, low.get(call.id));
      } else if (!order.has(dep)) calls.push(enter(dep));
      else if (isOpen.has(dep)) lower(call.id, order.get(dep));
    }
  }
  const place = new Map(tasks.map((task, index) => [task.id, index]));
  const first = (knot: readonly string[]): number => Math.min(...knot.slice(0, 1).map((id) => place.get(id) ?? 0));
  return found.toSorted((a, b) => first(a) - first(b));
}

/** Breadth first from the knot's first task back to itself. */
function shortestCycle(knot: readonly string[], deps: ReadonlyMap<string, readonly string[]>): string[] {
  const start = knot[0] ?? "";
  const inside = new Set(knot);
  const cameFrom = new Map<string, string>();
  const waiting = [start];
  for (let index = 0; index < waiting.length; index++) {
    const id = waiting[index] ?? "";
    for (const dep of deps.get(id) ?? []) {
      if (dep === start) return pathTo(id, start, cameFrom);
      if (!inside.has(dep) || cameFrom.has(dep)) continue;
      cameFrom.set(dep, id);
      waiting.push(dep);
    }
  }
  return [...knot];
}

function pathTo(end: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const path = [end];
  for (let id = end; id !== start; ) {
    id = cameFrom.get(id) ?? start;
    path.push(id);
  }
  return path.reverse();
}
