/** Which open tabs hold changes that are not saved. Whoever shows a document says so; the mark stays when the page is left. */
import { useEffect } from "react";
import { create } from "zustand";

interface Unsaved {
  readonly keys: ReadonlySet<string>;
}

const store = create<Unsaved>(() => ({ keys: new Set() }));

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
