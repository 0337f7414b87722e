/** The answer first: what is different, in a few sentences. */
import { useState, type ReactNode } from "react";
import { isRunFinished } from "../../../../shared/model/states.ts";
import type { RunComparison } from "../../../../shared/run-view/comparison.ts";
import type { Finding } from "../../../../shared/run-view/find-differences.ts";
import { t } from "../../../strings/t.ts";
import compareStyles from "./compare.module.css";
import { FindingSentence } from "./finding-sentence.tsx";
import styles from "./findings.module.css";

const mostShown = 10;

interface FindingListProps {
  readonly findings: readonly Finding[];
  readonly comparison: RunComparison;
  readonly onTask: (taskId: string) => void;
}

export function FindingList({ findings, comparison: { before, after }, onTask }: FindingListProps): ReactNode {
  const [open, setOpen] = useState(false);
  const shown = open ? findings : findings.slice(0, mostShown);
  const isGoing = !isRunFinished(before.state) || !isRunFinished(after.state);
  return (
    <div className={styles.findings} role="status" aria-label={t("What is different")}>
      {findings.length === 0 && <p className={styles.same}>{isGoing ? t("Nothing of note is different so far; a run is still going.") : t("Nothing of note is different.")}</p>}
      {findings.length > 0 && (
        <ul>
          {shown.map((finding) => (
            <li key={`${finding.kind} ${finding.kind === "flipped" ? finding.to : ""}`}>
              <FindingSentence finding={finding} onTask={onTask} />
            </li>
          ))}
        </ul>
      )}
      {findings.length > mostShown && (
        <button type="button" className={compareStyles.link} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t("Show less") : t("and {{count}} more", { count: findings.length - mostShown })}
        </button>
      )}
    </div>
  );
}
