/**
 * One run as rows, for a file that carries it elsewhere: its own row, its DAG version's, and every row of the tables that belong to a run.
 * Which these are is read from the schema, so that a table made later travels too. Read in pages: nobody waits for a large run.
 */
import type { Database } from "better-sqlite3";
import type { Store, StoredRow, StoredValue } from "../ports/store.ts";

/** What is about work under way, or finds a run in this history only; what a try ran with has no meaning elsewhere. */
const stays = new Set(["archive_pending", "outbox", "message", "deadline", "search_key", "trial", "trial_output", "packed_run"]);
const pageRows = 500;

interface Column {
  readonly name: string;
  /** Place in the primary key, from 1. */
  readonly pk: number;
}

/** `at`: where the rows of a table that belong to the run are. */
export function prepareRunRows(database: Database, at: (run: number, table: string) => Database): Store["runRows"] {
  const schema = Number(database.pragma("user_version", { simple: true }));
  return { schema, read: (run) => readRows(database, run, (table) => at(run, table)) };
}

function* readRows(database: Database, run: number, at: (table: string) => Database): Generator<StoredRow> {
  const id = database.prepare<[], Record<string, StoredValue>>("select key, value from meta where key = 'id'").get();
  if (id) yield { table: "meta", values: id };
  const own = database.prepare<[number], Record<string, StoredValue>>("select * from dag_run where id = ?").get(run);
  if (!own) return;
  const version = database.prepare<[unknown], Record<string, StoredValue>>("select * from dag_version where id = ?").get(own["version_id"]);
  if (version) yield { table: "dag_version", values: version };
  // It travels as rows.
  yield { table: "dag_run", values: { ...own, is_packed: 0 } };
  for (const table of tablesOfRuns(database)) yield* pagesOf(at(table), table, run);
  yield* auditOf(database, own);
}

/** What people did with it. What they took back of other runs is not here to point to. */
function* auditOf(database: Database, { dag_id: dagId, run_id: runId }: Record<string, StoredValue>): Generator<StoredRow> {
  const entries = database.prepare<[unknown, unknown], Record<string, StoredValue>>("select * from audit where dag_id = ? and run_id = ? order by id").all(dagId, runId);
  const ids = new Set(entries.map(({ id }) => id));
  for (const entry of entries) yield { table: "audit", values: { ...entry, undoes: ids.has(entry["undoes"] ?? null) ? (entry["undoes"] ?? null) : null } };
  const detail = database.prepare<[unknown], Record<string, StoredValue>>("select * from audit_detail where audit = ?");
  for (const { id } of entries) {
    const values = detail.get(id);
    if (values) yield { table: "audit_detail", values };
  }
}

function* pagesOf(database: Database, table: string, run: number): Generator<StoredRow> {
  const key = columnsOf(database, table).filter(({ pk }) => pk > 0).sort((one, other) => one.pk - other.pk).map(({ name }) => quoted(name));
  const order = key.length === 0 ? "rowid" : key.join(", ");
  const page = database.prepare<[number, number, number], Record<string, StoredValue>>(`select * from ${quoted(table)} where run = ? order by ${order} limit ? offset ?`);
  for (let offset = 0; ; offset += pageRows) {
    const rows = page.all(run, pageRows, offset);
    for (const values of rows) yield { table, values };
    if (rows.length < pageRows) return;
  }
}

/** The tables whose rows travel with a run, by the number that they have of it. */
export function tablesOfRuns(database: Database): string[] {
  const names = database.prepare<[], { name: string }>("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name").all();
  return names.flatMap(({ name }) => (!stays.has(name) && columnsOf(database, name).some((column) => column.name === "run") ? [name] : []));
}

export function columnsOf(database: Database, table: string): Column[] {
  return database.prepare<[string], Column>("select name, pk from pragma_table_info(?)").all(table);
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
