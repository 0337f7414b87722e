/** Asks for the plan of one statement at a time; a later question, or leaving, ends an earlier one on the server too. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { SqlPlan } from "../../../shared/contract/sql.ts";
import { toFailure, type Failure } from "../../rpc/failure.ts";
import { useEngineClient } from "../../rpc/rpc-provider.tsx";

export type Explained = { readonly phase: "running" } | { readonly phase: "done"; readonly plan: SqlPlan } | { readonly phase: "failed"; readonly failure: Failure };

export interface Explain {
  /** Null before the first question, and once it is put away. */
  readonly explained: Explained | null;
  ask(connection: string, text: string): void;
  cancel(): void;
  putAway(): void;
}

export function useExplain(): Explain {
  const client = useEngineClient();
  const [explained, setExplained] = useState<Explained | null>(null);
  const current = useRef<string | null>(null);

  const cancel = useCallback(() => {
    if (current.current !== null) client.sql.cancel({ queryId: current.current }).catch(() => {});
  }, [client]);
  const putAway = useCallback(() => {
    cancel();
    current.current = null;
    setExplained(null);
  }, [cancel]);
  useEffect(() => cancel, [cancel]);

  const ask = useCallback(
    (connection: string, text: string) => {
      cancel();
      const queryId = crypto.randomUUID();
      current.current = queryId;
      const show = (next: Explained): void => {
        if (current.current === queryId) setExplained(next);
      };
      show({ phase: "running" });
      client.sql.explain({ connection, text, queryId }).then(
        (plan) => show({ phase: "done", plan }),
        (thrown: unknown) => show({ phase: "failed", failure: toFailure(thrown) }),
      );
    },
    [client, cancel],
  );
  return { explained, ask, cancel, putAway };
}
