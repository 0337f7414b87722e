/** What a try used of the machine, against the median of the task's earlier runs that went well. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { usageOf, type UsageFact, type UsageKind } from "../../../../shared/run-view/usage.ts";
import type { Attempt } from "../../../../shared/model/run.ts";
import { toFailure } from "../../../rpc/failure.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";
import { useNow } from "../../../ui/clock.ts";
import { ErrorState } from "../../../ui/error-state.tsx";
import { formatBytes, formatCount, formatDuration } from "../../../ui/format.ts";
import { isUnmeasured, whyUnmeasured } from "./unmeasured.ts";
import type { TryRef } from "../log/use-log.ts";
import styles from "./task-panel.module.css";

const names: Readonly<Record<UsageKind, string>> = { wall: t("Wall time"), cpu: t("CPU time"), memory: t("Peak memory"), rows: t("Rows loaded") };

export function ResourcesTab({ tryRef, attempt }: { tryRef: TryRef; attempt: Attempt }): ReactNode {
  const { dagId, runId, taskId, source } = tryRef;
  const query = useQuery(useRpc().taskUsage.before.queryOptions({ input: { dagId, runId, taskId, ...(source === undefined ? {} : { source }) } }));
  const now = useNow(attempt.startedAt !== null && attempt.endedAt === null);
  const facts = usageOf(attempt, query.data?.earlier ?? [], now);
  return (
    <div className={styles.scroll} tabIndex={0}>
      {query.error && <ErrorState title={t("Earlier runs cannot be read")} failure={toFailure(query.error)} onRetry={() => void query.refetch()} />}
      <table className={styles.facts} aria-label={t("Resources of try {{tryNumber}}", { tryNumber: attempt.tryNumber })}>
        <thead>
          <tr>
            <th scope="col">{t("Resource")}</th>
            <th scope="col">{t("This try")}</th>
            <th scope="col">{t("Usual")}</th>
            <th scope="col">{t("Against usual")}</th>
          </tr>
        </thead>
        <tbody>
          {facts.map((fact) => (
            <tr key={fact.kind}>
              <th scope="row">{names[fact.kind]}</th>
              <td className="dw-num">{fact.value === null && isMeasured(fact.kind) && isUnmeasured(attempt) ? <span className="dw-dim">{t("not measured")}</span> : wordsOf(fact.kind, fact.value)}</td>
              <td className="dw-num">{wordsOf(fact.kind, fact.usual)}</td>
              <td>
                <Against fact={fact} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="dw-dim">{(query.data?.earlier.length ?? 0) === 0 ? t("No earlier run of this task went well here: nothing is usual yet.") : t("Usual is the median of the last {{count}} runs that went well before this one.", { count: query.data?.earlier.length ?? 0 })}</p>
      {isUnmeasured(attempt) && <p className="dw-dim">{whyUnmeasured(attempt)}</p>}
    </div>
  );
}

const isMeasured = (kind: UsageKind): boolean => kind === "cpu" || kind === "memory";

/** A bar of twice the usual at most, and the number. */
function Against({ fact: { ratio } }: { fact: UsageFact }): ReactNode {
  if (ratio === null) return <span className="dw-dim">–</span>;
  return (
    <span className={styles.against}>
      <span className={styles.gauge} aria-hidden="true">
        <span style={{ width: `${Math.min(100, ratio * 50)}%` }} data-high={ratio > 1.5 || undefined} />
      </span>
      <span className="dw-num">{t("{{ratio}} ×", { ratio: ratio >= 10 ? Math.round(ratio) : ratio.toFixed(2) })}</span>
    </span>
  );
}

function wordsOf(kind: UsageKind, value: number | null): string {
  if (value === null) return "–";
  if (kind === "memory") return formatBytes(value);
  return kind === "rows" ? formatCount(Math.round(value)) : formatDuration(value);
}
