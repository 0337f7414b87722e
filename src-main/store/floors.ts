/**
 * Numbers of rows that are never given twice, although rows may go: a run's number is part of the ids of its tries, and versions are
 * remembered by number. Before the newest row of a table goes, its number is kept as the floor.
 */
import type { Database } from "better-sqlite3";

type Numbered = "dag_run" | "dag_version";

/** An expression for the next number. */
export function nextId(table: Numbered): string {
  return `(select 1 + max(coalesce((select max(id) from ${table}), 0), coalesce((select cast(value as integer) from meta where key = '${table}_floor'), 0)))`;
}

export function prepareFloor(database: Database, table: Numbered): () => void {
  const keep = database.prepare(`insert into meta (key, value) values ('${table}_floor', cast(${nextId(table)} - 1 as text)) on conflict (key) do update set value = excluded.value`);
  return () => void keep.run();
}
