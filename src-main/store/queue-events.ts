/** Tables queue_event and queue_on: events that started runs or were set aside, and whose queue is on. */
import type { Database } from "better-sqlite3";
import type { QueueEvent } from "../../shared/contract/queues.ts";
import type { QueueStore } from "../ports/queue-store.ts";

export function prepareQueueEvents(database: Database): QueueStore {
  const insert = database.prepare("insert into queue_event (dag_id, event_key, name, at, run_id, reason) values (?, ?, ?, ?, ?, ?)");
  const known = database.prepare<[string, string], { id: number }>("select id from queue_event where dag_id = ? and event_key = ?");
  const list = database.prepare<[string, number], QueueEvent>("select name, at, run_id as runId, reason from queue_event where dag_id = ? order by id desc limit ?");
  const counts = database.prepare<[string], { taken: number; total: number }>("select count(run_id) as taken, count(*) as total from queue_event where dag_id = ?");
  const turnOn = database.prepare("insert or ignore into queue_on (dag_id) values (?)");
  const turnOff = database.prepare("delete from queue_on where dag_id = ?");
  const on = database.prepare<[], { dag_id: string }>("select dag_id from queue_on order by dag_id");
  return {
    add: (dagId, key, { name, at, runId, reason }) => void insert.run(dagId, key, name, at, runId, reason),
    has: (dagId, key) => known.get(dagId, key) !== undefined,
    list: (dagId, limit) => list.all(dagId, limit),
    counts: (dagId) => {
      const { taken = 0, total = 0 } = counts.get(dagId) ?? {};
      return { taken, setAside: total - taken };
    },
    setOn: (dagId, isOn) => void (isOn ? turnOn : turnOff).run(dagId),
    listOn: () => on.all().map((row) => row.dag_id),
  };
}
