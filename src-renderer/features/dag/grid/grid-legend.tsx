/** What the colours of the cells stand for: the states that occur, in the order in which they matter. */
import { memo, type ReactNode } from "react";
import { stateNumber, type GridRun } from "../../../../shared/run-view/run-grid.ts";
import { worstStatesFirst } from "../../../graph-view/groups/group-status.ts";
import { t } from "../../../strings/t.ts";
import { stateLook } from "../../../ui/state-look.ts";
import cellStyles from "./grid-cells.module.css";
import styles from "./grid.module.css";

const found = new WeakMap<GridRun["states"], readonly boolean[]>();

function statesIn({ states }: GridRun): readonly boolean[] {
  const known = found.get(states);
  if (known !== undefined) return known;
  const made: boolean[] = [];
  for (const state of states) made[state] = true;
  found.set(states, made);
  return made;
}

export function legendOf(runs: readonly GridRun[]): string {
  return worstStatesFirst.filter((state) => runs.some((run) => statesIn(run)[stateNumber(state)] === true)).join(" ");
}

/** `states`: their names, with blanks between. */
export const GridLegend = memo(function GridLegend({ states }: { readonly states: string }): ReactNode {
  return (
    <ul className={styles.legend} aria-label={t("Legend")}>
      {worstStatesFirst.filter((state) => states.split(" ").includes(state)).map((state) => (
        <li key={state}>
          <span className={cellStyles.swatch} data-state={state} aria-hidden />
          {stateLook(state).word}
        </li>
      ))}
    </ul>
  );
});
