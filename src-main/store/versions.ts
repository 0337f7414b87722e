/** Table dag_version: every definition that a run ever used. Rows are never changed. */
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
  number: number;
}

export function prepareVersions(database: Database): Store["versions"] {
  const find = database.prepare<[string, string], { id: number }>("select id from dag_version where dag_id = ? and hash = ?");
  const insert = database.prepare(`insert into dag_version (id, dag_id, hash, file, source, spec, created_at, files) values (${nextId("dag_version")}, ?, ?, ?, ?, ?, ?, ?)`);
  const byId = database.prepare<[number], VersionRow>(
    `select id, dag_id, file, source, spec, created_at, files, (select count(*) from dag_version other where other.dag_id = dag_version.dag_id and other.id <= dag_version.id) as number
     from dag_version where id = ?`,
  );
  return {
    find: (dagId, hash) => find.get(dagId, hash)?.id ?? null,
    ensure: ({ dagId, hash, file, source, dag, at, files = {} }) =>
      find.get(dagId, hash)?.id ?? Number(insert.run(dagId, hash, file, source, JSON.stringify(dag), at, Object.keys(files).length === 0 ? null : JSON.stringify(files)).lastInsertRowid),
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
