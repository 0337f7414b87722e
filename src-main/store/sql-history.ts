/** Table sql_history: what was run by hand, newest first, a bounded number of entries. */
import type { Database } from "better-sqlite3";
import { SqlParams, type HistoryEntry } from "../../shared/contract/sql.ts";
import type { Store } from "../ports/store.ts";

const mostEntries = 5_000;

interface Row {
  id: number;
  connection: string;
  text: string;
  started_at: number;
  ms: number;
  state: HistoryEntry["state"];
  row_count: number | null;
  error: string | null;
  params: string | null;
}

const columns = "id, connection, text, started_at, ms, state, row_count, error, params";

export function prepareSqlHistory(database: Database): Store["sqlHistory"] {
  const insert = database.prepare("insert into sql_history (connection, text, started_at, ms, state, row_count, error, params) values (?, ?, ?, ?, ?, ?, ?, ?)");
  const trim = database.prepare(`delete from sql_history where id <= (select id from sql_history order by id desc limit 1 offset ${mostEntries})`);
  const list = database.prepare<[number, string | null, string | null, string, string, string, number], Row>(
    `select ${columns} from sql_history
     where id < ? and (? is null or connection = ?)
       and (? = '' or instr(lower(text), ?) > 0 or instr(lower(coalesce(error, '')), ?) > 0)
     order by id desc limit ?`,
  );
  const one = database.prepare("delete from sql_history where id = ?");
  const all = database.prepare("delete from sql_history");
  return {
    add: (entry) => {
      insert.run(entry.connection, entry.text, entry.startedAt, entry.ms, entry.state, entry.rows, entry.error, entry.params === null ? null : JSON.stringify(entry.params));
      trim.run();
    },
    list: ({ before = Number.MAX_SAFE_INTEGER, connection = null, search = "", limit }) => {
      const words = search.trim().toLowerCase();
      return list.all(before, connection, connection, words, words, words, limit).map(toEntry);
    },
    forget: (ids) => (ids === null ? all.run().changes : ids.reduce((sum, id) => sum + one.run(id).changes, 0)),
  };
}

function toEntry(row: Row): HistoryEntry {
  return { id: row.id, connection: row.connection, text: row.text, startedAt: row.started_at, ms: row.ms, state: row.state, rows: row.row_count, error: row.error, params: row.params === null ? null : SqlParams.parse(JSON.parse(row.params)) };
}
