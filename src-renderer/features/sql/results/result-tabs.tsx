/** The strip above the results: a tab for each statement of the newest run, for what is pinned, and for comparisons, plan and history. */
import { ActionIcon } from "@mantine/core";
import { Check, Clock, Diff, LoaderCircle, Pin, Route, X } from "lucide-react";
import type { KeyboardEvent, ReactNode } from "react";
import { t } from "../../../strings/t.ts";
import { formatDuration } from "../../../ui/format.ts";
import row from "../../../ui/tab-row.module.css";
import styles from "../sql.module.css";
import type { Comparison } from "./use-comparisons.ts";
import type { QueryState, StatementState } from "./query-state.ts";
import type { KeptRun, ResultTab } from "./runs.ts";
import { EarlierMenu, RowLimit, TabMenu, TimeLimit, type TabActs } from "./tab-menus.tsx";
import { rowWords, tabWords, timeWords, verbOf } from "./tab-words.ts";

export interface ResultTabsProps {
  readonly tabs: readonly ResultTab[];
  readonly newest: KeptRun | null;
  readonly comparisons: readonly Comparison[];
  readonly hasPlan: boolean;
  readonly what: string;
  readonly state: QueryState;
  readonly onShow: (what: string) => void;
  readonly acts: TabActs;
}

interface Shown {
  readonly key: string;
  readonly mark: ReactNode;
  readonly words: string;
  readonly title?: string;
}

export function ResultTabs({ tabs, newest, comparisons, hasPlan, what, state, onShow, acts }: ResultTabsProps): ReactNode {
  const isShown = (tab: ResultTab): boolean => tab.marks.isPinned || tab.run === newest || tab.key === what;
  const current = tabs.find(({ key }) => key === what);
  const comparison = comparisons.find(({ key }) => key === what);
  const strip: Shown[] = [
    ...[...tabs.filter((tab) => isShown(tab) && tab.run !== newest), ...tabs.filter((tab) => tab.run === newest)].map((tab) => ({
      key: tab.key,
      mark: <StatementMark statement={tab.statement} isRunning={tab.run.state.phase === "running"} isPinned={tab.marks.isPinned} />,
      words: tabWords(tab),
      title: `${verbOf(tab.statement)}${rowWords(tab.statement)}${timeWords(tab.statement)}`,
    })),
    ...comparisons.map(({ key, title }) => ({ key, mark: <Diff size={13} aria-hidden />, words: title })),
    ...(hasPlan ? [{ key: "plan", mark: <Route size={13} aria-hidden />, words: t("Plan") }] : []),
    { key: "history", mark: <Clock size={13} aria-hidden />, words: t("History") },
  ];
  const earlier = tabs.filter((tab) => tab.run !== newest);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const at = strip.findIndex(({ key }) => key === what);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: strip.length - 1 }[event.key];
    if (event.key === "F2" && current !== undefined) acts.rename(current);
    else if (event.key === "Delete" && current !== undefined) acts.close(current);
    else if (to !== undefined) {
      const next = strip[(to + strip.length) % strip.length];
      if (next === undefined) return;
      onShow(next.key);
      const list = event.currentTarget;
      requestAnimationFrame(() => list.querySelector<HTMLElement>('[aria-selected="true"]')?.focus());
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles.resultsHead}>
      <div className={`${row.tabs} ${styles.tabs}`} role="tablist" aria-label={t("Results")} onKeyDown={onKeyDown}>
        {strip.map((one) => (
          <button
            key={one.key}
            type="button"
            role="tab"
            className={row.tab}
            aria-selected={one.key === what}
            tabIndex={one.key === what || (what === "" && one === strip[0]) ? 0 : -1}
            title={one.title}
            onClick={() => onShow(one.key)}
            onDoubleClick={() => current !== undefined && acts.rename(current)}
          >
            {one.mark}
            {one.words}
          </button>
        ))}
      </div>
      <div className={styles.tabsEnd}>
        <RunSummary state={state} />
        {current !== undefined && <TabMenu tab={current} acts={acts} />}
        {comparison !== undefined && (
          <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t("Close the comparison")} onClick={() => acts.closeComparison(comparison.key)}>
            <X size={14} aria-hidden />
          </ActionIcon>
        )}
        {earlier.length > 0 && <EarlierMenu tabs={earlier} onShow={onShow} />}
        <TimeLimit />
        <RowLimit />
      </div>
    </div>
  );
}

function StatementMark({ statement, isRunning, isPinned }: { statement: StatementState; isRunning: boolean; isPinned: boolean }): ReactNode {
  if (statement.failure !== null) return <X size={13} color="var(--dw-error)" aria-label={t("Failed")} />;
  if (statement.ms === null && isRunning) return <LoaderCircle size={13} aria-label={t("Running")} />;
  if (isPinned) return <Pin size={13} color="var(--dw-accent-text)" aria-label={t("Pinned")} />;
  return <Check size={13} color="var(--dw-text-2)" aria-label={t("Done")} />;
}

function RunSummary({ state }: { state: QueryState }): ReactNode {
  if (state.phase === "idle") return null;
  const words = { success: t("Done"), failed: t("Failed"), cancelled: t("Cancelled") } as const;
  const said = state.phase === "running" ? t("Running…") : words[state.outcome ?? "success"];
  return (
    <span className="dw-dim dw-num" role="status">
      {state.ms === null ? said : t("{{outcome}} in {{duration}}", { outcome: said, duration: formatDuration(state.ms) })}
    </span>
  );
}
