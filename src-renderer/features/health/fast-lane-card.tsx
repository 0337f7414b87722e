/** DAGs that are marked as latency-sensitive: how long their tasks waited for one another, and the way from trigger to end. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { DagSummary } from "../../../shared/contract/dags.ts";
import { formatRoute } from "../../app/route.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { useLatencyHistory } from "../../rpc/use-latency-history.ts";
import { t } from "../../strings/t.ts";
import { formatQuantiles } from "../../ui/format.ts";
import { Facts, HealthCard } from "./health-card.tsx";
import styles from "./health-page.module.css";

const mostShown = 5;

/** Nothing where no such DAG has run. */
export function FastLaneCard(): ReactNode {
  const dags = useQuery(useRpc().dags.list.queryOptions({ input: {} })).data?.dags ?? [];
  const fast = dags.filter(({ latencySensitive, lastRuns }) => latencySensitive === true && lastRuns.length > 0);
  if (fast.length === 0) return null;
  return (
    <HealthCard title={t("Latency-sensitive DAGs")} light={null}>
      {fast.slice(0, mostShown).map((dag) => (
        <FastDag key={dag.dagId} dag={dag} />
      ))}
      {fast.length > mostShown && <p className="dw-dim">{t("and {{count}} more", { count: fast.length - mostShown })}</p>}
    </HealthCard>
  );
}

function FastDag({ dag: { dagId, lastRuns } }: { dag: DagSummary }): ReactNode {
  const { history, failure } = useLatencyHistory(lastRuns[0] ?? null, false);
  const words = failure !== null ? failure.message : history === null ? t("Reading the last runs…") : history.runs === 0 ? t("No run of this DAG has finished yet.") : t("Over {{count}} runs.", { count: history.runs });
  return (
    <section aria-label={dagId} className={styles.fast}>
      <div className={styles.fastHead}>
        <a className="dw-link dw-ellipsis" href={formatRoute({ page: "dag", dagId })}>
          {dagId}
        </a>
        <span className="dw-dim">{words}</span>
      </div>
      {history !== null && (
        <Facts
          facts={[
            ...(history.gaps === null ? [] : [[t("Between tasks"), formatQuantiles(history.gaps)] as const]),
            ...(history.ends === null ? [] : [[t("Trigger to end"), formatQuantiles(history.ends)] as const]),
          ]}
        />
      )}
    </section>
  );
}
