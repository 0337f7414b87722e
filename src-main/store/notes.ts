/** Table note: what people wrote beside a run or a task of it. */
import type { Database } from "better-sqlite3";
import type { NoteStore } from "../ports/audit-store.ts";
import type { PackedTasks } from "./pack/packed-tasks.ts";

interface Row {
  dag_id: string;
  run_id: string;
  run: number;
  task: number;
  task_id: string | null;
  text: string;
  at: number;
  by: string;
}

/** Stands for the run itself: a task's number is never negative. */
const ofRun = -1;

export function prepareNotes(database: Database, packed: PackedTasks): NoteStore {
  const put = database.prepare(
    `insert into note (run, task, text, at, by) values (?, ?, ?, ?, ?)
     on conflict (run, task) do update set text = excluded.text, at = excluded.at, by = excluded.by`,
  );
  const remove = database.prepare("delete from note where run = ? and task = ?");
  const one = database.prepare<[number, number], { text: string }>("select text from note where run = ? and task = ?");
  const list = database.prepare<[string | null, string | null, number], Row>(
    `select dag_id, run_id, note.run, note.task, task_id, note.text, note.at, note.by from note indexed by note_by_time cross join dag_run on dag_run.id = note.run
       left join task_instance on task_instance.run = note.run and task_instance.task = note.task
     where (? is null or dag_id = ?) order by note.at desc limit ?`,
  );
  const get: NoteStore["get"] = (run, task) => one.get(run, task ?? ofRun)?.text ?? "";
  return {
    get,
    set: ({ run, task, text, at, by }) => {
      const before = get(run, task);
      if (text === "") remove.run(run, task ?? ofRun);
      else put.run(run, task ?? ofRun, text, at, by);
      return before;
    },
    list: ({ dagId = null, limit }) => list.all(dagId, dagId, limit).map((row) => ({ dagId: row.dag_id, runId: row.run_id, taskId: row.task_id ?? packed.idOf(row.run, row.task), text: row.text, at: row.at, by: row.by })),
  };
}
