/** The version of a run and today's file in one drawing, with the changes as a list beside it. */
import type { ReactNode, Ref } from "react";
import { ChangeList } from "../../../graph-view/diff/change-list.tsx";
import type { Comparison } from "../../../graph-view/diff/compare-texts.ts";
import { DiffLegend } from "../../../graph-view/diff/diff-legend.tsx";
import { GraphView, type GraphHandle } from "../../../graph-view/graph-view.tsx";
import { t } from "../../../strings/t.ts";
import panes from "../../../ui/panes.module.css";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import dagStyles from "../dag-page.module.css";

interface VersionDifferenceProps {
  readonly comparison: Comparison | null;
  readonly dagId: string;
  readonly selected: string | null;
  readonly onSelect: (taskId: string | null) => void;
  readonly ref: Ref<GraphHandle>;
}

export function VersionDifference({ comparison, dagId, selected, onSelect, ref }: VersionDifferenceProps): ReactNode {
  if (comparison === null) return <SkeletonRows rows={8} label={t("Comparing the versions")} />;
  if (comparison.kind === "text") return <p className={panes.none}>{comparison.why}</p>;
  return (
    <div className={panes.columns}>
      <div className={dagStyles.graph}>
        <GraphView ref={ref} tasks={comparison.tasks} instances={null} diff={comparison.marks} selected={selected} label={t("Difference of {{dagId}}", { dagId })} onSelect={onSelect} onOpen={onSelect} />
        <DiffLegend />
      </div>
      <aside className={panes.words} aria-label={t("What changed")}>
        {comparison.isEmpty ? <p className={panes.none}>{comparison.summary}</p> : <ChangeList diff={comparison.diff} selected={selected} onSelect={onSelect} onRestore={null} />}
      </aside>
    </div>
  );
}
