/** The instances of a mapped task at a glance: how many of how many have ended, and a bar of their states. */
import type { ReactNode } from "react";
import { countInstances, instanceMark } from "../../shared/model/map-instance.ts";
import type { TaskState } from "../../shared/model/states.ts";
import styles from "./mapped-counts.module.css";
import { stateLook } from "./state-look.ts";

export interface MappedCountsProps {
  /** The worst first. */
  readonly counts: readonly (readonly [state: TaskState, count: number])[];
}

/** `[37/40]`. */
export function MappedMark({ counts }: MappedCountsProps): ReactNode {
  return (
    <span className={styles.mark} title={wordsOf(counts)} data-mapped>
      {instanceMark(countInstances(Object.fromEntries(counts)))}
    </span>
  );
}

export function MappedBar({ counts, wide = false }: MappedCountsProps & { readonly wide?: boolean }): ReactNode {
  return (
    <span className={styles.bar} data-wide={wide || undefined} title={wordsOf(counts)} aria-hidden>
      {counts.map(([state, count]) => (
        <i key={state} style={{ flexGrow: count, background: stateLook(state).color }} />
      ))}
    </span>
  );
}

function wordsOf(counts: MappedCountsProps["counts"]): string {
  return counts.map(([state, count]) => `${count} ${stateLook(state).word.toLowerCase()}`).join(", ");
}
