/** Asks for the plan of one statement at a time; a later question, or leaving, ends an earlier one on the server too. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { SqlPlan, SqlRun } from "../../../../shared/contract/sql.ts";
import { toFailure, type Failure } from "../../../rpc/failure.ts";
import { useEngineClient } from "../../../rpc/rpc-provider.tsx";

export type PlanQuestion = Pick<SqlRun, "connection" | "text" | "params"> & { readonly analyze?: boolean };

interface Asked {
  readonly question: PlanQuestion;
}
export type Explained = Asked & ({ readonly phase: "running" } | { readonly phase: "done"; readonly plan: SqlPlan } | { readonly phase: "failed"; readonly failure: Failure });

export interface Explain {
  /** Null before the first question, and once it is put away. */
  readonly explained: Explained | null;
  /** With `analyze` the statement is carried out and rolled back. */
  ask(question: PlanQuestion): void;
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
    (question: PlanQuestion) => {
      cancel();
      const queryId = crypto.randomUUID();
      current.current = queryId;
      const show = (next: Explained): void => {
        if (current.current === queryId) setExplained(next);
      };
      show({ phase: "running", question });
      client.sql.explain({ ...question, queryId }).then(
        (plan) => show({ phase: "done", plan, question }),
        (thrown: unknown) => show({ phase: "failed", failure: toFailure(thrown), question }),
      );
    },
    [client, cancel],
  );
  return { explained, ask, cancel, putAway };
}
