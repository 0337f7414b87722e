/** Comparisons of two results that were asked for: each is a result of its own beside the engine, let go of when it is closed or left. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { SqlCompare } from "../../../../shared/contract/sql-look.ts";
import type { SqlComparison } from "../../../../shared/contract/sql.ts";
import { useEngineClient } from "../../../rpc/rpc-provider.tsx";

export interface Comparison {
  readonly key: string;
  readonly title: string;
  readonly made: SqlComparison;
}

export interface Comparisons {
  readonly all: readonly Comparison[];
  /** Gives the key of the tab; rejects with why they cannot be compared. */
  add(input: SqlCompare & { title: string }): Promise<string>;
  close(key: string): void;
}

export function useComparisons(): Comparisons {
  const client = useEngineClient();
  const [all, setAll] = useState<readonly Comparison[]>([]);
  const newest = useRef(all);
  useEffect(() => void (newest.current = all));
  const release = useCallback((of: readonly Comparison[]) => void (of.length > 0 && client.sql.release({ resultIds: of.map(({ made }) => made.resultId) }).catch(() => {})), [client]);
  useEffect(() => () => release(newest.current), [release]);
  return {
    all,
    async add({ title, ...input }) {
      const made = await client.sql.compare(input);
      const key = `compare ${made.resultId}`;
      setAll((before) => [...before, { key, title, made }]);
      return key;
    },
    close(key) {
      release(all.filter((one) => one.key === key));
      setAll((before) => before.filter((one) => one.key !== key));
    },
  };
}
