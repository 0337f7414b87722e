/** Durations as a row of thin bars, each as high as it is long; a gap where a run did not end well. */
import type { ReactNode } from "react";
import { t } from "../../../strings/t.ts";
import { formatDuration } from "../../../ui/format.ts";
import styles from "./trends.module.css";

export function Sparkline({ values }: { values: readonly (number | null)[] }): ReactNode {
  const known = values.filter((value) => value !== null);
  const most = Math.max(1, ...known);
  const words = known.length === 0 ? t("no run ended well") : t("from {{least}} to {{most}}", { least: formatDuration(Math.min(...known)), most: formatDuration(most) });
  return (
    <span className={styles.spark} role="img" aria-label={words} title={words}>
      {values.map((value, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a place in the row is what it is
        <i key={index} style={{ height: value === null ? 0 : `${Math.max(8, (100 * value) / most)}%` }} />
      ))}
    </span>
  );
}
