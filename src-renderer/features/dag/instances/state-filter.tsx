/** The states of a mapped task's instances with their counts; one of them narrows the list to it. */
import type { ReactNode } from "react";
import type { TaskState } from "../../../../shared/model/states.ts";
import { t } from "../../../strings/t.ts";
import { formatCount } from "../../../ui/format.ts";
import { StateIcon } from "../../../ui/state-badge.tsx";
import { stateLook } from "../../../ui/state-look.ts";
import styles from "./instances.module.css";

export interface StateFilterProps {
  /** The worst first. */
  readonly states: readonly (readonly [TaskState, number])[];
  readonly chosen: TaskState | null;
  readonly onChoose: (state: TaskState | null) => void;
}

export function StateFilter({ states, chosen, onChoose }: StateFilterProps): ReactNode {
  const shown = chosen === null || states.some(([state]) => state === chosen) ? states : [[chosen, 0] as const, ...states];
  return (
    <div className={styles.states} role="group" aria-label={t("Only instances in one state")}>
      {shown.map(([state, count]) => (
        <button key={state} type="button" className={styles.state} aria-pressed={state === chosen} aria-label={t("{{count}} {{state}}", { count, state: stateLook(state).word.toLowerCase() })} title={stateLook(state).word} onClick={() => onChoose(state === chosen ? null : state)}>
          <StateIcon state={state} size={12} /> <span className="dw-num">{formatCount(count)}</span>
        </button>
      ))}
    </div>
  );
}
