/** The answer on top of the panel: what became of the shown try, how long it took, and why. A long reason unfolds. */
import { useState, type ReactNode } from "react";
import { isBareReason, type FailureLine } from "../../../../shared/run-view/error-line.ts";
import { t } from "../../../strings/t.ts";
import { formatCount } from "../../../ui/format.ts";
import { MessageText } from "../../../ui/message-text.tsx";
import { whyItEnded } from "../../../ui/run-headline.ts";
import { StateBadge } from "../../../ui/state-badge.tsx";
import { DurationText } from "../../../ui/time-text.tsx";
import { asSentence, hintOf, type Outcome } from "./attempt-choice.ts";
import styles from "./task-panel.module.css";

/** About what fits into the lines that are shown of a reason. */
const shortReason = 160;

export interface OutcomeLineProps {
  readonly outcome: Outcome;
  readonly tries: number;
  /** What the log of the shown try says of why it failed. */
  readonly said: FailureLine | null;
  /** The shown try wrote no log. */
  readonly isSilent: boolean;
  /** Tasks because of which this one did not run. */
  readonly causes: readonly string[];
  readonly onOpenTask: (taskId: string) => void;
  /** Goes to a line of the log. */
  readonly onLine: (line: number) => void;
  /** The choice of the try. */
  readonly children: ReactNode;
}

export function OutcomeLine({ outcome, tries, said, isSilent, causes, onOpenTask, onLine, children }: OutcomeLineProps): ReactNode {
  const { state, startedAt, endedAt, reason, earlierTry } = outcome;
  const hint = hintOf(reason, { isExplained: said !== null, isSilent });
  const told = said === null ? reason : saidWords(reason, said);
  const why = told && asSentence(told);
  const line = said?.line ?? null;
  return (
    <div className={styles.outcome} role="status">
      <div className={styles.answer}>
        <StateBadge state={state} />
        <DurationText startedAt={startedAt} endedAt={endedAt} fallback="" />
        {earlierTry !== null && (
          <span className="dw-dim">
            {t("try {{earlierTry}} of {{tries}}", { earlierTry, tries })}
          </span>
        )}
        {children}
      </div>
      {why !== null && <Reason key={why} text={why} />}
      {line !== null && (
        <button type="button" className={styles.unfold} onClick={() => onLine(line)}>
          {t("Line {{line}} of the log", { line: formatCount(line) })}
        </button>
      )}
      {hint !== null && <p className={styles.hint}>{hint}</p>}
      {causes.length > 0 && <Causes ids={causes} onOpenTask={onOpenTask} />}
    </div>
  );
}

/** Of a try whose task goes on, the reason is about what comes next. */
function saidWords(reason: string | null, said: FailureLine): string {
  if (reason === null) return said.text;
  return isBareReason(reason) ? whyItEnded(reason, said) : `${reason}. ${said.text}`;
}

const shownCauses = 3;

function Causes({ ids, onOpenTask }: { ids: readonly string[]; onOpenTask: (taskId: string) => void }): ReactNode {
  return (
    <p className={styles.hint}>
      {ids.slice(0, shownCauses).map((id) => (
        <button key={id} type="button" className={styles.cause} onClick={() => onOpenTask(id)}>
          {id}
        </button>
      ))}
      {ids.length > shownCauses && t("and {{ids}} more", { ids: ids.length - shownCauses })}
    </p>
  );
}

function Reason({ text }: { text: string }): ReactNode {
  const [open, setOpen] = useState(false);
  const isLong = text.length > shortReason || text.split("\n").length > 3;
  return (
    <>
      <p className={styles.reason} data-open={open || !isLong}>
        <MessageText text={text} />
      </p>
      {isLong && (
        <button type="button" className={styles.unfold} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t("Show less") : t("Show all")}
        </button>
      )}
    </>
  );
}
