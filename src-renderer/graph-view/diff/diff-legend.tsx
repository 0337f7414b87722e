/** What the marks on a drawing of two graphs mean. */
import type { ReactNode } from "react";
import { t } from "../../strings/t.ts";
import { stateLook } from "../../ui/state-look.ts";
import { diffLooks, type DiffKind } from "../graph-diff.ts";
import styles from "./diff-legend.module.css";

const kinds: readonly DiffKind[] = ["flipped", "mended", "added", "changed", "removed"];

/** `shown`: the kinds that there are, or may be. */
export function DiffLegend({ shown = ["added", "changed", "removed"] }: { shown?: readonly DiffKind[] }): ReactNode {
  return (
    <ul className={styles.legend} aria-label={t("Legend")}>
      {kinds.filter((kind) => shown.includes(kind)).map((kind) => {
        const { icon: Icon, word, state } = diffLooks[kind];
        return (
          <li key={kind} style={{ color: stateLook(state).color }}>
            <Icon size={12} strokeWidth={2.5} aria-hidden /> {word}
          </li>
        );
      })}
    </ul>
  );
}
