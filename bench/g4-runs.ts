/**
 * G4B: the list of runs over a history of a million, made by the store's own code: each combination of filters, its first page and one far
 * behind, in the engine's store on the disk. The peer asks the same of the same rows without the indexes that the list has, as a bare scan does.
 */
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import type { RunState, RunType } from "../shared/model/states.ts";
import type { RunCursor, RunFilter, Store } from "../src-main/ports/store.ts";
import { dagName, seedRuns } from "../src-main/store/fixtures/seed-runs.ts";
import { openStore } from "../src-main/store/store.ts";
import { figure, inTemporaryFolder, kept, median, quantile, type Figure, type RunOptions, type Workload } from "./harness.ts";

const runs = 1_000_000;
const dags = 1_000;
const goalMs = 100;
const page = 200;
const dayMs = 86_400_000;
const until = Date.parse("2026-11-21T00:00:00Z");

export const runLists: Workload = { id: "G4B", title: "The list of runs over a million runs, each combination of filters", run: (options) => inTemporaryFolder((folder) => measure(folder, options)) };

type Filter = Omit<RunFilter, "limit" | "after">;

/** All of state, type, DAG, days and text, and each of them left out: common values and rare ones, and a text that nothing has. */
function combinations(): Filter[] {
  const states: (readonly RunState[] | undefined)[] = [undefined, ["failed"], ["running", "queued"], ["success"]];
  const types: (readonly RunType[] | undefined)[] = [undefined, ["manual"], ["scheduled", "backfill"]];
  const ofDags = [undefined, dagName(0), dagName(dags - 1)];
  const times: Pick<Filter, "from" | "before">[] = [{}, { from: until - 30 * dayMs, before: until - 2 * dayMs }, { before: until - 600 * dayMs }];
  const texts = [undefined, "scheduled__", "2025-11-03T05", "zzz"];
  return states.flatMap((some) => types.flatMap((runTypes) => ofDags.flatMap((dagId) => times.flatMap((time) => texts.map((text) => ({ states: some, runTypes, dagId, text, ...time }))))));
}

async function measure(folder: string, { long }: RunOptions): Promise<Figure[]> {
  const file = join(folder, "state.db");
  const options = { file, migrations: join(import.meta.dirname, "../src-main/store/migrations"), synchronous: "OFF" } as const;
  const seeding = openStore(options);
  const began = performance.now();
  seedRuns(seeding, { runs, dags, until });
  console.error(`G4B: ${runs} runs seeded in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  seeding.close();
  const store = openStore(options);
  const filters = combinations();
  const rounds = long ? 9 : 5;
  const ours = filters.map((filter) => timesOf(store, filter, rounds));
  store.close();
  const peer = scanning(file);
  // A scan of a million rows each: a part of the combinations tells enough.
  const scans = filters.filter((_, at) => at % (long ? 4 : 24) === 0).map((filter) => peer.ask(filter));
  peer.close();
  const worst = ours.map((times, at) => ({ at, ms: median(times.first) })).toSorted((one, other) => other.ms - one.ms);
  for (const { at, ms } of worst.slice(0, 5)) console.error(`G4B: slowest: ${ms.toFixed(1)} ms ${JSON.stringify(filters[at])}`);
  const first = ours.flatMap((times) => times.first);
  const far = ours.flatMap((times) => times.far);
  const against = { name: "the same rows, scanned", value: median(scans) };
  const whole = ours.filter((_, at) => filters[at]?.text !== undefined).map(({ answers }) => answers);
  return [
    figure({ id: "G4B", metric: `first page of ${page}, ${filters.length} combinations of filters, p50, ms`, ours: median(first), peer: against, goal: `≤ ${goalMs} ms`, met: median(first) <= goalMs, samples: first.length }),
    figure({ id: "G4B", metric: `first page of ${page}, ${filters.length} combinations of filters, p99, ms`, ours: quantile(first, 0.99), peer: { ...against, value: quantile(scans, 0.99) }, goal: `≤ ${goalMs} ms`, met: quantile(first, 0.99) <= goalMs, samples: first.length }),
    kept({ id: "G4B", metric: "slowest combination, median of its first page, ms", ours: worst[0]?.ms ?? 0, goal: `≤ ${goalMs} ms`, met: (worst[0]?.ms ?? 0) <= goalMs, samples: filters.length }),
    kept({ id: "G4B", metric: "a page far behind, p99, ms", ours: quantile(far, 0.99), goal: `≤ ${goalMs} ms`, met: quantile(far, 0.99) <= goalMs, samples: far.length }),
    kept({ id: "G4B", metric: "answers until a text was looked for in all runs, most", ours: Math.max(...whole), goal: "≤ 4", met: Math.max(...whole) <= 4, samples: whole.length }),
  ];
}

interface Times {
  readonly first: readonly number[];
  readonly far: readonly number[];
  /** Until something was found, or all was looked at. */
  readonly answers: number;
}

function timesOf(store: Store, filter: Filter, rounds: number): Times {
  const [first, far]: [number[], number[]] = [[], []];
  let empty = 0;
  for (let round = 0; round < rounds; round += 1) {
    let after: RunCursor | undefined;
    empty = 0;
    for (let asked = 0; asked < 6; asked += 1) {
      const began = performance.now();
      const { runs: found, next } = store.runs.page({ ...filter, after, limit: page });
      (asked === 0 ? first : far).push(performance.now() - began);
      if (found.length === 0 && empty === asked) empty += 1;
      if (next === null) break;
      after = next;
    }
  }
  return { first, far, answers: Math.max(1, empty) };
}

/** What a list without its indexes does: all rows are looked at, the newest of those that fit are kept. */
function scanning(file: string): { ask(filter: Filter): number; close(): void } {
  const database = new Sqlite(file, { readonly: true });
  const statement = database.prepare<unknown[], { id: number }>(
    `select * from dag_run not indexed where run_type <> 'try' and (@dag is null or dag_id = @dag) and (@states is null or state in (select value from json_each(@states)))
       and (@types is null or run_type in (select value from json_each(@types))) and queued_at >= @from and queued_at < @before and (@text is null or run_id like '%' || @text || '%')
     order by queued_at desc, id desc limit ${page}`,
  );
  const json = (list: readonly string[] | undefined): string | null => (list === undefined ? null : JSON.stringify(list));
  return {
    ask: ({ dagId, states, runTypes, from, before, text }) => {
      const began = performance.now();
      statement.all({ dag: dagId ?? null, states: json(states), types: json(runTypes), from: from ?? 0, before: before ?? Number.MAX_SAFE_INTEGER, text: text ?? null });
      return performance.now() - began;
    },
    close: () => void database.close(),
  };
}
