/** The rows of the task tree: groups with what lies in them, in file order, and the notes behind. Pure. */
import type { GraphTask } from "../../../shared/model/dag.ts";
import type { GroupFacts } from "../../graph-view/groups/fold-graph.ts";

export interface Row {
  readonly kind: "task" | "group" | "note";
  readonly id: string;
  /** From 1. */
  readonly level: number;
  /** Among what lies in the same group, from 1, and of how many. */
  readonly place: number;
  readonly of: number;
  /** Of a group whose rows are out of sight. */
  readonly isFolded?: boolean;
}

export interface TreeInput {
  readonly tasks: readonly GraphTask[];
  readonly groups: ReadonlyMap<string, GroupFacts>;
  readonly collapsed: readonly string[];
  readonly notes: readonly string[];
}

type Item = Pick<Row, "kind" | "id">;

export function treeRows({ tasks, groups, collapsed, notes }: TreeInput): Row[] {
  const inside = new Map<string | null, Item[]>();
  const seen = new Set<string>();
  const put = (parent: string | null, item: Item): void => {
    const list = inside.get(parent);
    if (list) list.push(item);
    else inside.set(parent, [item]);
  };
  // A group stands where the first thing in it does.
  const putGroup = (id: string | null): void => {
    const group = id === null ? undefined : groups.get(id);
    if (group === undefined || seen.has(group.id)) return;
    seen.add(group.id);
    putGroup(group.parent);
    put(group.parent, { kind: "group", id: group.id });
  };
  for (const { id, group = null } of tasks) {
    putGroup(group);
    put(group !== null && groups.has(group) ? group : null, { kind: "task", id });
  }
  for (const id of groups.keys()) putGroup(id);

  const folded = new Set(collapsed);
  const rows: Row[] = [];
  for (const id of notes) put(null, { kind: "note", id });
  const walk = (parent: string | null, level: number): void => {
    const items = inside.get(parent) ?? [];
    for (const [at, item] of items.entries()) {
      const isFolded = item.kind === "group" && folded.has(item.id);
      rows.push({ ...item, level, place: at + 1, of: items.length, ...(item.kind === "group" ? { isFolded } : {}) });
      if (item.kind === "group" && !isFolded) walk(item.id, level + 1);
    }
  };
  walk(null, 1);
  return rows;
}

/** Where Left and Right lead from a group or what lies in one: to fold it, to unfold it, or to another row. */
export function stepSideways(rows: readonly Row[], at: number, key: "ArrowLeft" | "ArrowRight"): { readonly fold: string; readonly isFolded: boolean } | number | null {
  const row = rows[at];
  if (row === undefined) return null;
  if (key === "ArrowRight") {
    if (row.kind !== "group") return null;
    if (row.isFolded === true) return { fold: row.id, isFolded: false };
    return (rows[at + 1]?.level ?? 0) > row.level ? at + 1 : null;
  }
  if (row.kind === "group" && row.isFolded === false) return { fold: row.id, isFolded: true };
  const parent = rows.slice(0, at).findLastIndex((each) => each.level < row.level);
  return parent < 0 ? null : parent;
}
