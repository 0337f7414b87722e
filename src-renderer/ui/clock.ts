/** One ticking clock for all relative times and running durations on screen; it stands still while nobody looks. */
import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;

function tick(): void {
  if (document.hidden) return;
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === null) {
    now = Date.now();
    timer = setInterval(tick, 1000);
    document.addEventListener("visibilitychange", tick);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
    document.removeEventListener("visibilitychange", tick);
  };
}

/** Epoch milliseconds, moving once a second. `enabled: false` keeps the component still. */
export function useNow(enabled = true): number {
  return useSyncExternalStore(enabled ? subscribe : subscribeNever, readNow);
}

function subscribeNever(): () => void {
  return () => undefined;
}

function readNow(): number {
  return timer === null ? Math.floor(Date.now() / 1000) * 1000 : now;
}
