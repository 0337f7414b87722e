/** The graph of a run on the version of the DAG that it was made from, or of a DAG that never ran, only to be looked at. */
import { useState, type ReactNode, type RefObject } from "react";
import type { DagDetail } from "../../../shared/contract/dags.ts";
import type { GraphHandle } from "../../graph-view/graph-view.tsx";
import panes from "../../ui/panes.module.css";
import { DrawnRun } from "./run-graph/drawn-run.tsx";
import { useComparison } from "./run-graph/use-comparison.ts";
import { VersionBanner, type ShownVersion } from "./run-graph/version-banner.tsx";
import { VersionDifference } from "./run-graph/version-difference.tsx";
import type { DagPageState } from "./use-dag-page.ts";

export interface ReadGraphProps {
  readonly page: DagPageState;
  readonly dag: DagDetail;
  readonly graph: RefObject<GraphHandle | null>;
}

export function ReadGraph({ page, dag, graph }: ReadGraphProps): ReactNode {
  const { ownVersion } = page;
  const [chosen, setChosen] = useState<{ readonly version: number; readonly shown: ShownVersion } | null>(null);
  const comparison = useComparison(ownVersion?.source ?? null, dag.source);
  const shown = ownVersion !== null && chosen?.version === ownVersion.versionId ? chosen.shown : "run";
  const { dagId } = page.place;
  return (
    <div className={panes.face}>
      {ownVersion !== null && <VersionBanner version={ownVersion} comparison={comparison} shown={shown} onShow={(next) => setChosen({ version: ownVersion.versionId, shown: next })} />}
      {shown === "differences" ? (
        <VersionDifference ref={graph} comparison={comparison} dagId={dagId} selected={page.nodeId} onSelect={page.selectTask} />
      ) : (
        <DrawnRun page={page} graph={graph} drawn={shown === "today" ? { tasks: dag.tasks, outline: dag.outline, source: dag.source } : { tasks: page.tasks, outline: page.outline, source: ownVersion?.source ?? dag.source }} />
      )}
    </div>
  );
}
