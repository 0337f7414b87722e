/** Two runs of the DAG side by side: what is different in sentences, then task by task, on the graph, and in what they were given. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, type ReactNode } from "react";
import { useCommandContexts, useCommandHandlers } from "../../../app/command-handlers.ts";
import { useKeptState } from "../../../app/kept-view.ts";
import { navigate } from "../../../app/route.ts";
import type { RunComparison } from "../../../../shared/run-view/comparison.ts";
import { findDifferences } from "../../../../shared/run-view/find-differences.ts";
import { unpackComparison } from "../../../../shared/run-view/pack-comparison.ts";
import { toFailure } from "../../../rpc/failure.ts";
import { useEngineClient, useRpc } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";
import { ErrorState } from "../../../ui/error-state.tsx";
import panes from "../../../ui/panes.module.css";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import type { RunFaceProps } from "../run-faces.ts";
import type { DagPageState } from "../use-dag-page.ts";
import { CompareGraph } from "./compare-graph.tsx";
import { CompareHead, type ComparedPart } from "./compare-head.tsx";
import { CompareTasks } from "./compare-tasks.tsx";
import { CompareVersions } from "./compare-versions.tsx";
import { FindingList } from "./finding-list.tsx";
import { NothingChosen } from "./nothing-chosen.tsx";
import { PairDetails } from "./pair-details.tsx";
import { RunChanges } from "./run-changes.tsx";

const parts: readonly ComparedPart[] = ["tasks", "graph", "given", "source"];
const isPart = (value: unknown): value is ComparedPart => parts.some((part) => part === value);

export function CompareFace({ page, dag }: RunFaceProps): ReactNode {
  const { place, runId } = page;
  const { dagId, source, other, otherSource } = place;
  const [part, setPart] = useKeptState<ComparedPart>("comparedPart", "tasks", isPart);
  const sides = useMemo(() => ({ before: sideOf(dagId, other ?? "", otherSource), after: sideOf(dagId, runId ?? "", source) }), [dagId, runId, other, source, otherSource]);
  const client = useEngineClient();
  const query = useQuery<RunComparison>(
    {
      queryKey: useRpc().compare.runs.queryKey({ input: sides }),
      queryFn: async ({ signal }): Promise<RunComparison> => unpackComparison(await client.compare.runs(sides, { signal })),
      enabled: other !== undefined && runId !== null,
      placeholderData: (previous: RunComparison | undefined) => (previous?.after.dagId === dagId ? keepPreviousData(previous) : undefined),
    },
  );
  const swap = (): void => {
    if (other === undefined || runId === null) return;
    navigate({ page: "run", dagId, runId: other, face: "compare", other: runId, ...given({ source: otherSource, otherSource: source, taskId: page.taskId ?? undefined }) }, { replace: true });
  };
  useCommandContexts("compare");
  useCommandHandlers({ "compare.swap": swap });
  if (other === undefined || runId === null) return <NothingChosen page={page} />;
  if (query.error !== null && query.data === undefined) return <ErrorState title={t("These runs cannot be compared")} failure={toFailure(query.error)} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <SkeletonRows rows={12} label={t("Comparing the runs")} />;
  return <Compared page={page} dag={dag} comparison={query.data} isOld={query.isPlaceholderData} part={part} onPart={setPart} onSwap={swap} />;
}

function sideOf(dagId: string, runId: string, source: string | undefined): { dagId: string; runId: string; source?: string } {
  return { dagId, runId, ...(source === undefined ? {} : { source }) };
}

function given<T extends object>(values: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [Key in keyof T]?: Exclude<T[Key], undefined> };
}

interface ComparedProps extends RunFaceProps {
  readonly page: DagPageState;
  readonly comparison: RunComparison;
  readonly isOld: boolean;
  readonly part: ComparedPart;
  readonly onPart: (part: ComparedPart) => void;
  readonly onSwap: () => void;
}

function Compared({ page, dag, comparison, isOld, part, onPart, onSwap }: ComparedProps): ReactNode {
  const findings = useMemo(() => findDifferences(comparison), [comparison]);
  const pair = useMemo(() => comparison.tasks.find(({ taskId }) => taskId === page.nodeId) ?? null, [comparison, page.nodeId]);
  return (
    <section className={panes.face} aria-label={t("Comparison of two runs")} aria-busy={isOld || undefined}>
      <CompareHead page={page} comparison={comparison} part={part} onPart={onPart} onSwap={onSwap} />
      <FindingList findings={findings} comparison={comparison} onTask={page.selectTask} />
      <div className={panes.columns}>
        <div className={panes.main}>
          {part === "tasks" && <CompareTasks comparison={comparison} selected={page.nodeId} onSelect={page.selectTask} />}
          {part === "graph" && <CompareGraph page={page} dag={dag} comparison={comparison} />}
          {part === "given" && <RunChanges comparison={comparison} />}
          {part === "source" && <CompareVersions page={page} comparison={comparison} />}
        </div>
        {pair !== null && part !== "source" && <PairDetails key={pair.taskId} page={page} comparison={comparison} pair={pair} />}
      </div>
    </section>
  );
}
