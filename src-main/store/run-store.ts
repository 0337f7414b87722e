/** A database that holds one run alone, made of rows that came from a stranger: tables, columns and references are judged before anybody reads it. */
import { existsSync } from "node:fs";
import Sqlite, { type Database, type Statement } from "better-sqlite3";
import { AppError, messageOf } from "../../shared/errors/app-error.ts";
import type { StoredRow } from "../ports/store.ts";
import { applyUpTo, readMigrations } from "./migrate.ts";
import { columnsOf, quoted, tablesOfRuns } from "./run-rows.ts";

export interface RunStoreOptions {
  /** Nothing may be there yet. */
  readonly file: string;
  readonly migrations: string;
  /** The schema that the rows were written under; brought to ours afterwards, as any old database is. */
  readonly schema: number;
  readonly rows: AsyncIterable<StoredRow>;
}

/** A store that holds this run alone. The rows come from a stranger. Throws AppError capsule/newer, capsule/invalid. */
export async function makeRunStore({ file, migrations, schema, rows }: RunStoreOptions): Promise<void> {
  const known = readMigrations(migrations);
  if (schema > known.length) throw new AppError("capsule/newer", `Run capsule: its rows are of schema ${schema}, and this Dagwright knows ${known.length}; update Dagwright to open it.`, { found: schema, known: known.length });
  if (existsSync(file)) throw new Error(`${file}: is there already.`);
  const database = new Sqlite(file);
  try {
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = OFF");
    database.pragma("foreign_keys = OFF");
    applyUpTo(database, known, schema);
    await insertAll(database, rows);
    const [broken] = database.pragma("foreign_key_check") as { table: string }[];
    if (broken) throw invalid(`a row of ${broken.table} belongs to no run`);
  } finally {
    database.close();
  }
}

async function insertAll(database: Database, rows: AsyncIterable<StoredRow>): Promise<void> {
  const allowed = new Set(["meta", "dag_version", "dag_run", "audit", "audit_detail", ...tablesOfRuns(database)]);
  const single = new Map([["meta", 0], ["dag_version", 0], ["dag_run", 0]]);
  const insert = preparedInserts(database);
  database.exec("begin");
  for await (const { table, values } of rows) {
    if (!allowed.has(table)) throw invalid(`it names a table ${JSON.stringify(table.slice(0, 60))} that no run has`);
    const count = single.get(table);
    if (count !== undefined && count > 0) throw invalid(`it holds more than one row of ${table}`);
    if (count !== undefined) single.set(table, count + 1);
    if (table === "dag_run" && (values["is_packed"] ?? 0) !== 0) throw invalid("it says of its run that it is packed, which a capsule's is not");
    insert(table, values);
  }
  for (const [table, count] of single) if (count !== 1) throw invalid(`it holds no row of ${table}`);
  database.exec("commit");
}

function preparedInserts(database: Database): (table: string, values: StoredRow["values"]) => void {
  const columns = new Map<string, ReadonlySet<string>>();
  const statements = new Map<string, Statement>();
  const prepared = (table: string, names: readonly string[]): Statement => {
    const key = JSON.stringify([table, names]);
    const found = statements.get(key);
    if (found) return found;
    const known = columns.get(table) ?? new Set(columnsOf(database, table).map(({ name }) => name));
    columns.set(table, known);
    const strange = names.find((name) => !known.has(name));
    if (strange !== undefined) throw invalid(`its rows of ${table} have a column ${JSON.stringify(strange.slice(0, 60))} that is not known`);
    const made = database.prepare(`insert into ${quoted(table)} (${names.map(quoted).join(", ")}) values (${names.map(() => "?").join(", ")})`);
    statements.set(key, made);
    return made;
  };
  return (table, values) => {
    const statement = prepared(table, Object.keys(values));
    try {
      statement.run(Object.values(values));
    } catch (thrown) {
      throw invalid(`a row of ${table} does not fit (${messageOf(thrown)})`);
    }
  };
}

function invalid(what: string): AppError {
  return new AppError("capsule/invalid", `Run capsule: ${what}; it was not written by Dagwright, or is damaged.`);
}
