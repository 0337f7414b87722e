/** Table xcom: small values that tasks hand to later tasks of the same run. */
import type { Database } from "better-sqlite3";
import type { XCom } from "../../shared/model/run.ts";
import type { Store } from "../ports/store.ts";
import { fromJson } from "./json.ts";

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
  const ofRun = database.prepare<[number], Row>(`${select} where run = ? order by task, key`);
  const ofTask = database.prepare<[number, number], Row>(`${select} where run = ? and task = ? order by key`);
  const clear = database.prepare("delete from xcom where run = ? and task = ?");
  return {
    put: (run, task, xcom) => void upsert.run(run, task, xcom.key, JSON.stringify(xcom.value ?? null)),
    ofRun: (run) => ofRun.all(run).map(toXCom),
    ofTask: (run, task) => ofTask.all(run, task).map(toXCom),
    clear: (run, task) => void clear.run(run, task),
  };
}

function toXCom(row: Row): XCom {
  return { taskId: row.task_id, key: row.key, value: fromJson(row.value) };
}
