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
  const { hits: found, runsSearched } = parts.store.search.find(input.text, { exact: input.exact ?? false, limit: limit * keysPerRun + 1 });
  const hits = onePerRun(found);
  return {
    hits: hits.slice(0, limit),
    more: hits.length > limit || runsSearched < parts.store.runs.count(),
    searched: [{ place: "this workspace", upTo: parts.clock.now(), runs: Math.min(runsSearched, parts.store.runs.count()) }],
    tookMs: parts.clock.monotonic() - started,
  };
}

/** A value that a run carries under several names: the name that its DAG declared says most. */
const order: readonly FindHit["source"][] = ["search_key", "run_id", "conf", "params", "dag_id"];
/** Names that one value may well have in a run. */
const keysPerRun = 3;

/** Each run once, where it was first found, under its most telling name for that very value. */
function onePerRun(hits: readonly FindHit[]): FindHit[] {
  const best = new Map<string, FindHit>();
  for (const hit of hits) {
    const run = `${hit.dagId}/${hit.runId}`;
    const known = best.get(run);
    if (!known || (known.value === hit.value && order.indexOf(hit.source) < order.indexOf(known.source))) best.set(run, hit);
  }
  return [...best.values()];
}
