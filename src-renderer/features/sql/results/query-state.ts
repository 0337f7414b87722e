/** What is known of one run of a text, from the events of the engine. Pure: the page shows it, the session feeds it. */
import type { ResultColumn, SqlEvent, SqlFailureInfo, SqlPlace } from "../../../../shared/contract/sql.ts";

export interface StatementState {
  readonly index: number;
  readonly words: string;
  readonly place: SqlPlace;
  /** Exclusive, in the text that was run. */
  readonly end: number;
  readonly resultId: string | null;
  readonly columns: readonly ResultColumn[];
  /** So far, or in all; null where no number was told. */
  readonly rows: number | null;
  /** There were more rows than were asked for. */
  readonly capped: boolean;
  readonly notices: readonly string[];
  readonly failure: SqlFailureInfo | null;
  /** Null while it runs. */
  readonly ms: number | null;
}

export interface QueryState {
  readonly phase: "idle" | "running" | "ended";
  /** By our own clock. */
  readonly startedAt: number;
  readonly outcome: "success" | "failed" | "cancelled" | null;
  readonly ms: number | null;
  readonly failure: SqlFailureInfo | null;
  readonly statements: readonly StatementState[];
  /** A statement may have changed what the catalogue says. */
  readonly wrote: boolean;
}

export const noQuery: QueryState = { phase: "idle", startedAt: 0, outcome: null, ms: null, failure: null, statements: [], wrote: false };

export function begun(at: number): QueryState {
  return { ...noQuery, phase: "running", startedAt: at };
}

export function fold(state: QueryState, event: SqlEvent): QueryState {
  switch (event.kind) {
    case "started":
      return state;
    case "ended":
      return { ...state, phase: "ended", outcome: event.state, ms: event.ms, failure: event.failure };
    case "statement": {
      const { index, words, place, end } = event;
      const statement: StatementState = { index, words, place, end, resultId: null, columns: [], rows: null, capped: false, notices: [], failure: null, ms: null };
      return { ...state, statements: [...state.statements, statement], wrote: state.wrote || event.writes };
    }
    default:
      return { ...state, statements: state.statements.map((one) => (one.index === event.index ? changed(one, event) : one)) };
  }
}

type OfStatement = Extract<SqlEvent, { index: number }>;

function changed(one: StatementState, event: Exclude<OfStatement, { kind: "statement" }>): StatementState {
  switch (event.kind) {
    case "columns":
      return { ...one, resultId: event.resultId, columns: event.columns, rows: 0 };
    case "rows":
      return { ...one, rows: event.rows };
    case "notice":
      return { ...one, notices: [...one.notices, event.text] };
    case "finished":
      return { ...one, rows: event.rows, capped: event.capped, ms: event.ms };
    case "failed":
      return { ...one, failure: event.failure, ms: event.ms };
  }
}

/** The connection broke, or the engine refused before anything began. */
export function broken(state: QueryState, message: string, at: number): QueryState {
  const failure: SqlFailureInfo = { kind: "connection", message, detail: null, state: "", place: null };
  return { ...state, phase: "ended", outcome: "failed", ms: at - state.startedAt, failure };
}
