/** Changes cached answers by what the engine told of. What was to be read again still is, and an answer that could not be read is no answer again. */
import type { QueryClient, QueryKey } from "@tanstack/react-query";

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
