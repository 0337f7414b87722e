/** Runs texts of one query document, one at a time, and lets go of the results when they are replaced or left. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { SqlPlace, SqlRun } from "../../../shared/contract/sql.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useEngineClient, useRpc } from "../../rpc/rpc-provider.tsx";
import { begun, broken, fold, noQuery, type QueryState } from "./query-state.ts";

export interface Query {
  readonly state: QueryState;
  run(input: { connection: string; text: string; origin: SqlPlace }): void;
  /** Also on the database's server. */
  cancel(): void;
}

const maxRows = 1_000_000;
/** What has come is shown at once, then as often as the eye can follow. */
const shownEveryMs = 60;

export function useQuery(): Query {
  const client = useEngineClient();
  const rpc = useRpc();
  const cache = useQueryClient();
  const [state, setState] = useState(noQuery);
  const current = useRef<{ queryId: string; stop: AbortController; results: string[] } | null>(null);

  const letGo = useCallback(() => {
    const last = current.current;
    current.current = null;
    last?.stop.abort();
    if (last !== null && last.results.length > 0) client.sql.release({ resultIds: last.results }).catch(() => {});
  }, [client]);
  useEffect(() => letGo, [letGo]);

  const run = useCallback<Query["run"]>(
    ({ connection, text, origin }) => {
      letGo();
      const mine = { queryId: crypto.randomUUID(), stop: new AbortController(), results: [] as string[] };
      current.current = mine;
      const input: SqlRun = { connection, text, origin, maxRows, queryId: mine.queryId };
      const show = (next: QueryState): void => {
        if (current.current === mine) setState(next);
      };
      let known = begun(Date.now());
      show(known);
      let shownAt = 0;
      const follow = async (): Promise<void> => {
        for await (const event of await client.sql.run(input, { signal: mine.stop.signal })) {
          known = fold(known, event);
          if (event.kind === "columns") mine.results.push(event.resultId);
          const isProgress = event.kind === "rows" && performance.now() - shownAt < shownEveryMs;
          if (isProgress) continue;
          shownAt = performance.now();
          show(known);
        }
        if (known.phase !== "ended") show((known = broken(known, "The engine stopped answering while the query ran; run it again.", Date.now())));
        if (known.wrote) void cache.invalidateQueries({ queryKey: rpc.warehouse.key() });
      };
      follow().catch((thrown: unknown) => show(broken(known, toFailure(thrown).message, Date.now())));
    },
    [client, rpc, cache, letGo],
  );

  const cancel = useCallback(() => {
    const mine = current.current;
    if (mine !== null) client.sql.cancel({ queryId: mine.queryId }).catch(() => mine.stop.abort());
  }, [client]);
  return { state, run, cancel };
}
