/** What dropping old runs asks of table dag_run and those that belong to it; table dropped_log. */
import type { Database } from "better-sqlite3";
import type { RunState } from "../../shared/model/states.ts";
import type { HistoricRun, RetentionNeeds, RetentionStore, RunName } from "../ports/retention-store.ts";
import { prepareFloor } from "./floors.ts";
import type { Packs } from "./pack/packs.ts";
import type { RunCount } from "./run-count.ts";
import { newestOfAll } from "./run-lists.ts";

interface Row {
  id: number;
  run_id: string;
  state: RunState;
  queued_at: number;
  ended_at: number | null;
  logical_date: number | null;
  backfill: number | null;
  is_whole: number;
}

const columns = "id, run_id, state, queued_at, ended_at, logical_date, backfill, selection is null as is_whole";

export function prepareRetention(database: Database, packs: Pick<Packs, "logBytesOf">, count: Pick<RunCount, "changed">): RetentionStore {
  const dags = database.prepare<[], { dag_id: string }>(
    `with recursive one (dag_id) as (select min(dag_id) from dag_run union all select (select min(dag_id) from dag_run where dag_run.dag_id > one.dag_id) from one where one.dag_id is not null)
     select dag_id from one where dag_id is not null`,
  );
  const page = database.prepare<[string, number, number, number], Row>(`select ${columns} from dag_run indexed by dag_run_by_dag where dag_id = ? and run_type <> 'try' and (queued_at, id) < (?, ?) order by queued_at desc, id desc limit ?`);
  const one = database.prepare<[number], Row>(`select ${columns} from dag_run where id = ?`);
  const logBytes = database.prepare<[number], { bytes: number }>("select coalesce(sum(log_bytes), 0) as bytes from attempt where run = ?");
  const remember = database.prepare("insert or ignore into dropped_log (dag_id, run_id) select dag_id, run_id from dag_run where id = ?");
  const remove = database.prepare<[number], string>("delete from dag_run where id = ? returning run_type").pluck();
  const dropped = database.prepare<[number], { dag_id: string; run_id: string }>("select dag_id, run_id from dropped_log limit ?");
  const gone = database.prepare("delete from dropped_log where dag_id = ? and run_id = ?");
  const keepFloor = prepareFloor(database, "dag_run");
  return {
    dagIds: () => dags.all().map(({ dag_id: dagId }) => dagId),
    runsOf: (dagId, after, limit) => page.all(dagId, after?.queuedAt ?? newestOfAll.queuedAt, after?.key ?? newestOfAll.key, limit).map(toRun),
    get: (key) => {
      const row = one.get(key);
      return row ? toRun(row) : null;
    },
    needs: prepareNeeds(database),
    logBytes: (run) => packs.logBytesOf(run) ?? logBytes.get(run)?.bytes ?? 0,
    drop: (run) => {
      keepFloor();
      remember.run(run);
      const runType = remove.get(run);
      if (runType !== undefined && runType !== "try") count.changed(-1);
    },
    droppedLogs: (limit) => dropped.all(limit).map(({ dag_id: dagId, run_id: runId }) => ({ dagId, runId })),
    logsAreGone: (runs: readonly RunName[]) => runs.forEach(({ dagId, runId }) => gone.run(dagId, runId)),
    bytes: () => {
      const of = (name: string): number => Number(database.pragma(name, { simple: true }));
      const size = of("page_size");
      return { whole: of("page_count") * size, free: of("freelist_count") * size };
    },
  };
}

type Need = NonNullable<ReturnType<RetentionNeeds["runs"]["get"]>>;

/** Each with the DAG's id; the last that names a run says why it stays. */
function prepareNeeds(database: Database): RetentionStore["needs"] {
  const keys = (text: string) => database.prepare<[string], { id: number }>(text);
  const ofRuns = (table: string, where: string, by = "") => keys(`select distinct run as id from ${table} ${by} where ${where} and exists (select 1 from dag_run where dag_run.id = ${table}.run and dag_run.dag_id = ?)`);
  const lastScheduled = keys("select id from dag_run indexed by dag_run_scheduled where dag_id = ? and run_type = 'scheduled' order by logical_date desc limit 1");
  const before = prepareBefore(database);
  const awaited = keys(
    `select child.id as id from dag_run as parent indexed by dag_run_active join dag_run as child on child.by_run = parent.id where parent.state in ('queued', 'running') and child.dag_id = ?`,
  );
  const openWork = [awaited, ofRuns("outbox", "true"), ofRuns("message", "message.state = 'waiting'", "indexed by message_waiting"), ofRuns("attempt", "attempt.state in ('starting', 'running')")];
  const noted = ofRuns("note", "true");
  const acted = database.prepare<[string, number], { id: number }>(
    `select distinct dag_run.id from audit indexed by audit_by_dag join audit_detail on audit_detail.audit = audit.id join dag_run on dag_run.dag_id = audit.dag_id and dag_run.run_id = audit.run_id
     where audit.dag_id = ? and audit.at >= ? and audit_detail.former is not null and audit.refusal is null and not exists (select 1 from audit as later where later.undoes = audit.id)`,
  );
  const backfills = database.prepare<[string], { id: number; from: number; to: number }>(`select id, from_at as "from", to_at as "to" from backfill indexed by backfill_open where state in ('running', 'paused') and dag_id = ?`);
  const good = database.prepare<[string, number], { id: number }>("select id from dag_run indexed by dag_run_good where dag_id = ? and state = 'success' and run_type <> 'try' and selection is null order by queued_at desc limit ?");
  return (dagId, undoFrom, averaged) => {
    const runs: [number, Need][] = [];
    const open = backfills.all(dagId);
    for (const { id } of noted.all(dagId)) runs.push([id, "note"]);
    for (const { id } of acted.all(dagId, undoFrom)) runs.push([id, "undo"]);
    for (const { id } of good.all(dagId, averaged)) runs.push([id, "deadline"]);
    for (const statement of openWork) for (const { id } of statement.all(dagId)) runs.push([id, "open work"]);
    for (const id of before(dagId, open)) runs.push([id, "before next"]);
    for (const { id } of lastScheduled.all(dagId)) runs.push([id, "last scheduled"]);
    return { runs: new Map(runs), backfills: open };
  };
}

/** What runs that have not ended, those of open backfills and the next one find before them by date, whichever of the earlier runs count. */
function prepareBefore(database: Database): (dagId: string, backfills: RetentionNeeds["backfills"]) => number[] {
  const date = "coalesce(logical_date, queued_at)";
  const unfinished = database.prepare<[string], { at: number }>(`select distinct ${date} as at from dag_run indexed by dag_run_active where state in ('queued', 'running') and run_type <> 'try' and dag_id = ?`);
  const nearest = ["true", "run_type <> 'manual'", "selection is null", "run_type <> 'manual' and selection is null"].map((which) =>
    database.prepare<[string, number], { id: number }>(`select id from dag_run indexed by dag_run_by_date where dag_id = ? and run_type <> 'try' and ${date} < ? and ${which} order by ${date} desc, id desc limit 1`),
  );
  return (dagId, backfills) => {
    const instants = new Set([...unfinished.all(dagId).map(({ at }) => at), ...backfills.map(({ from }) => from), Number.MAX_SAFE_INTEGER]);
    return [...instants].flatMap((at) => nearest.flatMap((statement) => statement.get(dagId, at)?.id ?? []));
  };
}

function toRun(row: Row): HistoricRun {
  const { id: key, run_id: runId, state, queued_at: queuedAt, ended_at: endedAt, logical_date: logicalDate, backfill, is_whole: isWhole } = row;
  return { key, runId, state, queuedAt, endedAt, logicalDate, backfill, isWhole: isWhole === 1 };
}
