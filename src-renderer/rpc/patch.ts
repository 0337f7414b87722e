/** Changes cached answers by what the engine told of. What was to be read again still is, and an answer that could not be read is no answer again. */
import { replaceEqualDeep, type QueryClient, type QueryKey } from "@tanstack/react-query";

const sharing = new WeakSet<object>();

/** What is equal in two answers stays the same object. One that `patchLarge` made is so already, and is not looked through. */
export function sharedWith(before: unknown, next: unknown): unknown {
  return typeof next === "object" && next !== null && sharing.has(next) ? next : replaceEqualDeep(before, next);
}

/** For answers of thousands of tasks. `change` keeps every object that it does not change, and gives the same answer back where nothing changes. */
export function patchLarge<T extends object>(cache: QueryClient, key: QueryKey, change: (data: T) => T): void {
  patch<T>(cache, key, (data) => {
    const next = change(data);
    sharing.add(next);
    return next;
  });
}

export function patch<T>(cache: QueryClient, key: QueryKey, change: (data: T) => T): void {
  const state = cache.getQueryState<T>(key);
  if (state?.data === undefined || state.status === "error") return;
  const next = change(state.data);
  if (next === state.data) return;
  const { isInvalidated } = state;
  cache.setQueryData<T>(key, next);
  if (isInvalidated) void cache.invalidateQueries({ queryKey: key, exact: true, refetchType: "none" });
}

/** All answers of one procedure, whatever was asked for, as far as `isMeant`. */
export function patchAll<T>(cache: QueryClient, queryKey: QueryKey, change: (data: T, key: QueryKey) => T, isMeant: (key: QueryKey) => boolean = () => true): void {
  for (const [key] of cache.getQueriesData<T>({ queryKey })) if (isMeant(key)) patch<T>(cache, key, (data) => change(data, key));
}
