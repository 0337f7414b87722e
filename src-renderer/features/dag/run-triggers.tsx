/** The loads of assets that called for the shown run, each a way to the run that loaded. */
import type { ReactNode } from "react";
import type { RunDetail } from "../../../shared/contract/runs.ts";
import { AssetLoader } from "../../run-acts/asset-loader.tsx";
import { t } from "../../strings/t.ts";
import { formatCount } from "../../ui/format.ts";
import { RelativeTime } from "../../ui/time-text.tsx";
import styles from "./asset-section.module.css";

/** `isHere`: the runs that loaded are in this workspace. */
export function RunTriggers({ triggers: { count, list }, isHere }: { triggers: NonNullable<RunDetail["triggers"]>; isHere: boolean }): ReactNode {
  const title = t("Loads that called for it");
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul className={styles.list} aria-label={title}>
        {list.toReversed().map((event) => (
          <li key={event.id}>
            <code className={styles.name} title={event.asset}>{event.asset}</code>
            <span className={styles.dags}><AssetLoader event={event} isHere={isHere} /></span>
            <span className="dw-dim">
              {event.rows !== null && `${t("{{count}} rows", { count: event.rows })}, `}
              <RelativeTime at={event.at} />
            </span>
          </li>
        ))}
      </ul>
      {count > list.length && <p className="dw-dim">{t("These are the newest {{shown}} of {{all}}.", { shown: formatCount(list.length), all: formatCount(count) })}</p>}
    </section>
  );
}
