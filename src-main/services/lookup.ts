/** Finding runs by what is known about them, with an honest account of where was looked. */
import type { FindHit } from "../../shared/contract/find.ts";
import type { Clock } from "../ports/machine.ts";
import type { Store } from "../ports/store.ts";

export interface Found {
  readonly hits: FindHit[];
  readonly more: boolean;
  readonly searched: { place: string; upTo: number; runs: number }[];
  readonly tookMs: number;
}

export function findRuns(parts: { store: Store; clock: Clock }, input: { text: string; exact?: boolean | undefined; limit?: number | undefined }): Found {
  const started = parts.clock.monotonic();
  const limit = input.limit ?? 100;
  const { hits, runsSearched } = parts.store.search.find(input.text, { exact: input.exact ?? false, limit: limit + 1 });
  return {
    hits: hits.slice(0, limit),
    more: hits.length > limit || runsSearched < parts.store.runs.count(),
    searched: [{ place: "this workspace", upTo: parts.clock.now(), runs: Math.min(runsSearched, parts.store.runs.count()) }],
    tookMs: parts.clock.monotonic() - started,
  };
}
