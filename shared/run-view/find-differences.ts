/** The differences of two runs as findings, the one that explains most first: what a person would say of them in a few sentences. Pure. */
import type { RunState, TaskState } from "../model/states.ts";
import { isRunFinished } from "../model/states.ts";
import type { RunComparison, TaskPair, TaskSide } from "./comparison.ts";
import { durationOf, isOtherTime, waitOf } from "./judge-task.ts";

export interface Times {
  readonly before: number;
  readonly after: number;
}

export type Finding =
  | { readonly kind: "run"; readonly before: RunState; readonly after: RunState }
  /** `from` is null where they did not all end alike before. */
  | { readonly kind: "flipped"; readonly from: TaskState | null; readonly to: TaskState; readonly tasks: readonly string[] }
  | { readonly kind: "added" | "removed"; readonly tasks: readonly string[] }
  /** `fields` of the first task, such as `sql`. */
  | { readonly kind: "definition" | "rendered"; readonly tasks: readonly string[]; readonly fields: readonly string[] }
  | { readonly kind: "params" | "conf" | "dag"; readonly paths: readonly string[] }
  /** The task whose time is most another, and how many more there are. */
  | { readonly kind: "slower" | "faster" | "waited"; readonly taskId: string; readonly times: Times; readonly more: number }
  | { readonly kind: "whole"; readonly times: Times }
  | { readonly kind: "rows"; readonly taskId: string; readonly before: number | null; readonly after: number | null; readonly more: number }
  | { readonly kind: "checks" | "tries" | "xcoms" | "resources"; readonly tasks: readonly string[] };

export function findDifferences({ before, after, tasks, params, conf, dag }: RunComparison): Finding[] {
  const having = (facet: TaskPair["notable"][number]): TaskPair[] => tasks.filter(({ notable }) => notable.includes(facet));
  const whole = { before: durationOf(before), after: durationOf(after) };
  return [
    ...(before.state !== after.state && isRunFinished(before.state) && isRunFinished(after.state) ? [{ kind: "run" as const, before: before.state, after: after.state }] : []),
    ...flips(having("state"), causes),
    ...presence(tasks),
    ...changed("definition", having("definition"), ({ fields }) => fields.map(({ path }) => path)),
    ...changed("rendered", having("rendered").filter(({ notable }) => !notable.includes("definition")), ({ rendered }) => rendered),
    ...([["params", params], ["conf", conf], ["dag", dag]] as const).flatMap(([kind, changes]) => (changes.length === 0 ? [] : [{ kind, paths: changes.map(({ path }) => path) }])),
    ...named("checks", having("checks")),
    ...rows(having("rows")),
    ...(whole.before !== null && whole.after !== null && isOtherTime(whole.before, whole.after) ? [{ kind: "whole" as const, times: { before: whole.before, after: whole.after } }] : []),
    ...longest("slower", having("duration"), durationOf, (times) => times.after > times.before),
    ...longest("faster", having("duration"), durationOf, (times) => times.after < times.before),
    ...longest("waited", having("wait"), waitOf, (times) => times.after > times.before),
    ...flips(having("state"), consequences),
    ...named("tries", having("tries")),
    ...named("xcoms", having("xcoms")),
    ...named("resources", tasks.filter(({ notable }) => notable.includes("cpu") || notable.includes("memory"))),
  ];
}

/** Together all states in which a task has ended: what it came to by itself, and what others made of it. */
const causes: readonly TaskState[] = ["failed", "interrupted", "success"];
const consequences: readonly TaskState[] = ["upstream_failed", "skipped", "removed"];

function flips(pairs: readonly TaskPair[], states: readonly TaskState[]): Finding[] {
  return states.flatMap((to) => {
    const flipped = firstEnded(pairs.filter(({ after }) => after?.state === to));
    const [from = null, ...others] = new Set(flipped.map(({ before }) => before?.state ?? null));
    return filled({ kind: "flipped", from: others.length > 0 ? null : from, to, tasks: flipped.map(({ taskId }) => taskId) });
  });
}

/** What ended first is the likely cause. */
function firstEnded(pairs: readonly TaskPair[]): TaskPair[] {
  return pairs.toSorted((a, b) => (a.after?.endedAt ?? Infinity) - (b.after?.endedAt ?? Infinity) || 0);
}

function presence(tasks: readonly TaskPair[]): Finding[] {
  const ids = (side: "before" | "after"): string[] => tasks.filter((pair) => pair[side] === null).map(({ taskId }) => taskId);
  return [...filled({ kind: "added", tasks: ids("before") }), ...filled({ kind: "removed", tasks: ids("after") })];
}

function changed(kind: "definition" | "rendered", pairs: readonly TaskPair[], fieldsOf: (pair: TaskPair) => readonly string[]): Finding[] {
  const [first] = pairs;
  return first === undefined ? [] : [{ kind, tasks: pairs.map(({ taskId }) => taskId), fields: fieldsOf(first) }];
}

function named(kind: "checks" | "tries" | "xcoms" | "resources", pairs: readonly TaskPair[]): Finding[] {
  return filled({ kind, tasks: pairs.map(({ taskId }) => taskId) });
}

function filled<F extends Finding & { readonly tasks: readonly string[] }>(finding: F): Finding[] {
  return finding.tasks.length === 0 ? [] : [finding];
}

function longest(kind: "slower" | "faster" | "waited", pairs: readonly TaskPair[], timeOf: (side: TaskSide) => number | null, fits: (times: Times) => boolean): Finding[] {
  const found = pairs.flatMap(({ taskId, before, after }) => {
    const times = { before: (before && timeOf(before)) ?? 0, after: (after && timeOf(after)) ?? 0 };
    return fits(times) ? [{ taskId, times }] : [];
  });
  const [most] = found.toSorted((a, b) => distance(b.times) - distance(a.times));
  return most === undefined ? [] : [{ kind, ...most, more: found.length - 1 }];
}

const distance = ({ before, after }: Times): number => Math.abs(after - before);

function rows(pairs: readonly TaskPair[]): Finding[] {
  const changeOf = ({ before, after }: TaskPair): number => Math.abs((after?.rows ?? 0) - (before?.rows ?? 0));
  const [most] = pairs.toSorted((a, b) => changeOf(b) - changeOf(a));
  return most === undefined ? [] : [{ kind: "rows", taskId: most.taskId, before: most.before?.rows ?? null, after: most.after?.rows ?? null, more: pairs.length - 1 }];
}
