/**
 * Lists of runs out of table dag_run, newest first, a page at a time. A filter on states and types is answered for each pair of them by
 * an index of its own, which gives its newest; what is newest of all of them is the page. Tries are in no list.
 */
import type { Database } from "better-sqlite3";
import { RunState, RunType } from "../../shared/model/states.ts";
import type { RunCursor, RunFilter, RunListing } from "../ports/store.ts";
import { toRun, type RunTableRow } from "./run-row.ts";

/** Enough to find a row again and to put it in order. */
interface Place {
  readonly id: number;
  readonly queued_at: number;
}

/** What lies from `from` (included) to `to` (not included, and within an instant by number) is looked at. */
interface Stretch {
  readonly from: number;
  readonly to: RunCursor;
}

/** The engine answers nobody else meanwhile: a part of a name is looked for no longer than this at once, and then from there on. */
const textBudgetMs = 60;
/** Of the time that runs are spread over, looked at first. */
const firstStretchMs = 14 * 86_400_000;
/** All but what a person only tried. */
export const listedTypes = RunType.options.filter((type) => type !== "try");
export const newestOfAll: RunCursor = { queuedAt: Number.MAX_SAFE_INTEGER, key: 0 };

export function prepareRunLists(database: Database): (filter: RunFilter) => RunListing {
  const within = "(queued_at, id) < (?, ?) and queued_at >= ? order by queued_at desc, id desc limit ?";
  const pair = "state = ? and run_type = ?";
  const rows = (where: string) => database.prepare<unknown[], RunTableRow>(`select * from dag_run where ${where}`);
  const places = (where: string) => database.prepare<unknown[], Place>(`select id, queued_at from dag_run where ${where}`);
  const all = rows(`run_type <> 'try' and ${within}`);
  const ofDag = rows(`dag_id = ? and run_type <> 'try' and ${within}`);
  const ofPair = places(`${pair} and ${within}`);
  const ofDagAndPair = places(`dag_id = ? and ${pair} and ${within}`);
  const named = places(`${pair} and run_id like ? escape '\\' and ${within}`);
  const namedOfDag = places(`dag_id = ? and ${pair} and run_id like ? escape '\\' and ${within}`);
  const byKey = database.prepare<[number], RunTableRow>("select * from dag_run where id = ?");
  const oldest = database.prepare<[], { at: number | null }>("select min(queued_at) as at from dag_run");

  /** The newest of all pairs, in order. */
  const newest = (filter: RunFilter, { from, to }: Stretch, limit: number): RunTableRow[] => {
    const { dagId, text } = filter;
    const bounds = [to.queuedAt, to.key, from, limit];
    if (text === undefined && isOfAllPairs(filter)) return dagId === undefined ? all.all(...bounds) : ofDag.all(dagId, ...bounds);
    const pattern = text === undefined ? [] : [`%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`];
    const [statement, first] = dagId === undefined ? [text === undefined ? ofPair : named, []] : [text === undefined ? ofDagAndPair : namedOfDag, [dagId]];
    const found = pairsOf(filter).flatMap(([state, type]) => statement.all(...first, state, type, ...pattern, ...bounds));
    return found
      .sort((one, other) => other.queued_at - one.queued_at || other.id - one.id)
      .slice(0, limit)
      .flatMap(({ id }) => byKey.get(id) ?? []);
  };

  /** Backwards in stretches, each as long as the time that is left allows after the one before. */
  const lookFor = (filter: RunFilter, whole: Stretch, limit: number): { found: RunTableRow[]; stoppedAt: RunCursor | null } => {
    const until = performance.now() + (filter.budgetMs ?? textBudgetMs);
    const from = Math.max(whole.from, oldest.get()?.at ?? 0);
    const found: RunTableRow[] = [];
    let to = whole.to.queuedAt === newestOfAll.queuedAt ? { queuedAt: newestRun(all), key: newestOfAll.queuedAt } : whole.to;
    for (let span = firstStretchMs; ; ) {
      const began = performance.now();
      const start = Math.max(from, to.queuedAt - span);
      found.push(...newest(filter, { from: start, to }, limit - found.length));
      if (found.length >= limit || start <= from) return { found, stoppedAt: null };
      const now = performance.now();
      to = { queuedAt: start, key: 0 };
      if (now >= until) return { found, stoppedAt: to };
      // Half of what is left: a stretch may turn out to be fuller than the one before.
      span *= Math.min(4, Math.max(0.25, (until - now) / 2 / Math.max(0.1, now - began)));
    }
  };

  return (filter) => {
    const whole = stretchOf(filter);
    const { found, stoppedAt } = filter.text === undefined ? { found: newest(filter, whole, filter.limit + 1), stoppedAt: null } : lookFor(filter, whole, filter.limit + 1);
    const shown = found.slice(0, filter.limit);
    const last = shown.at(-1);
    const next = found.length > filter.limit && last !== undefined ? { queuedAt: last.queued_at, key: last.id } : stoppedAt;
    return { runs: shown.map(toRun), next };
  };
}

function newestRun(all: { all(...bounds: unknown[]): RunTableRow[] }): number {
  return all.all(newestOfAll.queuedAt, newestOfAll.key, 0, 1)[0]?.queued_at ?? 0;
}

function stretchOf({ from, before, after }: RunFilter): Stretch {
  const bound = before === undefined ? newestOfAll : { queuedAt: before, key: 0 };
  const isFurther = after !== undefined && (after.queuedAt < bound.queuedAt || (after.queuedAt === bound.queuedAt && after.key < bound.key));
  return { from: from ?? 0, to: isFurther ? after : bound };
}

function isOfAllPairs({ states, runTypes }: RunFilter): boolean {
  return (states === undefined || states.length === 0) && (runTypes === undefined || runTypes.length === 0);
}

function pairsOf({ states, runTypes }: RunFilter): (readonly [RunState, RunType])[] {
  const ofStates = states === undefined || states.length === 0 ? RunState.options : [...new Set(states)];
  const ofTypes = runTypes === undefined || runTypes.length === 0 ? listedTypes : listedTypes.filter((type) => runTypes.includes(type));
  return ofStates.flatMap((state) => ofTypes.map((type) => [state, type] as const));
}
