/** The runs of other DAGs that the task has started, each a way there. */
import type { ReactNode } from "react";
import type { StartedRun } from "../../../../shared/contract/runs.ts";
import { formatRoute } from "../../../app/route.ts";
import { t } from "../../../strings/t.ts";
import { StateBadge } from "../../../ui/state-badge.tsx";
import styles from "./task-panel.module.css";

/** The panel names the newest; the others are those of earlier askings. */
const shown = 3;

export function StartedRuns({ runs, source }: { readonly runs: readonly StartedRun[]; /** Set when the run lies elsewhere, without those that it started. */ readonly source: string | undefined }): ReactNode {
  if (runs.length === 0) return null;
  return (
    <ul className={styles.startedRuns} aria-label={t("Runs that it started")}>
      {runs.slice(0, shown).map(({ dagId, runId, state }) => {
        const name = `${dagId} · ${runId}`;
        return (
          <li key={name}>
            <span className="dw-dim">{t("Started")}</span>
            {source === undefined ? (
              <a className="dw-link" href={formatRoute({ page: "run", dagId, runId })} title={name}>
                {name}
              </a>
            ) : (
              <span title={name}>{name}</span>
            )}
            <StateBadge state={state} />
          </li>
        );
      })}
      {runs.length > shown && <li className="dw-dim">{t("and {{rest}} more", { rest: runs.length - shown })}</li>}
    </ul>
  );
}
