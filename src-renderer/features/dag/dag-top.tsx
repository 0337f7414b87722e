/**
 * The head of a DAG's page with what can be done. Of a run at work tasks change many times a second: the face below is drawn first, and this
 * in a pass of its own, which gives way to the pointer and to whatever is newer.
 */
import { memo, useDeferredValue, useMemo, type ReactNode } from "react";
import { countStates } from "../../ui/run-headline.ts";
import { DagHeader, type DagHeaderProps } from "./dag-header.tsx";
import { brokenTasks, HeaderActs, type HeaderActsProps } from "./header-acts.tsx";

/** Functions have to stay the same from one change of a task to the next. */
export type DagTopProps = Omit<DagHeaderProps, "children"> & Omit<HeaderActsProps, "run" | "hasFailed" | "hasBroken">;

export function DagTop({ detail, ...props }: DagTopProps): ReactNode {
  return <CalmTop {...props} detail={useDeferredValue(detail)} />;
}

const CalmTop = memo(function CalmTop({ dagId, dag, detail, runs, isKept, isGone, source, ...acts }: DagTopProps): ReactNode {
  const broken = useMemo(() => brokenTasks(countStates(detail?.tasks ?? [])), [detail?.tasks]);
  return (
    <DagHeader dagId={dagId} dag={dag} detail={detail} runs={runs} isKept={isKept} isGone={isGone} source={source}>
      <HeaderActs {...acts} {...broken} dagId={dagId} source={source} isKept={isKept} run={detail?.run ?? null} />
    </DagHeader>
  );
});
