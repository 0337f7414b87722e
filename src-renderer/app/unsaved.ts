/** Which open tabs hold changes that are not saved. Whoever shows a document says so; the mark stays when the page is left. */
import { useEffect } from "react";
import { create } from "zustand";

interface Unsaved {
  readonly keys: ReadonlySet<string>;
  /** The person knows that closing loses nothing. */
  readonly isTold: boolean;
}

const store = create<Unsaved>(() => ({ keys: new Set(), isTold: false }));

/** True for the first tab with unsaved changes that is closed in this window: what becomes of them is said once. */
export function mustTellOfKeeping(tab: string): boolean {
  const { keys, isTold } = store.getState();
  if (isTold || !keys.has(tab)) return false;
  store.setState({ isTold: true });
  return true;
}

export function useUnsaved<T>(select: (keys: ReadonlySet<string>) => T): T {
  return store((state) => select(state.keys));
}

/** `tab` as in `Tab.key`. */
export function useMarkUnsaved(tab: string, isUnsaved: boolean): void {
  useEffect(() => {
    const { keys } = store.getState();
    if (keys.has(tab) === isUnsaved) return;
    store.setState({ keys: new Set(isUnsaved ? [...keys, tab] : [...keys].filter((other) => other !== tab)) });
  }, [tab, isUnsaved]);
}
