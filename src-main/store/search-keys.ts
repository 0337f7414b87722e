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

export function prepareSearch(database: Database): Store["search"] {
  const insert = database.prepare("insert or ignore into search_key (norm, run, key, value, source) values (?, ?, ?, ?, ?)");
  const exact = database.prepare<[string, number], Row>(`select ${columns} where norm = ? order by run desc limit ?`);
  const prefix = database.prepare<[string, string, string, number], Row>(
    `select ${columns} where norm >= ? and norm < ? and norm <> ? order by norm, run desc limit ?`,
  );
  const part = database.prepare<[string, string, string, number], Row>(
    `select ${columns} where instr(norm, ?) > 0 and not (norm >= ? and norm < ?) order by run desc limit ?`,
  );
  return {
    add: (run, keys) => {
      for (const { key, value, source } of keys) {
        const norm = normaliseForSearch(value);
        if (norm !== "") insert.run(norm, run, key, value, source);
      }
    },
    find: (text, options) => {
      const norm = normaliseForSearch(text);
      if (norm === "") return [];
      const end = `${norm}\u{10ffff}`;
      const found = exact.all(norm, options.limit);
      if (!options.exact && found.length < options.limit) found.push(...prefix.all(norm, end, norm, options.limit - found.length));
      if (!options.exact && found.length < options.limit) found.push(...part.all(norm, norm, end, options.limit - found.length));
      return found.map(toHit);
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
