/** The shortest way from one task to another along deps, or null. Breadth first, iterative. */
export function findPath(start: string, goal: string, depsOf: (id: string) => readonly string[]): string[] | null {
  const cameFrom = new Map<string, string | null>([[start, null]]);
  const waiting = [start];
  for (let index = 0; index < waiting.length; index++) {
    const id = waiting[index] ?? "";
    if (id === goal) return wayTo(id, cameFrom);
    for (const dep of depsOf(id)) {
      if (cameFrom.has(dep)) continue;
      cameFrom.set(dep, id);
      waiting.push(dep);
    }
  }
  return null;
}

function wayTo(goal: string, cameFrom: ReadonlyMap<string, string | null>): string[] {
  const way: string[] = [];
  for (let id: string | null = goal; id !== null; id = cameFrom.get(id) ?? null) way.push(id);
  return way.reverse();
}
