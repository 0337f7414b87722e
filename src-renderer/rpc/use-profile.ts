/** Column profiles of a result or a table as they come, some columns at a time, for as long as they are looked at. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { ProfileSubject } from "../../shared/contract/sql.ts";
import type { ColumnProfile } from "../../shared/contract/warehouse.ts";
import type { z } from "zod";
import { toFailure, type Failure } from "./failure.ts";
import { useEngineClient } from "./rpc-provider.tsx";

export interface ProfileState {
  readonly phase: "running" | "stopped" | "done";
  readonly columns: readonly ColumnProfile[];
  /** Columns of the subject; 0 before the first are told. */
  readonly total: number;
  readonly failure: Failure | null;
}

const none: ProfileState = { phase: "running", columns: [], total: 0, failure: null };

/** Leaving, or `cancel`, stops it on the database too. */
export function useProfile(of: z.infer<typeof ProfileSubject>): ProfileState & { cancel(): void; again(): void } {
  const client = useEngineClient();
  const [turn, setTurn] = useState(0);
  const subject = JSON.stringify(of);
  const key = `${turn} ${subject}`;
  const [told, setTold] = useState<ProfileState & { key: string }>({ key, ...none });
  const stop = useRef<AbortController | null>(null);
  useEffect(() => {
    const mine = new AbortController();
    stop.current = mine;
    const change = (next: (before: ProfileState) => ProfileState): void => {
      if (!mine.signal.aborted) setTold((before) => ({ key, ...next(before.key === key ? before : none) }));
    };
    const follow = async (): Promise<void> => {
      for await (const event of await client.sql.profile({ of: JSON.parse(subject) as z.infer<typeof ProfileSubject> }, { signal: mine.signal })) {
        change((before) => ({ ...before, columns: [...before.columns, ...event.columns], total: event.total }));
      }
      change((before) => ({ ...before, phase: "done" }));
    };
    follow().catch((thrown: unknown) => change((before) => ({ ...before, phase: "done", failure: toFailure(thrown) })));
    return () => mine.abort();
  }, [client, subject, key]);
  return {
    ...(told.key === key ? told : none),
    cancel: useCallback(() => {
      stop.current?.abort();
      setTold((before) => ({ ...before, phase: "stopped" }));
    }, []),
    again: useCallback(() => setTurn((before) => before + 1), []),
  };
}
