/** The instants of a schedule that made no run, or not as usual, and why. Nothing where every one did. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { traceWords } from "../../run-acts/schedule-words.ts";
import { t } from "../../strings/t.ts";
import { InstantText, RelativeTime } from "../../ui/time-text.tsx";
import styles from "./facts.module.css";

const shown = 20;

export function ScheduleTraces({ dagId }: { dagId: string }): ReactNode {
  const { data } = useQuery(useRpc().schedules.traces.queryOptions({ input: { dagId, limit: shown } }));
  if (data === undefined || data.traces.length === 0) return null;
  return (
    <section aria-label={t("Instants without a run")}>
      <h3>{t("Instants without a run")}</h3>
      <ol className={styles.traces}>
        {data.traces.map((trace) => (
          <li key={trace.id}>
            <span className={styles.traceKind}>{traceWords(trace.kind)}</span>{" "}
            <span className="dw-num">
              <InstantText at={trace.firstAt} />
              {trace.count > 1 && (
                <>
                  {" – "}
                  <InstantText at={trace.lastAt} /> {t("({{count}} instants)", { count: trace.count })}
                </>
              )}
            </span>
            <div className="dw-dim">
              {trace.reason} <RelativeTime at={trace.noticedAt} />
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
