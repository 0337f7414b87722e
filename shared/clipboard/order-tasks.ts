/** Tasks so that each comes after those it depends on; otherwise in the order given. A circle keeps its given order. */
export function orderTasks<T extends { readonly id: string; readonly deps: readonly string[] }>(tasks: readonly T[]): T[] {
  const waiting = new Map(tasks.map((task) => [task.id, task]));
  const ordered: T[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter((task) => !task.deps.some((dep) => dep !== task.id && waiting.has(dep)));
    const next = ready.length > 0 ? ready : [...waiting.values()];
    for (const task of next) {
      ordered.push(task);
      waiting.delete(task.id);
    }
  }
  return ordered;
}
