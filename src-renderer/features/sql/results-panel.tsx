/** Below the text: a tab for each statement's result, the plan, and what was run before. */
import { Check, Clock, LoaderCircle, X } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { SqlFailureInfo } from "../../../shared/contract/sql.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatDuration, formatPlural } from "../../ui/format.ts";
import { Waiting } from "../../ui/waiting.tsx";
import { HistoryList } from "./history-list.tsx";
import type { QueryState, StatementState } from "./query-state.ts";
import { ResultView } from "./result-view.tsx";
import styles from "./sql.module.css";
import type { Explain, Explained } from "./use-explain.ts";

export interface ResultsPanelProps {
  readonly state: QueryState;
  readonly plan: Explain;
  readonly connection: string;
  readonly onCancel: () => void;
  /** A text of the history is wanted in the editor. */
  readonly onTake: (text: string) => void;
}

type Shown = "newest" | "plan" | "history" | number;

export function ResultsPanel({ state, plan, connection, onCancel, onTake }: ResultsPanelProps): ReactNode {
  const { explained } = plan;
  // What was chosen holds until something newer is there to see: another run, or another plan.
  const newest = `${state.startedAt} ${explained === null ? "" : "plan"}`;
  const [shown, setShown] = useState<{ of: string; what: Shown }>({ of: newest, what: "newest" });
  const chosen = shown.of === newest ? shown.what : "newest";
  const what = chosen === "newest" && explained !== null ? "plan" : chosen;
  const show = (next: Shown): void => setShown({ of: newest, what: next });
  const { statements } = state;
  const at = what === "newest" ? lastTelling(statements) : typeof what === "number" ? what : -1;
  const statement = statements[at];
  return (
    <div className={styles.results}>
      <div className={styles.resultsHead} role="tablist" aria-label="Results">
        {statements.map((one, index) => (
          <button key={one.index} type="button" role="tab" className={styles.tab} aria-selected={index === at} onClick={() => show(index)}>
            <StatementMark statement={one} isRunning={state.phase === "running"} />
            {statements.length > 1 && `${index + 1} · `}
            {nameOf(one)}
          </button>
        ))}
        {explained !== null && (
          <button type="button" role="tab" className={styles.tab} aria-selected={what === "plan"} onClick={() => show("plan")}>
            Plan
          </button>
        )}
        <button type="button" role="tab" className={styles.tab} aria-selected={what === "history"} onClick={() => show("history")}>
          <Clock size={13} aria-hidden /> History
        </button>
      </div>
      <div className={styles.body} role="tabpanel" aria-label="Result">
        {what === "history" ? (
          <HistoryList connection={connection} stamp={state.ms} onTake={onTake} />
        ) : what === "plan" && explained !== null ? (
          <Plan explained={explained} onCancel={plan.cancel} />
        ) : statement !== undefined ? (
          <StatementResult key={`${state.startedAt} ${statement.index}`} statement={statement} isRunning={state.phase === "running"} onCancel={onCancel} />
        ) : state.failure !== null ? (
          <FailureText failure={state.failure} />
        ) : state.phase === "running" ? (
          <Waiting rows={8} label="Running the query" onCancel={onCancel} />
        ) : (
          <EmptyState title="No result yet" example="select 42 as answer">
            Write a query above and press Run. Values are shown exactly as the database has them.
          </EmptyState>
        )}
      </div>
      <Summary state={state} />
    </div>
  );
}

/** The first that failed says most; else the last one with rows; else the last. */
function lastTelling(statements: readonly StatementState[]): number {
  const failed = statements.findIndex((one) => one.failure !== null);
  const withRows = statements.findLastIndex((one) => one.resultId !== null);
  return failed >= 0 ? failed : withRows >= 0 ? withRows : statements.length - 1;
}

function nameOf(one: StatementState): string {
  const rows = one.rows === null ? "" : ` · ${formatPlural(one.rows, "row")}${one.resultId === null ? " changed" : ""}`;
  // Of a query the verb says all; of other statements also what they are about.
  const words = one.resultId === null ? one.words : (one.words.split(" ")[0] ?? "");
  return words + rows;
}

function StatementMark({ statement, isRunning }: { statement: StatementState; isRunning: boolean }): ReactNode {
  if (statement.failure !== null) return <X size={13} color="var(--dw-error)" aria-label="Failed" />;
  if (statement.ms === null && isRunning) return <LoaderCircle size={13} aria-label="Running" />;
  return <Check size={13} color="var(--dw-text-2)" aria-label="Done" />;
}

function StatementResult({ statement, isRunning, onCancel }: { statement: StatementState; isRunning: boolean; onCancel: () => void }): ReactNode {
  const { failure, resultId, notices } = statement;
  return (
    <>
      {failure !== null && <FailureText failure={failure} />}
      {notices.length > 0 && (
        <ul className={styles.notices} aria-label="Notices">
          {notices.map((notice, index) => (
            <li key={index}>{notice}</li>
          ))}
        </ul>
      )}
      {resultId !== null && failure === null && <ResultView resultId={resultId} columns={statement.columns} rowCount={statement.rows ?? 0} isWhole={statement.ms !== null} />}
      {resultId === null && failure === null && (statement.ms === null && isRunning ? <Waiting rows={8} label="Running the statement" onCancel={onCancel} /> : <EmptyState title={nameOf(statement)}>The statement returns no rows.</EmptyState>)}
    </>
  );
}

function FailureText({ failure }: { failure: SqlFailureInfo }): ReactNode {
  const where = failure.place === null ? "" : `Line ${failure.place.line}, column ${failure.place.column}: `;
  return (
    <div className={styles.failure} role="alert">
      <pre className={styles.message}>
        {where}
        {failure.message}
      </pre>
      {failure.detail !== null && <pre className={`${styles.message} dw-dim`}>{failure.detail}</pre>}
    </div>
  );
}

function Plan({ explained, onCancel }: { explained: Explained; onCancel: () => void }): ReactNode {
  if (explained.phase === "running") return <Waiting rows={8} label="Asking for the plan" onCancel={onCancel} />;
  if (explained.phase === "failed") return <ErrorState title="There is no plan" failure={explained.failure} />;
  return (
    <pre className={styles.plan} tabIndex={0} aria-label="Plan">
      {explained.plan.text}
    </pre>
  );
}

function Summary({ state }: { state: QueryState }): ReactNode {
  if (state.phase === "idle") return null;
  const capped = state.statements.some((one) => one.capped);
  const words = { success: "Done", failed: "Failed", cancelled: "Cancelled" } as const;
  return (
    <div className={styles.summary} role="status">
      <span>{state.phase === "running" ? "Running…" : words[state.outcome ?? "success"]}</span>
      {state.ms !== null && <span>in {formatDuration(state.ms)}</span>}
      {capped && <span style={{ color: "var(--dw-warn)" }}>More rows exist than are kept here; export the query to get all.</span>}
    </div>
  );
}
