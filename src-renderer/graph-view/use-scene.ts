/** Builds what the parts of one canvas share, and keeps its stores in step with what the caller hands in. */
import { useLayoutEffect, useMemo, useState } from "react";
import { emphasise, type Emphasis } from "./emphasis.ts";
import type { GraphScene } from "./graph-context.ts";
import type { GraphIndex } from "./graph-index.ts";
import { createKeyedStore, type KeyedStore } from "./keyed-store.ts";
import type { GraphLayout } from "./layout.ts";
import { isSameStatus, type TaskStatus } from "./task-status.ts";

export interface SceneInput {
  readonly index: GraphIndex;
  readonly layout: GraphLayout;
  readonly instances: readonly TaskStatus[] | null;
  readonly selected: string | null;
  readonly onSelect: (taskId: string | null) => void;
  readonly onOpen: (taskId: string) => void;
}

export function useScene({ index, layout, instances, selected, onSelect, onOpen }: SceneInput): GraphScene {
  const [statuses] = useState(() => filledStore(byTask(instances), isSameStatus));
  const [emphases] = useState(() => filledStore<Emphasis>(emphasise(index, selected)));
  useLayoutEffect(() => statuses.replace(byTask(instances)), [statuses, instances]);
  useLayoutEffect(() => emphases.replace(emphasise(index, selected)), [emphases, index, selected]);
  return useMemo(
    () => ({ index, layout, statuses, emphases, select: onSelect, open: onOpen }),
    [index, layout, statuses, emphases, onSelect, onOpen],
  );
}

function filledStore<T>(entries: Iterable<readonly [string, T]>, isSame?: (a: T, b: T) => boolean): KeyedStore<T> {
  const store = createKeyedStore(isSame);
  store.replace(entries);
  return store;
}

function byTask(instances: readonly TaskStatus[] | null): (readonly [string, TaskStatus])[] {
  return (instances ?? []).map((instance) => [instance.taskId, instance] as const);
}
