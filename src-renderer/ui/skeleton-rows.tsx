/** Grey rows in the shape of the list that is on its way. */
import type { ReactNode } from "react";
import styles from "./place-states.module.css";
import { t } from "../strings/t.ts";

const widths = ["34%", "18%", "26%", "14%"];

export function SkeletonRows({ rows = 8, label = t("Loading") }: { rows?: number; label?: string }): ReactNode {
  return (
    <div className={styles.rows} role="status" aria-label={label} data-skeleton>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles.row}>
          {widths.map((_, bar) => (
            <span key={bar} className={styles.bar} style={{ width: widths[(bar + row) % widths.length] }} />
          ))}
        </div>
      ))}
    </div>
  );
}
