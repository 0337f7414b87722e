/**
 * What is written of the tables attempt and attempt_detail while runs go on. Inside a transaction it waits for the end: the intents and the outcomes of
 * all tries are one statement then, and what they were started as is another.
 */
import Sqlite, { type Database } from "better-sqlite3";
import type { AttemptEnd, Store, TryKey } from "../ports/store.ts";
import { asJson, partsOf, valuesOfJson, type Gathering, type WaitingRows } from "./gathering.ts";

interface WaitingTry {
  readonly key: TryKey;
  /** Of a try that is new. */
  readonly queuedAt: number | null;
  readonly started: { readonly pid: number | null; readonly at: number } | null;
  readonly end: AttemptEnd | null;
}

export function prepareAttemptRows(database: Database, gathering: Gathering): Pick<Store["attempts"], "begin" | "started" | "end"> {
  database.function("begun_twice", (run, task, tryNumber) => {
    throw new Sqlite.SqliteError(`attempt (run, task, try_number) is UNIQUE: try ${tryNumber} of task ${task} of run ${run} has begun already`, "SQLITE_CONSTRAINT_UNIQUE");
  });
  const write = database.prepare(writeText);
  const waiting = new Map<string, WaitingTry>();
  const rows = rowsOf(waiting, (part) => void write.run(asJson(part.map(valuesOf))));
  const change = (key: TryKey, to: Partial<WaitingTry>): void => {
    const name = nameOf(key);
    waiting.set(name, { ...(waiting.get(name) ?? { key, queuedAt: null, started: null, end: null }), ...to });
    gathering.hold(rows);
  };
  return {
    begin: (key, queuedAt) => {
      // That it is there already, the database is to say.
      if (waiting.has(nameOf(key))) gathering.write();
      change(key, { queuedAt });
    },
    started: (key, pid, at) => {
      const before = waiting.get(nameOf(key));
      if (!before?.started && !before?.end) change(key, { started: { pid, at } });
    },
    end: (key, end) => {
      if (!waiting.get(nameOf(key))?.end) change(key, { end });
    },
  };
}

interface StartedAs {
  readonly key: TryKey;
  /** JSON, as the rest but the number of the text that tries share. */
  readonly rendered: string | null;
  readonly process: string | null;
  readonly processId: number | null;
}

/** What a try was started as stands in its row of attempt_detail; told again, it is another. */
export function prepareStartRows(database: Database, gathering: Gathering): (start: StartedAs) => void {
  const columns = ["run", "task", "try_number", "rendered", "process", "process_id"];
  const write = database.prepare(
    `insert into attempt_detail (${columns.join(", ")}) select ${valuesOfJson(columns)} from jsonb_each(?) where true
     on conflict (run, task, try_number) do update set rendered = excluded.rendered, process = excluded.process, process_id = excluded.process_id`,
  );
  const waiting = new Map<string, StartedAs>();
  const rows = rowsOf(waiting, (part) => void write.run(asJson(part.map(({ key, rendered, process, processId }) => [key.run, key.task, key.tryNumber, rendered, process, processId]))));
  return (start) => {
    waiting.set(nameOf(start.key), start);
    gathering.hold(rows);
  };
}

function rowsOf<Row>(waiting: Map<string, Row>, write: (part: readonly Row[]) => void): WaitingRows {
  return {
    write: () => {
      const all = [...waiting.values()];
      waiting.clear();
      for (const part of partsOf(all)) write(part);
    },
    drop: () => waiting.clear(),
  };
}

const nameOf = ({ run, task, tryNumber }: TryKey): string => `${run}.${task}.${tryNumber}`;

const ending = ["exit_code", "signal", "reason", "table_name", "rows_loaded", "log_bytes", "log_dropped", "cpu_ms", "peak_rss"];
const columns = ["run", "task", "try_number", "queued_at", "state", "pid", "started_at", "ended_at", ...ending];
/** In the place of when it was queued: a try that is there already, or else that nothing is written of. */
const isKnown = -1;

/** The end counts for a try that has none yet: later ones are echoes. */
const ends = "excluded.ended_at is not null and attempt.state in ('starting', 'running')";
const starts = "excluded.started_at is not null and attempt.state = 'starting'";

/** A try that is new makes a row, and is refused where there is one. */
const writeText = `insert into attempt (${columns.join(", ")}) select ${valuesOfJson(columns)} from jsonb_each(?)
  where value ->> 3 <> ${isKnown} or exists (select 1 from attempt as known where known.run = value ->> 0 and known.task = value ->> 1 and known.try_number = value ->> 2)
  on conflict (run, task, try_number) do update set
    queued_at = case when excluded.queued_at <> ${isKnown} then begun_twice(excluded.run, excluded.task, excluded.try_number) else attempt.queued_at end,
    state = case when ${ends} then excluded.state when ${starts} then 'running' else attempt.state end,
    pid = iif(${starts}, excluded.pid, attempt.pid),
    started_at = case when ${starts} then excluded.started_at when ${ends} then coalesce(attempt.started_at, attempt.queued_at) else attempt.started_at end,
    ${["ended_at", ...ending].map((column) => `${column} = iif(${ends}, excluded.${column}, attempt.${column})`).join(", ")}`;

function valuesOf({ key, queuedAt, started, end }: WaitingTry): unknown[] {
  const startedAt = started?.at ?? (end === null ? null : queuedAt);
  return [key.run, key.task, key.tryNumber, queuedAt ?? isKnown, end?.state ?? (started === null ? "starting" : "running"), started?.pid ?? null, startedAt, end?.endedAt ?? null, ...endingOf(end)];
}

function endingOf(end: AttemptEnd | null): unknown[] {
  if (end === null) return ending.map(() => null);
  return [end.exitCode, end.signal, end.reason, end.table, end.rowsLoaded, end.logBytes, end.logDroppedBytes, end.cpuMs, end.peakRssBytes];
}
