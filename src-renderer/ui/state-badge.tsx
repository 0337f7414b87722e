/** A state as icon, or as icon and word, in its colour. */
import type { ReactNode } from "react";
import styles from "./state-badge.module.css";
import { stateLook, type ShownState } from "./state-look.ts";

/** The icon alone. Give `label` where no word stands beside it. */
export function StateIcon({ state, size = 14, label = false }: { state: ShownState; size?: number; label?: boolean }): ReactNode {
  const { icon: Icon, color, word, turning } = stateLook(state);
  const naming = label ? { role: "img", "aria-label": word } : { "aria-hidden": true };
  return <Icon className={turning ? `${styles.icon} ${styles.turning}` : styles.icon} size={size} color={color} strokeWidth={2.5} {...naming} />;
}

export function StateBadge({ state, detail }: { state: ShownState; detail?: string }): ReactNode {
  const { word, color } = stateLook(state);
  return (
    <span className={state === "unknown" ? `${styles.badge} ${styles.unknown}` : styles.badge} style={{ color }} title={detail} data-state={state}>
      <StateIcon state={state} />
      <span>{word}</span>
    </span>
  );
}
