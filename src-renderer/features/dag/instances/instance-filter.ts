/** Which instances of a mapped task are listed, and in which order. Pure. */
import type { TaskInstance } from "../../../../shared/model/run.ts";
import type { TaskState } from "../../../../shared/model/states.ts";
import { worstStatesFirst } from "../../../graph-view/groups/group-status.ts";
import type { SortOrder } from "../../../ui/virtual-table.tsx";

export interface InstanceFilter {
  /** Null lists all of them. */
  readonly state: TaskState | null;
  /** A part of the name, or `#` and a map index. */
  readonly text: string;
  /** Null is by map index. */
  readonly order: SortOrder | null;
}

export const noInstanceFilter: InstanceFilter = { state: null, text: "", order: null };

export function listedInstances(all: readonly TaskInstance[], { state, text, order }: InstanceFilter): readonly TaskInstance[] {
  const matches = matcherOf(text);
  const found = state === null && matches === null ? all : all.filter((each) => (state === null || each.state === state) && (matches === null || matches(each)));
  if (order === null) return found;
  const sign = order.descending ? -1 : 1;
  return found.toSorted((one, other) => sign * compare(valueOf(one, order.key), valueOf(other, order.key)) || (one.mapIndex ?? 0) - (other.mapIndex ?? 0));
}

/** A number alone is looked for as map index too. Null where nothing is looked for. */
function matcherOf(text: string): ((instance: TaskInstance) => boolean) | null {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return null;
  const [, index] = /^#?(\d+)$/.exec(wanted) ?? [];
  const isIndexOnly = wanted.startsWith("#") && index !== undefined;
  return ({ mapIndex, label }) => (index !== undefined && mapIndex === Number(index)) || (!isIndexOnly && (label ?? "").toLowerCase().includes(wanted));
}

function valueOf(instance: TaskInstance, key: string): string | number | null {
  switch (key) {
    case "name":
      return instance.label ?? "";
    case "state":
      return worstStatesFirst.indexOf(instance.state);
    case "try":
      return instance.tryNumber;
    case "duration":
      return instance.startedAt === null ? null : (instance.endedAt ?? Number.MAX_SAFE_INTEGER) - instance.startedAt;
    default:
      return instance.mapIndex ?? 0;
  }
}

const byName = new Intl.Collator("en", { numeric: true });

/** What has no value comes last. */
function compare(one: string | number | null, other: string | number | null): number {
  if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
  return typeof one === "string" && typeof other === "string" ? byName.compare(one, other) : Number(one) - Number(other);
}

/** How many are in which state, the worst first: of the list itself, which says more than a count that came before it. */
export function statesOf(all: readonly TaskInstance[]): readonly (readonly [TaskState, number])[] {
  const counts = new Map<TaskState, number>();
  for (const { state } of all) counts.set(state, (counts.get(state) ?? 0) + 1);
  return worstStatesFirst.flatMap((state) => (counts.has(state) ? [[state, counts.get(state) ?? 0] as const] : []));
}
