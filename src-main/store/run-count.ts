/** How many runs there are, tries not among them: asked with every search, counted anew only after one came or went. */
import type { Database } from "better-sqlite3";

export interface RunCount {
  readonly get: () => number;
  /** A run came or went, or what was written of it came to nothing. */
  readonly forget: () => void;
}

export function prepareRunCount(database: Database): RunCount {
  const counted = database.prepare<[], { n: number }>("select (select count(*) from dag_run) - (select count(*) from dag_run where run_type = 'try') as n");
  let known: number | null = null;
  return {
    get: () => (known ??= counted.get()?.n ?? 0),
    forget: () => void (known = null),
  };
}
