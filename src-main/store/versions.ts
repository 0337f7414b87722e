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
}

export function prepareVersions(database: Database): Store["versions"] {
  const find = database.prepare<[string, string], { id: number }>("select id from dag_version where dag_id = ? and hash = ?");
  const insert = database.prepare(`insert into dag_version (id, dag_id, hash, file, source, spec, created_at) values (${nextId("dag_version")}, ?, ?, ?, ?, ?, ?)`);
  const byId = database.prepare<[number], VersionRow>("select id, dag_id, file, source, spec from dag_version where id = ?");
  return {
    ensure: ({ dagId, hash, file, source, dag, at }) =>
      find.get(dagId, hash)?.id ?? Number(insert.run(dagId, hash, file, source, JSON.stringify(dag), at).lastInsertRowid),
    get: (id) => {
      const row = byId.get(id);
      if (!row) throw new Error(`DAG version ${id} is not in the store.`);
      return toVersion(row);
    },
  };
}

function toVersion(row: VersionRow): DagVersion {
  return { id: row.id, dagId: row.dag_id, file: row.file, source: row.source, dag: fromJson<Dag>(row.spec) };
}
