/** Which groups are folded where a DAG is only looked at: as its file says, until the person folds one; that is kept, until the file says otherwise. */
import { useCallback } from "react";
import { useKeptState } from "../../app/kept-view.ts";

/** What the person made of what the file said. */
interface KeptFolds {
  readonly inFile: readonly string[];
  readonly collapsed: readonly string[];
}

export function useFolds(inFile: readonly string[]): { readonly collapsed: readonly string[]; readonly fold: (group: string, isFolded: boolean) => void } {
  const [kept, keep] = useKeptState<KeptFolds | null>("folds", null, isKeptFolds);
  const collapsed = shownFolds(kept, inFile);
  const fold = useCallback(
    (group: string, isFolded: boolean) => {
      const others = collapsed.filter((id) => id !== group);
      keep({ inFile, collapsed: isFolded ? [...others, group] : others });
    },
    [collapsed, inFile, keep],
  );
  return { collapsed, fold };
}

/** `kept` is whatever was kept of this DAG. */
export function shownFolds(kept: unknown, inFile: readonly string[]): readonly string[] {
  return isKeptFolds(kept) && isSame(kept.inFile, inFile) ? kept.collapsed : inFile;
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((id) => others.includes(id));
}

function isKeptFolds(value: unknown): value is KeptFolds {
  return typeof value === "object" && value !== null && isIds(Reflect.get(value, "inFile")) && isIds(Reflect.get(value, "collapsed"));
}

function isIds(value: unknown): boolean {
  return Array.isArray(value) && value.every((id) => typeof id === "string");
}
