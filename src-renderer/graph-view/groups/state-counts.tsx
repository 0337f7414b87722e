/** How many of what a node stands for are in which state. */
import type { ReactNode } from "react";
import { StateIcon } from "../../ui/state-badge.tsx";
import { stateLook } from "../../ui/state-look.ts";
import type { GroupStatus } from "./group-status.ts";
import { countWords } from "./group-words.ts";
import own from "./groups.module.css";

/** More would not fit beside the number of tasks. */
const countsShown = 3;

export function StateCounts({ status }: { status: GroupStatus }): ReactNode {
  const more = status.counts.slice(countsShown).reduce((sum, [, count]) => sum + count, 0);
  return (
    <span className={own.counts} title={countWords(status)}>
      {status.counts.slice(0, countsShown).map(([state, count]) => (
        <span key={state} className={own.count} style={{ color: stateLook(state).color }}>
          <StateIcon state={state} /> {count}
        </span>
      ))}
      {more > 0 && <span>+{more}</span>}
    </span>
  );
}
