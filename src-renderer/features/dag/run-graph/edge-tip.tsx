/** What is known of an edge under the pointer: the wait in this run and in many, part by part. The table has the same for keys. */
import type { ReactNode } from "react";
import type { PointedEdge } from "../../../graph-view/graph-context.ts";
import { edgeId } from "../../../graph-view/graph-index.ts";
import { t } from "../../../strings/t.ts";
import { formatDuration } from "../../../ui/format.ts";
import type { LatencyRow } from "./latency-rows.ts";
import styles from "./run-graph.module.css";
import { WaitBar } from "./wait-bar.tsx";

const mostShown = 3;
const width = 310;
const away = 14;

export function EdgeTip({ pointed, rows }: { pointed: PointedEdge; rows: readonly LatencyRow[] }): ReactNode {
  const wanted = new Set(pointed.edges.map(({ source, target }) => edgeId(source, target)));
  const found = rows.filter(({ id, own, many }) => wanted.has(id) && (own !== null || many !== null));
  if (found.length === 0) return null;
  const left = Math.max(4, Math.min(pointed.at.x + away, innerWidth - width - 8));
  // In the lower half there is more room above.
  const beside = pointed.at.y > innerHeight / 2 ? { bottom: innerHeight - pointed.at.y + away } : { top: pointed.at.y + away };
  return (
    <div className={styles.tip} role="tooltip" style={{ left, width, ...beside }}>
      {found.slice(0, mostShown).map((row) => (
        <section key={row.id}>
          <h3 className={styles.tipHead}>
            {row.from} → {row.to}
          </h3>
          {row.many !== null && (
            <>
              <p className={styles.tipLine}>{t("{{p50}} at p50, {{p95}} at p95, decided by this edge in {{count}} runs; on average:", { p50: formatDuration(row.many.p50), p95: formatDuration(row.many.p95), count: row.many.count })}</p>
              <WaitBar split={row.many.split} />
            </>
          )}
          {row.own !== null && (
            <>
              <p className={styles.tipLine}>{t("In this run {{total}}:", { total: formatDuration(row.own.totalMs) })}</p>
              <WaitBar split={row.own} />
            </>
          )}
        </section>
      ))}
      {found.length > mostShown && <p className={styles.tipLine}>{t("and {{count}} more edges", { count: found.length - mostShown })}</p>}
    </div>
  );
}
