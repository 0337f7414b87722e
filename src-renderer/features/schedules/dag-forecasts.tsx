/** Each DAG of the forecast: how often it runs, when next, how long that takes, and its days. The busiest first. */
import type { ReactNode } from "react";
import type { ScheduleForecast } from "../../../shared/contract/schedules.ts";
import { t } from "../../strings/t.ts";
import { formatCount, formatDuration } from "../../ui/format.ts";
import { RelativeTime } from "../../ui/time-text.tsx";
import { DagLink } from "./dag-link.tsx";
import { heatOf, mostStripDays, stripOf } from "./heat-cells.ts";
import styles from "./schedules.module.css";

const shown = 200;

export function DagForecasts({ dags }: Pick<ScheduleForecast, "dags">): ReactNode {
  const busiest = dags.toSorted((one, other) => other.runs - one.runs).slice(0, shown);
  return (
    <section className={styles.part} aria-label={t("DAGs of the forecast")}>
      <div className={styles.partHead}>
        <h2>{t("DAGs")}</h2>
        {dags.length > shown && <span className="dw-dim">{t("the {{shown}} busiest of {{all}}", { shown, all: formatCount(dags.length) })}</span>}
      </div>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("DAG")}</th>
            <th scope="col">{t("Schedule")}</th>
            <th scope="col" className={styles.number}>{t("Runs")}</th>
            <th scope="col">{t("Next")}</th>
            <th scope="col">{t("Takes")}</th>
            <th scope="col">{(busiest[0]?.days.length ?? 0) > mostStripDays ? t("By week") : t("By day")}</th>
          </tr>
        </thead>
        <tbody>
          {busiest.map((dag) => (
            <DagRow key={dag.dagId} dag={dag} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function DagRow({ dag }: { dag: ScheduleForecast["dags"][number] }): ReactNode {
  const most = dag.days.reduce((high, value) => Math.max(high, value), 0);
  const parts = stripOf(dag.days);
  const high = parts.reduce((top, value) => Math.max(top, value), 0);
  const least = parts.reduce((low, value) => Math.min(low, value), high);
  return (
    <tr>
      <th scope="row">
        <DagLink dagId={dag.dagId} />
      </th>
      <td>
        {dag.scheduleWords} {!dag.isOn && <span className="dw-dim">{t("(off)")}</span>}
      </td>
      <td className={styles.number}>{formatCount(dag.runs)}</td>
      <td>
        <RelativeTime at={dag.next} upcoming fallback={t("never")} />
      </td>
      <td>
        {dag.usualMs === null ? <span className="dw-dim">{t("unknown")}</span> : formatDuration(dag.usualMs)} {dag.fallsBehind && <span className={styles.warn}>{t("falls behind")}</span>}
      </td>
      <td>
        <span className={styles.strip} role="img" aria-label={t("{{count}} runs on the busiest day", { count: most })}>
          {parts.map((value, part) => (
            <span key={part} className={styles.cell} data-heat={heatOf(value, least, high)} />
          ))}
        </span>
      </td>
    </tr>
  );
}
