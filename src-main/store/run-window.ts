/**
 * The runs of a window of time, of all DAGs. A window may hold a million runs of which a filter wants none: each call looks at so many
 * rows of an index and says where the next goes on, so that the engine answers others between two of them. What a person only tried is
 * in none of it.
 */
import type { Database } from "better-sqlite3";
import type { RunTimes, WindowFilter } from "../../shared/contract/time.ts";
import type { RunState } from "../../shared/model/states.ts";
import type { Times, WindowPlace } from "../ports/store.ts";

/** A run shorter than this is found by when it was queued, a longer one by the index of the long ones. */
const longMs = 3_600_000;
/** Rows of an index that are looked at in one call: some milliseconds where each of them is wanted. */
const looked = 2000;
/** Of runs that ended after the window began, the first so many are asked whether they began before it. */
const mostLong = 20_000;
const farthest = Number.MAX_SAFE_INTEGER;

export const runColumns = `dag_id as dagId, run_id as runId, state, run_type as runType, logical_date as logicalDate, data_interval_end as dataIntervalEnd,
  queued_at as queuedAt, started_at as startedAt, ended_at as endedAt, reason`;

interface Place {
  readonly at: number;
  readonly id: number;
}

export function prepareRunWindow(database: Database): Pick<Times, "window" | "clusters"> {
  const wanted = "and run_type <> 'try' and (@states is null or state in (select value from json_each(@states))) and (@types is null or run_type in (select value from json_each(@types))) and (@text is null or instr(lower(dag_id), @text) > 0)";
  const byTime = "from dag_run indexed by dag_run_by_time where (queued_at, id) < (@at, @id)";
  const ofPage = `${byTime} and (queued_at, id) >= (@lastAt, @lastId) and (@endedFrom is null or ended_at >= @endedFrom) ${wanted} order by queued_at desc, id desc`;
  const lastQueued = database.prepare<unknown[], Place>(`select queued_at as at, id ${byTime} and queued_at >= @least order by queued_at desc, id desc limit 1 offset ${looked - 1}`);
  const queued = database.prepare<unknown[], RunTimes>(`select ${runColumns} ${ofPage}`);
  const grouped = database.prepare<unknown[], ClusterRow>(
    `select dag_id as dagId, (queued_at - @from) / @width as slot, state, count(*) as n, min(queued_at) as "from", max(coalesce(ended_at, queued_at)) as "to"
       from (select dag_id, queued_at, ended_at, state ${ofPage}) group by 1, 2, 3`,
  );
  const byEnd = `from dag_run indexed by dag_run_long where ended_at - queued_at > ${longMs} and (ended_at, id) > (@at, @id)`;
  const lastLong = database.prepare<unknown[], Place>(`select ended_at as at, id ${byEnd} order by ended_at, id limit 1 offset ${looked - 1}`);
  const long = database.prepare<unknown[], RunTimes>(`select ${runColumns} ${byEnd} and (ended_at, id) <= (@lastAt, @lastId) and queued_at < @from - ${longMs} ${wanted}`);
  const open = database.prepare<unknown[], RunTimes>(`select ${runColumns} from dag_run where state in ('queued', 'running') and queued_at < @from ${wanted}`);

  /** The rows that the next call looks at, of those queued in the window or, before it, of the hour before. */
  const pageOf = (filter: WindowFilter, { part, at, id }: WindowPlace): { bound: Bound; next: Place | null } => {
    const least = part === "queued" ? filter.from : filter.from - longMs;
    const last = lastQueued.get({ at, id, least }) ?? null;
    return { bound: { ...boundOf(filter), at, id, lastAt: last?.at ?? least, lastId: last?.id ?? 0, endedFrom: part === "queued" ? null : filter.from }, next: last };
  };
  const longPage = (filter: WindowFilter, place: WindowPlace): { runs: RunTimes[]; next: WindowPlace | null } => {
    const last = lastLong.get({ at: place.at, id: place.id });
    const bound = { ...boundOf(filter), at: place.at, id: place.id, lastAt: last?.at ?? farthest, lastId: last?.id ?? 0 };
    const isLast = last === undefined || place.looked + looked >= mostLong;
    return { runs: [...long.all(bound), ...(isLast ? open.all(boundOf(filter)) : [])], next: isLast ? null : { part: "long", ...last, looked: place.looked + looked } };
  };

  return {
    window: (filter, place = firstOf(filter)) => {
      if (place.part === "long") return longPage(filter, place);
      const { bound, next } = pageOf(filter, place);
      return { runs: queued.all(bound), next: next === null ? partAfter(filter, place) : { ...place, ...next } };
    },
    clusters: (filter, widthMs, place = firstOf(filter)) => {
      const { bound, next } = pageOf(filter, place);
      return { rows: grouped.all({ ...bound, width: widthMs }).map(({ slot: _slot, ...row }) => row), next: next === null ? null : { ...place, ...next } };
    },
  };
}

interface ClusterRow {
  readonly dagId: string;
  readonly slot: number;
  readonly state: RunState;
  readonly n: number;
  readonly from: number;
  readonly to: number;
}

type Bound = Record<string, string | number | null>;

const firstOf = ({ to }: WindowFilter): WindowPlace => ({ part: "queued", at: to, id: 0, looked: 0 });

function partAfter({ from }: WindowFilter, { part }: WindowPlace): WindowPlace {
  return part === "queued" ? { part: "short", at: from, id: 0, looked: 0 } : { part: "long", at: from, id: 0, looked: 0 };
}

function boundOf({ from, to, text, states, types }: WindowFilter): Bound {
  const list = (values: readonly string[] | undefined): string | null => (values === undefined || values.length === 0 ? null : JSON.stringify(values));
  return { from, to, text: text === undefined || text.trim() === "" ? null : text.trim().toLowerCase(), states: list(states), types: list(types) };
}
