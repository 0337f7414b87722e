/**
 * Values by key with a subscription per key, so that one changed task redraws one node: O(changed), never O(graph).
 * It owns no facts: it carries what the caller's cache says to the parts of the canvas.
 */
export interface KeyedStore<T> {
  get(key: string): T | undefined;
  keys(): Iterable<string>;
  isEmpty(): boolean;
  /** Makes these the only entries; keys that are gone become undefined. */
  replace(entries: Iterable<readonly [string, T]>): void;
  /** Returns the disposer. */
  subscribe(key: string, listener: () => void): () => void;
  /** Called once per `replace` that changed anything. Returns the disposer. */
  subscribeAny(listener: () => void): () => void;
}

export function createKeyedStore<T>(isSame: (a: T, b: T) => boolean = Object.is): KeyedStore<T> {
  let values = new Map<string, T>();
  const listeners = new Map<string, Set<() => void>>();
  const anyListeners = new Set<() => void>();

  function replace(entries: Iterable<readonly [string, T]>): void {
    const next = new Map<string, T>();
    const changed: string[] = [];
    for (const [key, value] of entries) {
      const old = values.get(key);
      const same = old !== undefined && isSame(old, value);
      next.set(key, same ? old : value);
      if (!same) changed.push(key);
    }
    for (const key of values.keys()) if (!next.has(key)) changed.push(key);
    if (changed.length === 0) return;
    values = next;
    // Copied first: a listener may leave or join while it is told.
    const told = changed.flatMap((key) => Array.from(listeners.get(key) ?? []));
    for (const listener of told.concat(Array.from(anyListeners))) listener();
  }

  function subscribe(key: string, listener: () => void): () => void {
    const set = listeners.get(key) ?? new Set();
    listeners.set(key, set.add(listener));
    return () => {
      set.delete(listener);
      if (set.size === 0 && listeners.get(key) === set) listeners.delete(key);
    };
  }

  return {
    get: (key) => values.get(key),
    keys: () => values.keys(),
    isEmpty: () => values.size === 0,
    replace,
    subscribe,
    subscribeAny: (listener) => {
      anyListeners.add(listener);
      return () => void anyListeners.delete(listener);
    },
  };
}
