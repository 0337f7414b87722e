/** Table dag_version: every definition that a run has used, as long as there is such a run, and the newest of each DAG. Rows are never changed. */
import type { Database } from "better-sqlite3";
import type { Dag } from "../../shared/model/dag.ts";
import type { DagVersion, Store } from "../ports/store.ts";
import { nextId } from "./floors.ts";
import { fromJson } from "./json.ts";

interface VersionRow {
  id: number;
  dag_id: string;
  file: string;
  source: string;
  spec: string;
  files: string | null;
  created_at: number;
  number: number | null;
}

/** A version's text may be long: so many go at once. */
const droppedAtOnce = 50;

export function prepareVersions(database: Database): Store["versions"] {
  const find = database.prepare<[string, string], { id: number }>("select id from dag_version where dag_id = ? and hash = ?");
  const insert = database.prepare(`insert into dag_version (id, dag_id, hash, file, source, spec, created_at, files, number) values (${nextId("dag_version")}, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const newest = database.prepare<[string], { number: number | null }>("select max(number) as number from dag_version where dag_id = ?");
  const byId = database.prepare<[number], VersionRow>("select id, dag_id, file, source, spec, created_at, files, number from dag_version where id = ?");
  // The newest stays: its number, and that of the row, are not given again.
  const drop = database.prepare<[string, number]>(
    `delete from dag_version where id in (select id from dag_version as old where dag_id = ? and number < ? and not exists (select 1 from dag_run where version_id = old.id) limit ${droppedAtOnce})`,
  );
  return {
    find: (dagId, hash) => find.get(dagId, hash)?.id ?? null,
    ensure: ({ dagId, hash, file, source, dag, at, files = {}, ofTry = false }) => {
      const number = ofTry ? null : (newest.get(dagId)?.number ?? 0) + 1;
      return find.get(dagId, hash)?.id ?? Number(insert.run(dagId, hash, file, source, JSON.stringify(dag), at, Object.keys(files).length === 0 ? null : JSON.stringify(files), number).lastInsertRowid);
    },
    dropUnused: (dagId) => drop.run(dagId, newest.get(dagId)?.number ?? 0).changes,
    get: (id) => {
      const row = byId.get(id);
      if (!row) throw new Error(`DAG version ${id} is not in the store.`);
      return toVersion(row);
    },
  };
}

function toVersion(row: VersionRow): DagVersion {
  return { id: row.id, dagId: row.dag_id, file: row.file, source: row.source, dag: fromJson<Dag>(row.spec), number: row.number, madeAt: row.created_at, files: row.files === null ? {} : fromJson<Record<string, string>>(row.files) };
}
