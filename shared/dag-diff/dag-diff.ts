/**
 * What is different between two DAGs: tasks, edges, fields, groups and notes. Pure. Where things lie in the drawing is no change;
 * that only the drawing differs is told apart.
 */
import { formatPath, type FieldPath } from "../dag-file/field-path.ts";
import { isPlain } from "../dag-file/plain-form.ts";
import type { GraphTask } from "../model/dag.ts";
import type { DagContent, Fields } from "./dag-content.ts";
import { isSameValue } from "./same-value.ts";

export type ChangeKind = "added" | "removed" | "changed";

export interface FieldChange {
  /** Within what was changed, such as `env.MODE`. */
  readonly path: string;
  /** Undefined where the field is not written. */
  readonly before: unknown;
  readonly after: unknown;
}

/** A task, a group or a note. One that is new or gone has all its fields here. */
export interface ItemChange {
  readonly id: string;
  readonly kind: ChangeKind;
  readonly fields: readonly FieldChange[];
}

export interface EdgeChange {
  readonly from: string;
  readonly to: string;
  readonly kind: "added" | "removed";
}

export interface DagDiff {
  readonly dag: readonly FieldChange[];
  /** In the order of the newer file; what is gone stands behind. */
  readonly tasks: readonly ItemChange[];
  readonly edges: readonly EdgeChange[];
  readonly groups: readonly ItemChange[];
  readonly notes: readonly ItemChange[];
  /** Something was moved, pinned or collapsed. */
  readonly isRedrawn: boolean;
}

export function diffDags(before: DagContent, after: DagContent): DagDiff {
  return {
    dag: diffFields(before.fields, after.fields),
    tasks: diffItems(before.tasks, after.tasks),
    edges: diffEdges(before.graph, after.graph),
    groups: diffItems(before.groups, after.groups),
    notes: diffItems(before.notes, after.notes),
    isRedrawn: !isSameValue(before.drawing, after.drawing),
  };
}

/** Nothing but layout, comments and places is different. */
export function isEmptyDiff({ dag, tasks, edges, groups, notes }: DagDiff): boolean {
  return [dag, tasks, edges, groups, notes].every((changes) => changes.length === 0);
}

/** The tasks of both, for one drawing: of the newer one, then those that are gone, with the dependencies of both. */
export function joinGraphs(before: readonly GraphTask[], after: readonly GraphTask[]): GraphTask[] {
  const old = new Map(before.map((task) => [task.id, task]));
  const now = new Set(after.map((task) => task.id));
  const joined = after.map((task) => ({ ...task, deps: [...new Set([...task.deps, ...(old.get(task.id)?.deps ?? [])])] }));
  return [...joined, ...before.filter((task) => !now.has(task.id))];
}

function diffItems(before: ReadonlyMap<string, Fields>, after: ReadonlyMap<string, Fields>): ItemChange[] {
  const present = [...after].flatMap(([id, fields]): ItemChange[] => {
    const old = before.get(id);
    const changed = diffFields(old ?? {}, fields);
    if (old === undefined) return [{ id, kind: "added", fields: changed }];
    return changed.length === 0 ? [] : [{ id, kind: "changed", fields: changed }];
  });
  const gone = [...before].filter(([id]) => !after.has(id)).map(([id, fields]): ItemChange => ({ id, kind: "removed", fields: diffFields(fields, {}) }));
  return [...present, ...gone];
}

function diffFields(before: Fields, after: Fields, under: FieldPath = []): FieldChange[] {
  const keys = new Set([...Object.keys(after), ...Object.keys(before)]);
  return [...keys].flatMap((key) => {
    const path = [...under, key];
    const [old, now] = [own(before, key), own(after, key)];
    if (isSameValue(old, now) || (key === "deps" && under.length === 0 && isSameSet(old, now))) return [];
    if (isPlain(old) && isPlain(now)) return diffFields(old, now, path);
    return [{ path: formatPath(path), before: old, after: now }];
  });
}

function own(fields: Fields, key: string): unknown {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}

function isSameSet(one: unknown, other: unknown): boolean {
  return Array.isArray(one) && Array.isArray(other) && one.length === other.length && new Set([...one, ...other]).size === one.length;
}

function diffEdges(before: readonly GraphTask[], after: readonly GraphTask[]): EdgeChange[] {
  const [old, now] = [edgesOf(before), edgesOf(after)];
  const added = [...now].filter(([key]) => !old.has(key)).map(([, edge]): EdgeChange => ({ ...edge, kind: "added" }));
  const removed = [...old].filter(([key]) => !now.has(key)).map(([, edge]): EdgeChange => ({ ...edge, kind: "removed" }));
  return [...added, ...removed];
}

function edgesOf(tasks: readonly GraphTask[]): Map<string, { from: string; to: string }> {
  const ids = new Set(tasks.map((task) => task.id));
  return new Map(tasks.flatMap(({ id, deps }) => deps.filter((dep) => dep !== id && ids.has(dep)).map((dep) => [JSON.stringify([dep, id]), { from: dep, to: id }] as const)));
}
