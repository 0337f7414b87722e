/**
 * The runs of one query document that are kept with their results: the newest few, and older results that a person pinned. Pure: the
 * session feeds it, and releases the results that are in it no more.
 */
import type { SqlEvent, SqlRun } from "../../../../shared/contract/sql.ts";
import { begun, fold, type QueryState, type StatementState } from "./query-state.ts";

export type RunInput = Omit<SqlRun, "queryId">;

export interface KeptRun {
  /** The name by which it is cancelled. */
  readonly id: string;
  readonly input: RunInput;
  readonly state: QueryState;
}

export interface TabMarks {
  readonly name: string | null;
  readonly isPinned: boolean;
}

export interface Runs {
  /** The newest one last. */
  readonly runs: readonly KeptRun[];
  /** What a person said about results, by key. */
  readonly marks: Readonly<Record<string, TabMarks>>;
  readonly closed: ReadonlySet<string>;
}

export interface ResultTab {
  readonly key: string;
  readonly run: KeptRun;
  readonly statement: StatementState;
  /** Its place among the statements of its run, where there are several. */
  readonly number: number | null;
  readonly marks: TabMarks;
}

export const noRuns: Runs = { runs: [], marks: {}, closed: new Set() };
export const keptRuns = 8;
const noMarks: TabMarks = { name: null, isPinned: false };

const keyOf = (run: KeptRun, statement: StatementState): string => `${run.id} ${statement.index}`;

export function newestOf({ runs }: Runs): KeptRun | null {
  return runs.at(-1) ?? null;
}

export function tabsOf({ marks, closed }: Runs, run: KeptRun): ResultTab[] {
  const { statements } = run.state;
  return statements.flatMap((statement, at) => {
    const key = keyOf(run, statement);
    return closed.has(key) ? [] : [{ key, run, statement, number: statements.length > 1 ? at + 1 : null, marks: marks[key] ?? noMarks }];
  });
}

export function allTabs(all: Runs): ResultTab[] {
  return all.runs.flatMap((run) => tabsOf(all, run));
}

export function started(all: Runs, run: { id: string; input: RunInput }, at: number): Runs {
  return trimmed({ ...all, runs: [...all.runs, { ...run, state: begun(at) }] });
}

export function heard(all: Runs, id: string, event: SqlEvent): Runs {
  return changed(all, id, (state) => fold(state, event));
}

export function changed(all: Runs, id: string, next: (state: QueryState) => QueryState): Runs {
  return { ...all, runs: all.runs.map((run) => (run.id === id ? { ...run, state: next(run.state) } : run)) };
}

export function renamed(all: Runs, key: string, name: string): Runs {
  return { ...all, marks: { ...all.marks, [key]: { ...(all.marks[key] ?? noMarks), name: name.trim() === "" ? null : name.trim() } } };
}

export function pinnedTab(all: Runs, key: string, isPinned: boolean): Runs {
  return { ...all, marks: { ...all.marks, [key]: { ...(all.marks[key] ?? noMarks), isPinned } } };
}

export function closedTab(all: Runs, key: string): Runs {
  return trimmed({ ...all, closed: new Set([...all.closed, key]) });
}

/** Results that have to be there: of every tab that is not closed. */
export function resultsOf(all: Runs): ReadonlySet<string> {
  return new Set(allTabs(all).flatMap(({ statement }) => statement.resultId ?? []));
}

/** Of a run that is too old only what is pinned stays, and a run goes when nothing of it is left. */
function trimmed(all: Runs): Runs {
  const old = new Set(all.runs.slice(0, -keptRuns));
  const dropped = [...old].flatMap((run) => tabsOf(all, run).filter(({ marks }) => !marks.isPinned).map(({ key }) => key));
  const closed = new Set([...all.closed, ...dropped]);
  const newest = newestOf(all);
  const runs = all.runs.filter((run) => run === newest || tabsOf({ ...all, closed }, run).length > 0 || (!old.has(run) && run.state.phase === "running"));
  const ids = new Set(runs.map(({ id }) => id));
  const isOfKept = (key: string): boolean => ids.has(key.slice(0, key.lastIndexOf(" ")));
  return { runs, closed: new Set([...closed].filter(isOfKept)), marks: Object.fromEntries(Object.entries(all.marks).filter(([key]) => isOfKept(key))) };
}

/** The text of one statement of a run, as it was sent. */
export function statementText({ run, statement }: ResultTab): string {
  const from = run.input.origin?.offset ?? 0;
  return run.input.text.slice(statement.place.offset - from, statement.end - from);
}
