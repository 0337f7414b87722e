/** Runs texts of one query document, one at a time, keeps their results as tabs, and lets go of those that are closed or left. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { SqlEvent } from "../../../shared/contract/sql.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useEngineClient, useRpc } from "../../rpc/rpc-provider.tsx";
import { broken, noQuery, type QueryState } from "./results/query-state.ts";
import { rowLimit } from "./results/row-limit.ts";
import { changed, heard, newestOf, noRuns, resultsOf, started, type RunInput, type Runs } from "./results/runs.ts";

export interface Query {
  /** Of the newest run. */
  readonly state: QueryState;
  readonly runs: Runs;
  run(input: RunInput): void;
  /** Also on the database's server. */
  cancel(): void;
  change(next: (runs: Runs) => Runs): void;
}

/** What has come is shown at once, then as often as the eye can follow. */
const shownEveryMs = 60;

export function useQuery(): Query {
  const client = useEngineClient();
  const rpc = useRpc();
  const cache = useQueryClient();
  const [runs, setRuns] = useState(noRuns);
  const newest = useRef(noRuns);
  const current = useRef<{ queryId: string; stop: AbortController } | null>(null);

  const change = useCallback(
    (next: (runs: Runs) => Runs) => {
      const before = resultsOf(newest.current);
      newest.current = next(newest.current);
      const after = resultsOf(newest.current);
      const left = [...before].filter((id) => !after.has(id));
      if (left.length > 0) client.sql.release({ resultIds: left }).catch(() => {});
      setRuns(newest.current);
    },
    [client],
  );
  useEffect(
    () => () => {
      current.current?.stop.abort();
      const left = [...resultsOf(newest.current)];
      if (left.length > 0) client.sql.release({ resultIds: left }).catch(() => {});
    },
    [client],
  );

  const run = useCallback<Query["run"]>(
    (given) => {
      current.current?.stop.abort();
      const mine = { queryId: crypto.randomUUID(), stop: new AbortController() };
      current.current = mine;
      const input: RunInput = { maxRows: rowLimit(), ...given };
      change((all) => started(all, { id: mine.queryId, input }, Date.now()));
      let waiting: SqlEvent[] = [];
      let shownAt = 0;
      const show = (): void => {
        const events = waiting;
        waiting = [];
        shownAt = performance.now();
        change((all) => events.reduce((now, event) => heard(now, mine.queryId, event), all));
      };
      const fail = (message: string): void => change((all) => changed(all, mine.queryId, (state) => (state.phase === "ended" ? state : broken(state, message, Date.now()))));
      const follow = async (): Promise<void> => {
        let wrote = false;
        for await (const event of await client.sql.run({ ...input, queryId: mine.queryId }, { signal: mine.stop.signal })) {
          waiting.push(event);
          wrote ||= event.kind === "statement" && event.writes;
          if (event.kind !== "rows" || performance.now() - shownAt >= shownEveryMs) show();
        }
        show();
        fail("The engine stopped answering while the query ran; run it again.");
        if (wrote) void cache.invalidateQueries({ queryKey: rpc.warehouse.key() });
      };
      follow().catch((thrown: unknown) => fail(toFailure(thrown).message));
    },
    [client, rpc, cache, change],
  );

  const cancel = useCallback(() => {
    const mine = current.current;
    if (mine !== null) client.sql.cancel({ queryId: mine.queryId }).catch(() => mine.stop.abort());
  }, [client]);
  return useMemo(() => ({ state: newestOf(runs)?.state ?? noQuery, runs, run, cancel, change }), [runs, run, cancel, change]);
}
