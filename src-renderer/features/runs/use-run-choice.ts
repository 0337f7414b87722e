/** Which runs of the list are chosen. A run keeps being chosen while the list moves; what another filter hides is let go. */
import { useMemo, useState } from "react";
import type { RunSummary } from "../../../shared/model/run.ts";
import { extended, noneChosen, toggled, withAll } from "../../ui/row-choice.ts";
import type { RowChoice } from "../../ui/virtual-table.tsx";
import { keyOfRun } from "./run-choice.tsx";

export interface ChosenRuns {
  readonly runs: readonly RunSummary[];
  readonly table: RowChoice;
  readonly chooseAll: (runs: readonly RunSummary[]) => void;
  readonly chooseNone: () => void;
}

/** `filter`: the choice begins anew with another one. */
export function useRunChoice(listed: readonly RunSummary[], filter: string): ChosenRuns {
  const [chosen, setChosen] = useState(noneChosen);
  const [of, setOf] = useState(filter);
  const [far, setFar] = useState<ReadonlyMap<string, RunSummary>>(new Map());
  if (of !== filter) {
    setOf(filter);
    setChosen(noneChosen);
  }
  const byKey = useMemo(() => new Map([...far, ...listed.map((run) => [keyOfRun(run), run] as const)]), [far, listed]);
  const runs = useMemo(() => [...chosen.keys].flatMap((key) => byKey.get(key) ?? []), [chosen, byKey]);
  return {
    runs,
    table: {
      has: (key) => chosen.keys.has(key),
      choose: (key, range) => setChosen((before) => (range ? extended(before, key, listed.map(keyOfRun)) : toggled(before, key))),
      nameOf: (key) => key.replace("\n", " "),
    },
    chooseAll: (all) => {
      setFar(new Map(all.map((run) => [keyOfRun(run), run])));
      setChosen((before) => withAll(before, all.map(keyOfRun)));
    },
    chooseNone: () => setChosen(noneChosen),
  };
}
