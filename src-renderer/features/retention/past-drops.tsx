/** What was dropped when and by whom, as the audit trail has it. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { AuditEntry } from "../../../shared/contract/audit.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { formatBytes, formatCount, formatDuration } from "../../ui/format.ts";
import { RelativeTime } from "../../ui/time-text.tsx";
import styles from "./retention.module.css";

const shown = 20;

export function PastDrops(): ReactNode {
  const { data } = useQuery(useRpc().audit.list.queryOptions({ input: { acts: ["retention.end"], limit: shown } }));
  if (data === undefined || data.entries.length === 0) return null;
  return (
    <section className={styles.card} aria-label={t("Dropped before")}>
      <div className={styles.head}>
        <h2>{t("Dropped before")}</h2>
      </div>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={t("What was dropped when")}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("When")}</th>
              <th scope="col">{t("By")}</th>
              <th scope="col" className={styles.number}>{t("Runs")}</th>
              <th scope="col" className={styles.number}>{t("Stayed after all")}</th>
              <th scope="col" className={styles.number}>{t("Logs")}</th>
              <th scope="col" className={styles.number}>{t("Archive")}</th>
              <th scope="col" className={styles.number}>{t("Took")}</th>
              <th scope="col">{t("Remark")}</th>
            </tr>
          </thead>
          <tbody>
            {data.entries.map((entry) => (
              <DropRow key={entry.id} entry={entry} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function DropRow({ entry: { at, by, arguments: told, reason, dagId } }: { readonly entry: AuditEntry }): ReactNode {
  const of = (name: string): number => Number(told[name] ?? 0);
  const remarks = [...(of("eventKeys") === 0 ? [] : [t("and {{count}} keys of events", { count: of("eventKeys") })]), ...(of("versions") === 0 ? [] : [t("and {{count}} versions of DAGs", { count: of("versions") })]), ...(dagId === null ? [] : [t("only DAG {{dagId}}", { dagId })]), ...(told["isCancelled"] === true ? [t("cancelled")] : []), ...(reason === null ? [] : [reason])];
  return (
    <tr>
      <th scope="row" className={styles.name}>
        <RelativeTime at={at} />
      </th>
      <td>{by.kind === "engine" ? t("by itself") : by.name}</td>
      <td className={styles.number}>{formatCount(of("dropped"))}</td>
      <td className={styles.number}>{formatCount(of("spared"))}</td>
      <td className={styles.number}>{formatBytes(of("logBytes"))}</td>
      <td className={styles.number}>{told["isArchived"] === true ? formatBytes(of("archiveBytes")) : t("no")}</td>
      <td className={styles.number}>{formatDuration(of("ms"))}</td>
      <td>{remarks.join("; ")}</td>
    </tr>
  );
}
