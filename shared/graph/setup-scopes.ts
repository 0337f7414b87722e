/**
 * Who needs which setup, as Airflow has it: a task needs each setup above it that has a teardown below the task, or no teardown at all. So it
 * waits for that setup also where others stand between them, and is cleared together with it and its teardowns. Pure; O(tasks) for each setup.
 */
export interface ScopedTask {
  readonly upstream: readonly number[];
  readonly downstream: readonly number[];
  readonly isSetup: boolean;
  readonly isTeardown: boolean;
}

const none: readonly number[] = [];

/** By task, the setups that it needs; a teardown needs none. */
export function neededSetups(tasks: readonly ScopedTask[]): (task: number) => readonly number[] {
  const needed = new Map<number, number[]>();
  tasks.forEach(({ isSetup }, setup) => {
    if (!isSetup) return;
    for (const task of scopeOf(tasks, setup)) needed.set(task, [...(needed.get(task) ?? []), setup]);
  });
  return (task) => needed.get(task) ?? none;
}

/** The teardowns of a setup come right after it. */
export function teardownsOf(tasks: readonly ScopedTask[], setup: number): number[] {
  return (tasks[setup]?.downstream ?? []).filter((child) => tasks[child]?.isTeardown === true);
}

function scopeOf(tasks: readonly ScopedTask[], setup: number): number[] {
  const below = walk([setup], (task) => tasks[task]?.downstream ?? none);
  const teardowns = teardownsOf(tasks, setup);
  const before = teardowns.length === 0 ? null : walk(teardowns, (task) => tasks[task]?.upstream ?? none);
  return [...below].filter((task) => tasks[task]?.isTeardown === false && (before === null || before.has(task)));
}

/** All that is reached, without the start unless a way leads back to it. */
function walk(start: readonly number[], next: (task: number) => readonly number[]): Set<number> {
  const seen = new Set<number>();
  const open = [...start];
  for (let task = open.pop(); task !== undefined; task = open.pop()) {
    for (const other of next(task)) {
      if (seen.has(other)) continue;
      seen.add(other);
      open.push(other);
    }
  }
  return seen;
}
