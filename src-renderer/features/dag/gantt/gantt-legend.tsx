/** What the shapes of the Gantt chart mean. */
import type { ReactNode } from "react";
import type { SpanKind } from "../../../../shared/run-view/gantt-rows.ts";
import { t } from "../../../strings/t.ts";
import styles from "./gantt.module.css";
import { kindWords } from "./gantt-words.ts";

const kinds: readonly SpanKind[] = ["waiting", "queued", "running", "retry"];

export function GanttLegend(): ReactNode {
  return (
    <div className={styles.legend}>
      <ul aria-label={t("Legend")}>
        {kinds.map((kind) => (
          <li key={kind}>
            <span className={styles.sample} aria-hidden>
              <span className={styles[kind]} style={{ left: 0, width: "100%", "--gantt-state": "var(--dw-state-success)" } as React.CSSProperties} />
            </span>
            {kindWords[kind]}
          </li>
        ))}
      </ul>
      <span>{t("Drag over a range to see it closer; double-click for all of it.")}</span>
    </div>
  );
}
