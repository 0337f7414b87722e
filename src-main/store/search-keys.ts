/** Table search_key: what runs can be found by. Exact first, then prefix, then part of the text; newest first within each. */
import type { Database } from "better-sqlite3";
import type { FindHit } from "../../shared/contract/find.ts";
import type { RunState } from "../../shared/model/states.ts";
import { normaliseForSearch } from "../../shared/model/search-text.ts";
import type { Store } from "../ports/store.ts";

interface Row {
  dag_id: string;
  run_id: string;
  state: RunState;
  queued_at: number;
  key: string;
  value: string;
  source: FindHit["source"];
}

const columns = "dag_id, run_id, state, queued_at, key, value, source from search_key join dag_run on dag_run.id = search_key.run";

/** The engine answers nobody else meanwhile, so looking at every value of a long history is not to be had. */
const defaultBudgetMs = 150;
const runsAtOnce = 1_000;

export function prepareSearch(database: Database): Store["search"] {
  const insert = database.prepare("insert or ignore into search_key (norm, run, key, value, source) values (?, ?, ?, ?, ?)");
  const exact = database.prepare<[string, number], Row>(`select ${columns} where norm = ? order by run desc limit ?`);
  const prefix = database.prepare<[string, string, string, number], Row>(
    `select ${columns} where norm >= ? and norm < ? and norm <> ? order by norm desc, run desc limit ?`,
  );
  /** Through the index by run, which holds the value too: newest first, no sorting, a bounded number of runs at a time. */
  const part = database.prepare<[string, string, string, number, number, number], Row>(
    `select ${columns} where instr(norm, ?) > 0 and not (norm >= ? and norm < ?) and run > ? and run <= ? order by run desc limit ?`,
  );
  const newest = database.prepare<[], { run: number | null }>("select max(id) as run from dag_run");
  const searchParts = (norm: string, end: string, limit: number, budgetMs: number): { rows: Row[]; runsSearched: number } => {
    const last = newest.get()?.run ?? 0;
    const until = performance.now() + budgetMs;
    const rows: Row[] = [];
    let to = last;
    for (; to > 0 && rows.length < limit && performance.now() < until; to -= runsAtOnce) rows.push(...part.all(norm, norm, end, to - runsAtOnce, to, limit - rows.length));
    return { rows, runsSearched: last - Math.max(0, to) };
  };
  return {
    add: (run, keys) => {
      for (const { key, value, source } of keys) {
        const norm = normaliseForSearch(value);
        if (norm !== "") insert.run(norm, run, key, value, source);
      }
    },
    find: (text, { exact: isExact, limit, budgetMs = defaultBudgetMs }) => {
      const norm = normaliseForSearch(text);
      const all = newest.get()?.run ?? 0;
      if (norm === "") return { hits: [], runsSearched: all };
      const end = `${norm}\u{10ffff}`;
      const found = exact.all(norm, limit);
      if (!isExact && found.length < limit) found.push(...prefix.all(norm, end, norm, limit - found.length));
      if (isExact || found.length >= limit) return { hits: found.map(toHit), runsSearched: all };
      const { rows, runsSearched } = searchParts(norm, end, limit - found.length, budgetMs);
      return { hits: [...found, ...rows].map(toHit), runsSearched: rows.length + found.length >= limit ? all : runsSearched };
    },
  };
}

function toHit(row: Row): FindHit {
  return {
    dagId: row.dag_id,
    runId: row.run_id,
    state: row.state,
    key: row.key,
    value: row.value,
    source: row.source,
    remote: null,
    queuedAt: row.queued_at,
  };
}
