/** Table xcom: small values that tasks hand to later tasks of the same run. */
import type { Database } from "better-sqlite3";
import { parseExactJson, toExactJson } from "../../shared/base/exact-json.ts";
import type { XCom } from "../../shared/model/run.ts";
import type { Store } from "../ports/store.ts";

interface Row {
  task_id: string;
  key: string;
  value: string;
}

export function prepareXComs(database: Database): Store["xcoms"] {
  const upsert = database.prepare(
    "insert into xcom (run, task, key, value) values (?, ?, ?, ?) on conflict (run, task, key) do update set value = excluded.value",
  );
  const select = "select task_id, key, value from xcom join task_instance using (run, task)";
  const ofRun = database.prepare<[number, number], Row & { map_of: number | null }>(
    `select coalesce(mapped.task_id, own.task_id) as task_id, own.map_of, key, value from xcom join task_instance as own using (run, task)
       left join task_instance as mapped on mapped.run = xcom.run and mapped.task = own.map_of
     where xcom.run = ? and (own.map_of is null or (own.map_of <> ? and own.map_index < mapped.map_length)) order by xcom.task, key`,
  );
  const ofTask = database.prepare<[number, number], Row>(`${select} where run = ? and task = ? order by key`);
  const clear = database.prepare("delete from xcom where run = ? and task = ?");
  return {
    put: (run, task, xcom) => void upsert.run(run, task, xcom.key, toExactJson(xcom.value ?? null)),
    ofRun: (run, exceptOf = -1) => withLists(ofRun.all(run, exceptOf)),
    ofTask: (run, task) => ofTask.all(run, task).map(toXCom),
    clear: (run, task) => void clear.run(run, task),
  };
}

/** What instances pushed under one key is a list, in their order. */
function withLists(rows: readonly (Row & { map_of: number | null })[]): XCom[] {
  const lists = new Map<string, unknown[]>();
  return rows.flatMap((row) => {
    const xcom = toXCom(row);
    if (row.map_of === null) return [xcom];
    const name = JSON.stringify([row.map_of, row.key]);
    const list = lists.get(name);
    if (list !== undefined) {
      list.push(xcom.value);
      return [];
    }
    const made = [xcom.value];
    lists.set(name, made);
    return [{ ...xcom, value: made }];
  });
}

function toXCom(row: Row): XCom {
  return { taskId: row.task_id, key: row.key, value: parseExactJson(row.value) };
}
