/**
 * Table attempt_process: what tries were started as, once for all tries of a run that differ in nothing but their own names. In the text
 * marks stand for these; JSON writes such characters as escapes, so that a mark is never part of what was kept.
 */
import type { Database } from "better-sqlite3";
import type { AttemptProcess } from "../../shared/model/run.ts";
import { fromJson } from "./json.ts";

const attemptMark = "\u0001";
const taskMark = "\u0002";
const tryMark = "\u0003";
const taskVariable = "DAGWRIGHT_TASK_ID";

/** Runs whose texts are known, and texts of each: more only cost the room of a text that is kept twice. */
const knownRuns = 64;
const knownTexts = 64;

/** The names of a try that its text may hold. */
export interface TryNames {
  readonly attemptId: string;
  readonly tryNumber: number;
}

export interface KeptProcess {
  readonly id: number;
  /** What stands for the task in the text; null where nothing does. */
  readonly task: string | null;
}

export interface ProcessTexts {
  /** Belongs inside a transaction. */
  keep(run: number, names: TryNames, process: AttemptProcess): KeptProcess;
  /** The numbers that are known may be of a transaction that came to nothing. */
  forget(): void;
}

export function prepareProcessTexts(database: Database): ProcessTexts {
  const insert = database.prepare<[number, string, number], { id: number }>("insert into attempt_process (run, id, text) select ?, coalesce(max(id), 0) + 1, ? from attempt_process where run = ? returning id");
  const known = new Map<number, Map<string, number>>();
  const textsOf = (run: number): Map<string, number> => {
    const found = known.get(run);
    if (found) return found;
    for (const oldest of known.keys()) if (known.size >= knownRuns) known.delete(oldest);
    const made = new Map<string, number>();
    known.set(run, made);
    return made;
  };
  return {
    keep: (run, names, process) => {
      const { text, task } = withMarks(process, names);
      const texts = textsOf(run);
      const id = texts.get(text) ?? insert.get(run, text, run)?.id ?? 0;
      if (texts.size < knownTexts) texts.set(text, id);
      return { id, task };
    },
    forget: () => known.clear(),
  };
}

function withMarks(process: AttemptProcess, { attemptId, tryNumber }: TryNames): { text: string; task: string | null } {
  const task = process.env[taskVariable] ?? null;
  const whole = JSON.stringify(process).replaceAll(attemptId, attemptMark);
  const named = task === null ? whole : whole.replaceAll(JSON.stringify(task), taskMark);
  return { text: named.replaceAll(`"${tryNumber}"`, tryMark), task };
}

/** What was kept, from the text with its marks. */
export function processOf(text: string, task: string | null, { attemptId, tryNumber }: TryNames): AttemptProcess {
  return fromJson(text.replaceAll(tryMark, `"${tryNumber}"`).replaceAll(taskMark, () => JSON.stringify(task)).replaceAll(attemptMark, attemptId));
}
