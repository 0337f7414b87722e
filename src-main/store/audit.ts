/** Tables audit and audit_detail: what people did. Rows are added and read, nothing else. */
import type { Database } from "better-sqlite3";
import type { AffectedTask, AuditAct, AuditEntry, AuditFilter } from "../../shared/contract/audit.ts";
import type { ActorKind } from "../../shared/model/actor.ts";
import type { AuditStore } from "../ports/audit-store.ts";
import { fromJson, fromJsonOr } from "./json.ts";

interface Row {
  id: number;
  at: number;
  by_kind: ActorKind;
  by_name: string;
  act: AuditAct;
  dag_id: string | null;
  run_id: string | null;
  task_id: string | null;
  batch: number;
  arguments: string;
  reason: string | null;
  refusal: string | null;
  tasks: number;
  undoes: number | null;
  undone_by: number | null;
  has_former: number;
}

const shown = `select audit.*, (select id from audit as later where later.undoes = audit.id) as undone_by,
  exists (select 1 from audit_detail where audit_detail.audit = audit.id and former is not null) as has_former from audit`;

/** Each condition takes its value twice: null lets everything through. */
const conditions = `(? is null or dag_id = ?) and (? is null or run_id = ?) and (? is null or act in (select value from json_each(?)))
  and (? is null or by_kind = ?) and (? is null or at >= ?) and (? is null or at < ?)
  and (? = '' or instr(lower(coalesce(dag_id, '') || char(10) || coalesce(run_id, '') || char(10) || coalesce(task_id, '') || char(10) || coalesce(reason, '') || char(10) || by_name), ?) > 0)
  and id < ? order by id desc limit ?`;

export function prepareAudit(database: Database): AuditStore {
  const insert = database.prepare(
    `insert into audit (id, at, by_kind, by_name, act, dag_id, run_id, task_id, batch, arguments, reason, refusal, tasks, undoes)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const next = database.prepare<[], { id: number }>("select coalesce(max(id), 0) + 1 as id from audit");
  const detail = database.prepare("insert into audit_detail (audit, affected, former) values (?, ?, ?)");
  const all = database.prepare<unknown[], Row>(`${shown} where ${conditions}`);
  const ofDag = database.prepare<unknown[], Row>(`${shown} indexed by audit_by_dag where dag_id = ? and ${conditions}`);
  const one = database.prepare<[number], Row>(`${shown} where id = ?`);
  const ofBatch = database.prepare<[number], Row>(`${shown} where batch = ? order by id desc`);
  const details = database.prepare<[number], { affected: string; former: string | null }>("select affected, former from audit_detail where audit = ?");
  const last = database.prepare<[string], Row>(`${shown} where act in (select value from json_each(?)) order by id desc limit 1`);
  return {
    add: (entry) => {
      const id = next.get()?.id ?? 1;
      const { by, affected = [], former = null } = entry;
      insert.run(id, entry.at, by.kind, by.name, entry.act, entry.dagId ?? null, entry.runId ?? null, entry.taskId ?? null, entry.batch ?? id, JSON.stringify(entry.arguments ?? {}), entry.reason ?? null, entry.refusal ?? null, affected.length, entry.undoes ?? null);
      if (affected.length > 0 || former !== null) detail.run(id, JSON.stringify(affected.map(({ taskId, from, to }) => [taskId, from, to])), former === null ? null : JSON.stringify(former));
      return id;
    },
    list: (filter) => (filter.dagId === undefined ? all.all(...valuesOf(filter)) : ofDag.all(filter.dagId, ...valuesOf(filter))).map(toEntry),
    get: (id) => {
      const row = one.get(id);
      return row ? toEntry(row) : null;
    },
    batch: (id) => ofBatch.all(id).map(toEntry),
    affected: (id) => fromJsonOr<[string, AffectedTask["from"], AffectedTask["to"]][]>(details.get(id)?.affected ?? null, []).map(([taskId, from, to]) => ({ taskId, from, to })),
    former: (id) => fromJsonOr<unknown>(details.get(id)?.former ?? null, null),
    last: (acts) => {
      const row = last.get(JSON.stringify(acts));
      return row ? toEntry(row) : null;
    },
  };
}

function valuesOf(filter: AuditFilter & { limit: number }): unknown[] {
  const { dagId = null, runId = null, acts, by = null, since = null, until = null, text = "", before = Number.MAX_SAFE_INTEGER, limit } = filter;
  const json = acts === undefined ? null : JSON.stringify(acts);
  const words = text.trim().toLowerCase();
  return [...[dagId, runId, json, by, since, until, words].flatMap((value) => [value, value]), before, limit];
}

function toEntry(row: Row): AuditEntry {
  return {
    id: row.id,
    at: row.at,
    by: { kind: row.by_kind, name: row.by_name },
    act: row.act,
    dagId: row.dag_id,
    runId: row.run_id,
    taskId: row.task_id,
    batch: row.batch,
    arguments: fromJson(row.arguments),
    reason: row.reason,
    refusal: row.refusal,
    tasks: row.tasks,
    undoes: row.undoes,
    undoneBy: row.undone_by,
    mayUndo: row.has_former === 1 && row.undone_by === null && row.refusal === null,
  };
}
