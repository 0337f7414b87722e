/** By DAG: how many runs go, from when to when, by which rule, and why the others stay. */
import type { ReactNode } from "react";
import type { RetentionDag } from "../../../shared/contract/retention.ts";
import { durationWords } from "../../../shared/base/duration.ts";
import type { KeepWhy } from "../../../shared/model/retention.ts";
import { t } from "../../strings/t.ts";
import { formatBytes, formatCount } from "../../ui/format.ts";
import { RelativeTime } from "../../ui/time-text.tsx";
import styles from "./retention.module.css";

export function PreviewTable({ dags }: { readonly dags: readonly RetentionDag[] }): ReactNode {
  const shown = dags.toSorted((one, other) => other.drops - one.drops);
  return (
    <section className={styles.card} aria-label={t("What goes and what stays")}>
      <div className={styles.head}>
        <h2>{t("What goes and what stays")}</h2>
      </div>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={t("Runs by DAG")}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("DAG")}</th>
              <th scope="col" className={styles.number}>{t("Go")}</th>
              <th scope="col" className={styles.number}>{t("Of")}</th>
              <th scope="col">{t("Queued between")}</th>
              <th scope="col" className={styles.number}>{t("Logs")}</th>
              <th scope="col">{t("Rule")}</th>
              <th scope="col">{t("Why the others stay")}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((dag) => (
              <DagRow key={dag.dagId} dag={dag} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function DagRow({ dag }: { readonly dag: RetentionDag }): ReactNode {
  const { dagId, drops, runs, oldest, newest, logBytes, kept } = dag;
  return (
    <tr>
      <th scope="row" className={styles.name}>{dagId}</th>
      <td className={styles.number}>{formatCount(drops)}</td>
      <td className={styles.number}>{formatCount(runs)}</td>
      <td>
        {oldest !== null && newest !== null && (
          <>
            <RelativeTime at={oldest} /> – <RelativeTime at={newest} />
          </>
        )}
      </td>
      <td className={styles.number}>{drops === 0 ? "" : formatBytes(logBytes)}</td>
      <td>{ruleWords(dag)}</td>
      <td>{kept.map(({ why, count }) => `${formatCount(count)} ${whyWords(why)}`).join(", ")}</td>
    </tr>
  );
}

function ruleWords({ rule: { maxAgeMs, maxRuns }, from }: RetentionDag): string {
  if (from === "unreadable") return t("its file has mistakes, so all stay");
  const bounds = [...(maxAgeMs === null ? [] : [durationWords(maxAgeMs)]), ...(maxRuns === null ? [] : [t("{{count}} runs", { count: maxRuns })])];
  const words = bounds.length === 0 ? t("keeps all") : bounds.join(", ");
  return from === "file" ? t("{{words}} (its file)", { words }) : words;
}

function whyWords(why: KeepWhy): string {
  switch (why) {
    case "unfinished":
      return t("not ended");
    case "last run":
      return t("last run");
    case "last success":
      return t("last success");
    case "last scheduled":
      return t("last by schedule");
    case "before next":
      return t("looked at by the next");
    case "backfill":
      return t("of an open backfill");
    case "open work":
      return t("still to be stopped or sent");
    case "deadline":
      return t("a deadline counts from it");
    case "undo":
      return t("can be undone");
    case "note":
      return t("with a note");
    case "rule":
      return t("within the rule");
    case "no rule":
      return t("no rule");
  }
}
