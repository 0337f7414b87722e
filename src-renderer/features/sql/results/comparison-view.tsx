/** What differs between two results: the counts first, then the rows, as a result like any other. */
import type { ReactNode } from "react";
import { rich } from "../../../strings/rich.tsx";
import { t } from "../../../strings/t.ts";
import { formatCount } from "../../../ui/format.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ResultView } from "./result-view.tsx";
import styles from "./results.module.css";
import type { Comparison } from "./use-comparisons.ts";

export function ComparisonView({ comparison: { made, title }, isActive }: { comparison: Comparison; isActive: boolean }): ReactNode {
  const { added, gone, changed, same, rows, notes } = made;
  return (
    <>
      <p className={styles.counts} role="status">
        {rich("{{added}} added · {{gone}} gone · {{changed}} changed · {{same}} the same", { added: <b>{formatCount(added)}</b>, gone: <b>{formatCount(gone)}</b>, changed: <b>{formatCount(changed)}</b>, same: <b>{formatCount(same)}</b> })}
        {notes.map((note) => (
          <span key={note} className={styles.warn}>
            {note}
          </span>
        ))}
      </p>
      {rows === 0 ? (
        <EmptyState title={t("Nothing differs")}>{t("Both results hold the same rows.")}</EmptyState>
      ) : (
        <ResultView resultId={made.resultId} columns={made.columns} rowCount={rows} isWhole isCapped={false} name={title.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-")} query={null} origin={null} onAgain={null} isActive={isActive} nextLimit={null} />
      )}
    </>
  );
}
