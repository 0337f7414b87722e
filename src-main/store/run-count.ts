/** How many runs there are, tries not among them: asked with every search. Counted once, because that takes as long as the history is; from then on kept. */
import type { Database } from "better-sqlite3";

export interface RunCount {
  readonly get: () => number;
  /** So many came; negative where some went. */
  readonly changed: (by: number) => void;
  /** The transaction is committed. */
  readonly settled: () => void;
  /** What the transaction wrote came to nothing. */
  readonly undone: () => void;
}

export function prepareRunCount(database: Database): RunCount {
  const counted = database.prepare<[], { n: number }>("select (select count(*) from dag_run) - (select count(*) from dag_run where run_type = 'try') as n");
  /** Without what the transaction under way has done. */
  let before: number | null = null;
  let within = 0;
  return {
    get: () => {
      before ??= (counted.get()?.n ?? 0) - within;
      return before + within;
    },
    changed: (by) => {
      if (database.inTransaction) within += by;
      else if (before !== null) before += by;
    },
    settled: () => {
      if (before !== null) before += within;
      within = 0;
    },
    undone: () => void (within = 0),
  };
}
