/** Whether the map of the whole graph is wanted: one answer for all graphs, kept on this machine. */
import { useSyncExternalStore } from "react";

const storageKey = "dagwright.minimap";
const listeners = new Set<() => void>();

function isShown(): boolean {
  return localStorage.getItem(storageKey) !== "off";
}

function toggle(): void {
  localStorage.setItem(storageKey, isShown() ? "off" : "on");
  for (const listener of listeners) listener();
}

export function useMinimapShown(): readonly [boolean, () => void] {
  const shown = useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => void listeners.delete(changed);
    },
    isShown,
  );
  return [shown, toggle];
}
