/** Tables queue_event and queue_on: events that started runs or were set aside, and whose queue is on. */
import type { Database } from "better-sqlite3";
import type { QueueEvent } from "../../shared/contract/queues.ts";
import type { KnownEvent, QueueStore } from "../ports/queue-store.ts";

/** Tasks that were tried again start later than their first try did; their run is told by those that were not. */
const firstStart = `case dag_run.is_packed when 1 then (select dag_run.queued_at + first_ms from packed_run where run = dag_run.id)
  else (select min(started_at) from task_instance where run = dag_run.id) end`;
const withRun = "from queue_event left join dag_run on dag_run.dag_id = queue_event.dag_id and dag_run.run_id = queue_event.run_id";

/** `forget`: what is known may be of a transaction that came to nothing. */
export function prepareQueueEvents(database: Database): QueueStore & { forget(): void } {
  const insert = database.prepare(
    `insert into queue_event (dag_id, event_key, name, at, heard_at, run_id, reason, digest) values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (dag_id, event_key) do update set at = excluded.at, heard_at = excluded.heard_at, run_id = excluded.run_id, reason = excluded.reason, digest = excluded.digest where run_id is null`,
  );
  const one = database.prepare<[string, string], KnownEvent>("select run_id as runId, reason, digest from queue_event where dag_id = ? and event_key = ?");
  const shown = `select queue_event.id, queue_event.name, queue_event.at, queue_event.heard_at as heardAt, queue_event.run_id as runId, queue_event.reason, ${firstStart} as startedAt ${withRun} where queue_event.dag_id = ? and queue_event.id < ?`;
  const list = database.prepare<[string, number, number], QueueEvent>(`${shown} order by queue_event.id desc limit ?`);
  const listSetAside = database.prepare<[string, number, number], QueueEvent>(`${shown} and queue_event.run_id is null order by queue_event.id desc limit ?`);
  const more = database.prepare<[string, number], { count: number; last: number | null }>("select count(*) as count, max(id) as last from queue_event indexed by queue_event_by_dag where dag_id = ? and id > ?");
  const setAside = database.prepare<[string], number>("select count(*) from queue_event indexed by queue_event_by_run where dag_id = ? and run_id is null").pluck();
  const waits = database
    .prepare<[string, number], number | null>(
      `select ${firstStart} - heard_at as ms from (select * from queue_event where dag_id = ? order by id desc limit ?) as queue_event left join dag_run on dag_run.dag_id = queue_event.dag_id and dag_run.run_id = queue_event.run_id`,
    )
    .pluck();
  const notStarted = database.prepare<[], { dagId: string; runId: string; heardAt: number }>(
    `select dag_run.dag_id as dagId, dag_run.run_id as runId, heard_at as heardAt from dag_run indexed by dag_run_active cross join queue_event indexed by queue_event_by_run on queue_event.dag_id = dag_run.dag_id and queue_event.run_id = dag_run.run_id
     where dag_run.state in ('queued', 'running') and heard_at is not null and not exists (select 1 from task_instance where run = dag_run.id and started_at is not null)
       and not exists (select 1 from attempt where run = dag_run.id and started_at is not null)`,
  );
  const dags = database.prepare<[], { dag_id: string }>(
    `with recursive one (dag_id) as (select min(dag_id) from queue_event union all select (select min(dag_id) from queue_event where queue_event.dag_id > one.dag_id) from one where one.dag_id is not null)
     select dag_id from one where dag_id is not null`,
  );
  const page = database.prepare<[string, number, number], { id: number; at: number; isThere: number }>(
    `select id, at, exists (select 1 from dag_run where dag_run.dag_id = queue_event.dag_id and dag_run.run_id = queue_event.run_id) as isThere
     from queue_event indexed by queue_event_by_dag where dag_id = ? and id > ? order by id limit ?`,
  );
  const old = database.prepare<[string, string, number], { id: number }>("select id from queue_event indexed by queue_event_by_run where dag_id = ? and run_id = ? and at < ?");
  const dropKey = database.prepare("delete from queue_event where id = ?");
  const turnOn = database.prepare("insert or ignore into queue_on (dag_id) values (?)");
  const turnOff = database.prepare("delete from queue_on where dag_id = ?");
  const on = database.prepare<[], { dagId: string; goneAt: number | null }>("select dag_id as dagId, gone_at as goneAt from queue_on order by dag_id");
  const setGone = database.prepare("update queue_on set gone_at = ? where dag_id = ?");
  /** Asked again and again, also while nothing happens. */
  let known: ReadonlyMap<string, number | null> | null = null;
  /** How many events there are up to an id: of a queue that has taken millions only those that came since are counted. */
  const counted = new Map<string, { readonly count: number; readonly last: number }>();
  const countAll = (dagId: string): number => {
    const before = counted.get(dagId) ?? { count: 0, last: 0 };
    const { count = 0, last = null } = more.get(dagId, before.last) ?? {};
    const now = { count: before.count + count, last: last ?? before.last };
    counted.set(dagId, now);
    return now.count;
  };
  const readOn = (): ReadonlyMap<string, number | null> => (known ??= new Map(on.all().map(({ dagId, goneAt }) => [dagId, goneAt])));
  return {
    add: (dagId, key, { name, at, heardAt, runId, reason, digest = null }) => {
      const { changes } = insert.run(dagId, key, name, at, heardAt === null ? null : Math.round(heardAt), runId, reason, digest);
      if (changes === 0) throw new Error(`queue of ${dagId}: event ${name} is known`);
    },
    find: (dagId, key) => one.get(dagId, key) ?? null,
    list: (dagId, { before = Number.MAX_SAFE_INTEGER, setAside = false, limit }) => (setAside ? listSetAside : list).all(dagId, before, limit),
    counts: (dagId) => {
      const aside = setAside.get(dagId) ?? 0;
      return { taken: countAll(dagId) - aside, setAside: aside };
    },
    latency: (dagId, limit) => {
      const sorted = waits.all(dagId, limit).filter((ms) => ms !== null).toSorted((one, other) => one - other);
      const at = (part: number): number => sorted[Math.ceil(sorted.length * part) - 1] ?? 0;
      return sorted.length === 0 ? null : { count: sorted.length, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
    },
    notStarted: () => notStarted.all(),
    dagIds: () => dags.all().map((row) => row.dag_id),
    withoutRun: (dagId, { after, before, limit }) => {
      const rows = page.all(dagId, after, limit);
      return { ids: rows.filter(({ at, isThere }) => isThere === 0 && at < before).map(({ id }) => id), last: rows.length < limit ? null : (rows.at(-1)?.id ?? null) };
    },
    isOfOldEvent: (dagId, runId, before) => old.get(dagId, runId, before) !== undefined,
    dropKeys: (ids) => {
      ids.forEach((id) => dropKey.run(id));
      counted.clear();
    },
    setOn: (dagId, isOn) => {
      (isOn ? turnOn : turnOff).run(dagId);
      known = null;
    },
    listOn: () => [...readOn().keys()],
    goneSince: (dagId) => readOn().get(dagId) ?? null,
    setGone: (dagId, at) => {
      setGone.run(at, dagId);
      known = null;
    },
    forget: () => {
      known = null;
      counted.clear();
    },
  };
}
