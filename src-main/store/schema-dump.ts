/** The schema as text, in a stable order, to be committed and compared: a migration that says something else than meant shows in review. */
import type { Database } from "better-sqlite3";

export function dumpSchema(database: Database): string {
  const rows = database.prepare<[], { sql: string }>("select sql from sqlite_schema where sql is not null and name not like 'sqlite_%' order by type desc, name").all();
  return `${rows.map((row) => `${row.sql};`).join("\n\n")}\n`;
}
