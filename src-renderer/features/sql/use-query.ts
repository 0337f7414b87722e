/** The runs of one query document, for the page that shows it. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { useEngineClient, useRpc } from "../../rpc/rpc-provider.tsx";
import { holdSession, sessionOf } from "./query-sessions.ts";
import { noQuery, type QueryState } from "./results/query-state.ts";
import { rowLimit } from "./results/row-limit.ts";
import { timeLimit } from "./results/time-limit.ts";
import { newestOf, type RunInput, type Runs } from "./results/runs.ts";

export interface Query {
  /** Of the newest run. */
  readonly state: QueryState;
  readonly runs: Runs;
  run(input: RunInput): void;
  /** Also on the database's server. */
  cancel(): void;
  change(next: (runs: Runs) => Runs): void;
}

export function useQuery(path: string): Query {
  const client = useEngineClient();
  const rpc = useRpc();
  const cache = useQueryClient();
  const [session] = useState(() => sessionOf(path, { client, limits, onWrote: () => void cache.invalidateQueries({ queryKey: rpc.warehouse.key() }) }));
  useEffect(() => holdSession(path), [path]);
  const runs = useSyncExternalStore(session.subscribe, session.get);
  return useMemo(() => ({ state: newestOf(runs)?.state ?? noQuery, runs, run: session.run, cancel: session.cancel, change: session.change }), [runs, session]);
}

function limits(): Pick<RunInput, "maxRows" | "timeoutMs"> {
  const timeoutMs = timeLimit();
  return { maxRows: rowLimit(), ...(timeoutMs === null ? {} : { timeoutMs }) };
}
