/** The tasks of both runs side by side, those with differences first asked for. */
import { SegmentedControl, TextInput } from "@mantine/core";
import { Search } from "lucide-react";
import { useDeferredValue, useMemo, useState, type ReactNode } from "react";
import { Facet, type RunComparison } from "../../../../shared/run-view/comparison.ts";
import { t } from "../../../strings/t.ts";
import { formatCount } from "../../../ui/format.ts";
import { VirtualTable } from "../../../ui/virtual-table.tsx";
import styles from "./compare.module.css";
import { facetWords } from "./compare-words.ts";
import { pairColumnsFor } from "./pair-columns.tsx";
import { countFacets, filterPairs, type Shown } from "./pair-filter.ts";

const ways: { value: Shown; label: string }[] = [
  { value: "notable", label: t("Notable") },
  { value: "different", label: t("All differences") },
  { value: "all", label: t("All tasks") },
];

interface CompareTasksProps {
  readonly comparison: RunComparison;
  readonly selected: string | null;
  readonly onSelect: (taskId: string) => void;
}

export function CompareTasks({ comparison, selected, onSelect }: CompareTasksProps): ReactNode {
  const [chosen, setShown] = useState<Shown | null>(null);
  const [facet, setFacet] = useState<Facet | null>(null);
  const [text, setText] = useState("");
  const typed = useDeferredValue(text);
  const { tasks } = comparison;
  const shown = chosen ?? (tasks.some(({ notable }) => notable.length > 0) ? "notable" : "all");
  const facets = useMemo(() => countFacets(tasks, shown, Facet.options), [tasks, shown]);
  const held = facets.some((each) => each.facet === facet) ? facet : null;
  const found = useMemo(() => filterPairs(tasks, { shown, facet: held, text: typed }), [tasks, shown, held, typed]);
  const columns = useMemo(() => pairColumnsFor(tasks, selected !== null), [tasks, selected]);
  return (
    <>
      <div className={styles.filters}>
        <SegmentedControl size="xs" data={ways} value={shown} onChange={(value) => setShown(value as Shown)} aria-label={t("Which tasks")} />
        <div className={styles.chips} role="group" aria-label={t("Different in")}>
          {facets.map(({ facet: each, count }) => (
            <button key={each} type="button" className="dw-chip dw-chip-small" aria-pressed={each === held} onClick={() => setFacet(each === held ? null : each)}>
              {facetWords[each]} <span className="dw-num">{formatCount(count)}</span>
            </button>
          ))}
        </div>
        <TextInput size="xs" className={styles.search ?? ""} leftSection={<Search size={13} />} aria-label={t("Search tasks")} placeholder={t("Search tasks")} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <span className={styles.count}>{t("{{found}} of {{count}} tasks", { found: formatCount(found.length), count: tasks.length })}</span>
      </div>
      {found.length === 0 ? (
        <p className={styles.none}>{t("No task matches. Show all tasks, or search for another name.")}</p>
      ) : (
        <VirtualTable label={t("Tasks of both runs")} items={found} columns={columns} keyOf={(pair) => pair.taskId} onOpen={(pair) => onSelect(pair.taskId)} selectedKey={selected} />
      )}
    </>
  );
}
