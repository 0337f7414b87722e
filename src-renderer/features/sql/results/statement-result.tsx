/** What became of one statement: its rows, its failure, what the server said on the side, or that it returns none. */
import type { ReactNode } from "react";
import { t } from "../../../strings/t.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { Waiting } from "../../../ui/waiting.tsx";
import type { SqlSubject } from "../../../sql-text/sql-subject.ts";
import styles from "../sql.module.css";
import { FailureText } from "./failure-text.tsx";
import { ResultView } from "./result-view.tsx";
import { nextLimit } from "./row-limit.ts";
import { statementText, type ResultTab } from "./runs.ts";
import { rowWords, verbOf } from "./tab-words.ts";

export interface StatementResultProps {
  readonly tab: ResultTab;
  readonly subject: SqlSubject;
  readonly isActive: boolean;
  readonly onCancel: () => void;
  readonly onAgain: (maxRows?: number) => void;
}

export function StatementResult({ tab, subject, isActive, onCancel, onAgain }: StatementResultProps): ReactNode {
  const { statement, run } = tab;
  const { failure, resultId, notices } = statement;
  const { connection, params } = run.input;
  return (
    <>
      {failure !== null && <FailureText failure={failure} />}
      {notices.length > 0 && (
        <ul className={styles.notices} aria-label={t("Notices")}>
          {notices.map((notice, index) => (
            <li key={index}>{notice}</li>
          ))}
        </ul>
      )}
      {resultId !== null && failure === null && (
        <ResultView
          key={resultId}
          resultId={resultId}
          columns={statement.columns}
          rowCount={statement.rows ?? 0}
          isWhole={statement.ms !== null}
          isCapped={statement.capped}
          name={fileName(tab)}
          query={statement.ms === null ? null : { connection, text: statementText(tab), ...(params === undefined ? {} : { params }) }}
          origin={{ subject, connection, text: statementText(tab) }}
          onAgain={onAgain}
          isActive={isActive}
          nextLimit={nextLimit(statement.rows ?? 0)}
        />
      )}
      {resultId === null &&
        failure === null &&
        (statement.ms === null && run.state.phase === "running" ? (
          <Waiting rows={8} label={t("Running the statement")} onCancel={onCancel} />
        ) : (
          <EmptyState title={`${verbOf(statement)}${rowWords(statement)}`}>{t("The statement returns no rows.")}</EmptyState>
        ))}
    </>
  );
}

function fileName({ marks }: ResultTab): string {
  return (marks.name ?? "result").replaceAll(/[^\p{L}\p{N}._-]+/gu, "-").slice(0, 80) || "result";
}
