/** The difference itself: both graphs in one drawing, the texts, and the list of changes beside them. */
import { useMemo, type ReactNode } from "react";
import { parseDag } from "../../../../shared/dag-file/parse-dag.ts";
import { TextDiff } from "../../../editor/text-diff.tsx";
import { DiffLegend } from "../../../graph-view/diff/diff-legend.tsx";
import { GraphView } from "../../../graph-view/graph-view.tsx";
import { t } from "../../../strings/t.ts";
import { ChangeList } from "../../../graph-view/diff/change-list.tsx";
import type { ShownAs } from "./compare-bar.tsx";
import type { Comparison } from "../../../graph-view/diff/compare-texts.ts";
import panes from "../../../ui/panes.module.css";
import styles from "./versions.module.css";

interface DifferenceProps {
  readonly comparison: Comparison;
  readonly before: string;
  readonly after: string;
  readonly shownAs: ShownAs;
  readonly dagId: string;
  readonly selected: string | null;
  readonly onSelect: (taskId: string | null) => void;
  readonly onRestore: ((taskId: string) => void) | null;
}

export function Difference({ comparison, before, after, shownAs, dagId, selected, onSelect, onRestore }: DifferenceProps): ReactNode {
  const line = useMemo(() => (selected === null || shownAs === "graph" ? null : lineOf(after, selected)), [after, selected, shownAs]);
  const text = <TextDiff before={before} after={after} language="yaml" label={t("YAML of {{dagId}}", { dagId })} line={line} />;
  if (comparison.kind === "text") {
    return (
      <>
        <p className={styles.broken} role="status">
          {comparison.why}
        </p>
        <div className={panes.columns}>{text}</div>
      </>
    );
  }
  return (
    <div className={panes.columns}>
      <div className={panes.main}>
        {shownAs !== "text" && (
          <div className={panes.drawn}>
            <GraphView tasks={comparison.tasks} instances={null} diff={comparison.marks} selected={selected} label={t("Difference of {{dagId}}", { dagId })} onSelect={onSelect} onOpen={onSelect} />
            <DiffLegend />
          </div>
        )}
        {shownAs !== "graph" && <div className={styles.text}>{text}</div>}
      </div>
      <aside className={panes.words} aria-label={t("What changed")}>
        {comparison.isEmpty ? <p className={panes.none}>{comparison.summary}</p> : <ChangeList diff={comparison.diff} selected={selected} onSelect={onSelect} onRestore={onRestore} />}
      </aside>
    </div>
  );
}

function lineOf(text: string, taskId: string): number | null {
  const place = parseDag(text, { file: "" }).nodeRanges.get(`tasks.${taskId}`)?.key;
  return place == null ? null : text.slice(0, place.start).split(/\r\n|\r|\n/).length;
}
