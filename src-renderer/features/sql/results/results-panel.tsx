/** Below the text: results of this run and of earlier ones as tabs, comparisons, the plan, and what was run before. */
import { useState, type ReactNode } from "react";
import { useCommandHandlers } from "../../../app/command-handlers.ts";
import type { HistoryEntry } from "../../../../shared/contract/sql.ts";
import type { SqlSubject } from "../../../sql-text/sql-subject.ts";
import { t } from "../../../strings/t.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { Waiting } from "../../../ui/waiting.tsx";
import type { Query } from "../use-query.ts";
import styles from "../sql.module.css";
import { CompareDialog } from "./compare-dialog.tsx";
import { ComparisonView } from "./comparison-view.tsx";
import { FailureText } from "./failure-text.tsx";
import { HistoryList } from "./history-list.tsx";
import { PlanView } from "./plan-view.tsx";
import { RenameDialog } from "./rename-dialog.tsx";
import { ResultTabs } from "./result-tabs.tsx";
import resultStyles from "./results.module.css";
import { allTabs, closedTab, newestOf, pinnedTab, renamed, tabsOf, type ResultTab } from "./runs.ts";
import { StatementResult } from "./statement-result.tsx";
import { tabWords } from "./tab-words.ts";
import { useComparisons } from "./use-comparisons.ts";
import type { Explain } from "./use-explain.ts";

export interface ResultsPanelProps {
  readonly query: Query;
  readonly plan: Explain;
  readonly subject: SqlSubject;
  /** Of two beside each other only one answers commands. */
  readonly isActive: boolean;
  /** A query of the history is wanted in the editor, with its connection and the values it ran with. */
  readonly onTake: (entry: HistoryEntry) => void;
  readonly onRunAgain: (entry: HistoryEntry) => void;
}

export function ResultsPanel({ query, plan, subject, isActive, onTake, onRunAgain }: ResultsPanelProps): ReactNode {
  const { runs, state } = query;
  const { explained } = plan;
  const newest = newestOf(runs);
  // What was chosen holds until something newer is there to see: another run, or another plan.
  const newestKey = `${newest?.id ?? ""} ${explained === null ? "" : "plan"}`;
  const [shown, setShown] = useState<{ of: string; what: string | null }>({ of: newestKey, what: null });
  const [dialog, setDialog] = useState<{ kind: "rename" | "compare"; tab: ResultTab } | null>(null);
  const [visited, setVisited] = useState<ReadonlySet<string>>(new Set());
  const comparisons = useComparisons();
  const show = (what: string | null): void => setShown({ of: newestKey, what });
  const tabs = allTabs(runs);
  const ofNewest = newest === null ? [] : tabsOf(runs, newest);
  const chosen = shown.of === newestKey ? shown.what : null;
  const auto = explained !== null ? "plan" : (lastTelling(ofNewest)?.key ?? "");
  const isThere = chosen !== null && (chosen === "history" || (chosen === "plan" && explained !== null) || tabs.some(({ key }) => key === chosen) || comparisons.all.some(({ key }) => key === chosen));
  const what = isThere ? chosen : auto;
  const current = tabs.find(({ key }) => key === what);
  if (current !== undefined && !visited.has(what)) setVisited(new Set([...visited, what]));
  // What was allowed once, such as to write on a production database, is asked anew.
  const again = ({ run: { input } }: ResultTab, maxRows?: number): void => query.run({ connection: input.connection, text: input.text, ...(input.origin === undefined ? {} : { origin: input.origin }), ...(input.params === undefined ? {} : { params: input.params }), ...(maxRows === undefined ? {} : { maxRows }) });
  const close = (tab: ResultTab): void => query.change((all) => closedTab(all, tab.key));
  return (
    <div className={styles.results} data-run={newest?.id}>
      {isActive && (
        <PanelCommands
          acts={{
            history: () => show("history"),
            pin: () => void (current !== undefined && query.change((all) => pinnedTab(all, current.key, !current.marks.isPinned))),
            rename: () => void (current !== undefined && setDialog({ kind: "rename", tab: current })),
            compare: () => void (current?.statement.resultId != null && setDialog({ kind: "compare", tab: current })),
            close: () => void (current !== undefined && close(current)),
          }}
        />
      )}
      <ResultTabs
        tabs={tabs}
        newest={newest}
        comparisons={comparisons.all}
        hasPlan={explained !== null}
        what={what}
        state={state}
        onShow={show}
        acts={{
          pin: (tab) => query.change((all) => pinnedTab(all, tab.key, !tab.marks.isPinned)),
          rename: (tab) => setDialog({ kind: "rename", tab }),
          compare: (tab) => setDialog({ kind: "compare", tab }),
          again,
          close,
          closeComparison: comparisons.close,
        }}
      />
      <div className={styles.body} role="tabpanel" aria-label={t("Result")}>
        {tabs
          .filter(({ key }) => key === what || visited.has(key))
          .map((tab) => (
            <div key={tab.key} className={resultStyles.result} hidden={tab.key !== what}>
              <StatementResult tab={tab} subject={subject} isActive={isActive && tab.key === what} onCancel={query.cancel} onAgain={(maxRows) => again(tab, maxRows)} />
            </div>
          ))}
        {comparisons.all.map((one) => (
          <div key={one.key} className={resultStyles.result} hidden={one.key !== what}>
            <ComparisonView comparison={one} isActive={isActive && one.key === what} />
          </div>
        ))}
        {what === "history" && <HistoryList connection={subject.connection} stamp={state.ms} onTake={onTake} onRun={onRunAgain} />}
        {what === "plan" && explained !== null && <PlanView explained={explained} plan={plan} />}
        {what === "" && state.failure !== null && <FailureText failure={state.failure} />}
        {what === "" && state.failure === null && state.phase === "running" && <Waiting rows={8} label={t("Running the query")} onCancel={query.cancel} />}
        {what === "" && state.failure === null && state.phase !== "running" && (
          <EmptyState title={t("No result yet")} example="select 42 as answer">
            {t("Write a query above and press Run. Values are shown exactly as the database has them.")}
          </EmptyState>
        )}
      </div>
      {dialog?.kind === "rename" && <RenameDialog title={t("Rename the result")} name={dialog.tab.marks.name ?? tabWords(dialog.tab)} onRename={(name) => query.change((all) => renamed(all, dialog.tab.key, name))} onClose={() => setDialog(null)} />}
      {dialog?.kind === "compare" && (
        <CompareDialog
          tab={dialog.tab}
          others={tabs.filter(({ key, statement }) => key !== dialog.tab.key && statement.resultId !== null && statement.failure === null)}
          onCompare={async (input) => {
            show(await comparisons.add(input));
            setDialog(null);
          }}
          onClose={() => setDialog(null)}
        />
      )}
    </div>
  );
}

function PanelCommands({ acts }: { acts: { history(): void; pin(): void; rename(): void; compare(): void; close(): void } }): ReactNode {
  useCommandHandlers({ "sql.history": acts.history, "sql.pinResult": acts.pin, "sql.renameResult": acts.rename, "sql.compareResult": acts.compare, "sql.closeResult": acts.close });
  return null;
}

/** The first that failed says most; else the last one with rows; else the last. */
function lastTelling(tabs: readonly ResultTab[]): ResultTab | undefined {
  return tabs.find(({ statement }) => statement.failure !== null) ?? tabs.findLast(({ statement }) => statement.resultId !== null) ?? tabs.at(-1);
}
