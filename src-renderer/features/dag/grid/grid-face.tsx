/** The runs of a DAG at a glance: every task in every run. */
import { useCallback, useMemo, type ReactNode } from "react";
import { countInstances, instanceMark } from "../../../../shared/model/map-instance.ts";
import { stateNumber } from "../../../../shared/run-view/run-grid.ts";
import { queryTasks } from "../../../../shared/run-view/task-query.ts";
import { useCommandHandlers } from "../../../app/command-handlers.ts";
import { useKeptState } from "../../../app/kept-view.ts";
import { t } from "../../../strings/t.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { formatCount } from "../../../ui/format.ts";
import { useDisplayZone } from "../../../ui/preferences.tsx";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import type { RunFaceProps } from "../run-faces.ts";
import { besideInstance } from "../dag-selection.ts";
import { useFolds } from "../use-folds.ts";
import { askOf, countOfFilters, isGridFilter, noGridFilter, type GridFilter } from "./grid-filter.ts";
import { GridChoice } from "./grid-choice.tsx";
import { GridFilters } from "./grid-filters.tsx";
import { GridLegend, legendOf } from "./grid-legend.tsx";
import { gridRows, tasksInStates } from "./grid-rows.ts";
import { GridView } from "./grid-view.tsx";
import styles from "./grid.module.css";
import { useGridRange } from "./use-grid-range.ts";
import { useRunGrid } from "./use-run-grid.ts";

export function GridFace({ page, dag }: RunFaceProps): ReactNode {
  const { dagId, source } = page.place;
  const zone = useDisplayZone();
  const [filter, setFilter] = useKeptState<GridFilter>("grid", noGridFilter, isGridFilter);
  const { runStates, runTypes, from, to } = filter;
  const ask = useMemo(() => askOf({ dagId, source }, { ...noGridFilter, runStates, runTypes, from, to }, zone), [dagId, source, runStates, runTypes, from, to, zone]);
  const { runs, ...grid } = useRunGrid(ask);
  const { collapsed, fold } = useFolds(dag.outline.collapsed);
  const shown = useShownTasks(dag.tasks, runs, filter);
  const versions = useMemo(() => [...new Set(runs.map((run) => run.version))].map(({ id }) => id).join(" "), [runs]);
  const rows = useMemo(
    () => gridRows({ tasks: dag.tasks, groups: dag.outline.groups, folded: collapsed, runs, shown: shown.ids }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- of the runs only their versions matter
    [dag.tasks, dag.outline.groups, collapsed, versions, shown.ids],
  );
  const kinds = useMemo(() => [...new Set(dag.tasks.map(({ kind }) => kind))].toSorted(), [dag.tasks]);
  const runIds = runs.map(({ run }) => run.runId);
  const taskIds = useMemo(() => rows.flatMap(({ id, isGroup }) => (isGroup ? [] : [id])), [rows]);

  // As text: a mark that stays draws no row anew.
  const marks = useMemo(() => {
    const found = new Map<string, string>();
    for (const { taskId, mapped } of page.instances) if (mapped !== undefined) found.set(taskId, instanceMark(countInstances(mapped)));
    return found;
  }, [page.instances]);
  const range = useGridRange({ rows, runs });
  const mayAct = !page.isKept && !page.isGone;

  const { selectRun, selectTask, select } = page;
  const moveRun = (step: 1 | -1): void => {
    const next = runIds[stepped(runIds.lastIndexOf(page.runId ?? ""), step, runIds.length)];
    if (next !== undefined) selectRun(next);
  };
  const moveTask = (step: 1 | -1): void => selectTask(besideInstance(page, step) ?? taskIds[stepped(taskIds.indexOf(page.taskId ?? ""), step, taskIds.length)] ?? page.taskId);
  useCommandHandlers({ "run.older": () => moveRun(-1), "run.newer": () => moveRun(1), "task.previous": () => moveTask(-1), "task.next": () => moveTask(1) });
  const onSelect = useCallback((runId: string, taskId: string | null) => select(runId, taskId), [select]);

  const gone = useMemo(() => rows.filter(({ isGone }) => isGone).length, [rows]);
  const tasks = taskIds.length - gone;
  const said = `${t("{{count}} runs", { count: runs.length })}${grid.hasOlder ? ` ${t("(there are older ones)")}` : ""} · ${tasks === dag.tasks.length ? t("{{count}} tasks", { count: tasks }) : t("{{rows}} of {{count}} tasks", { rows: formatCount(tasks), count: dag.tasks.length })}${gone === 0 ? "" : ` ${t("and {{count}} that the DAG has no more", { count: gone })}`}`;
  return (
    <div className={styles.face}>
      <GridFilters filter={filter} onChange={setFilter} kinds={kinds} said={grid.isPending ? "" : said} unmatched={shown.unmatched} />
      {grid.isPending && <SkeletonRows rows={14} label={t("Loading the runs")} />}
      {grid.failure !== null && runs.length === 0 && <ErrorState title={t("The runs could not be read")} failure={grid.failure} onRetry={grid.retry} />}
      {!grid.isPending && grid.failure === null && runs.length === 0 && <NoRuns isFiltered={countOfFilters(filter) > 0} />}
      {runs.length > 0 && (
        <>
          {range.box !== null && mayAct && <GridChoice box={range.box} rows={rows} runs={runs} onNone={range.clear} />}
          <GridView range={mayAct ? range : null} label={t("Grid of {{dagId}}", { dagId })} rows={rows} runs={runs} runId={page.runId} taskId={page.nodeId} marks={marks} hasOlder={grid.hasOlder} isReadingOlder={grid.isReadingOlder} onOlder={grid.readOlder} onSelect={onSelect} onTask={selectTask} onFold={fold} />
          <GridLegend states={legendOf(runs)} />
        </>
      )}
    </div>
  );
}

function stepped(at: number, step: 1 | -1, count: number): number {
  return at < 0 ? (step > 0 ? 0 : count - 1) : Math.max(0, Math.min(count - 1, at + step));
}

const none: readonly never[] = [];
type Tasks = RunFaceProps["dag"]["tasks"];

/** Null ids let every task through. */
function useShownTasks(tasks: Tasks, runs: Parameters<typeof tasksInStates>[0], { query, kinds, taskStates }: GridFilter): { readonly ids: ReadonlySet<string> | null; readonly unmatched: readonly string[] } {
  const named = useMemo(() => (query.trim() === "" ? null : queryTasks(tasks, query)), [tasks, query]);
  const ofKind = useMemo(() => (kinds.length === 0 ? null : new Set(tasks.flatMap(({ id, kind }) => (kinds.includes(kind) ? [id] : [])))), [tasks, kinds]);
  const states = useMemo(() => {
    const wanted: boolean[] = [];
    for (const state of taskStates) wanted[stateNumber(state)] = true;
    return wanted;
  }, [taskStates]);
  // As text: the same tasks are the same rows, however often the runs change.
  const inStates = states.length === 0 ? null : [...tasksInStates(runs, states)].join("\n");
  const ids = useMemo(() => {
    const sets = [named?.ids ?? null, ofKind, inStates === null ? null : new Set(inStates.split("\n"))].filter((set) => set !== null);
    const [first, ...others] = sets;
    return first === undefined ? null : new Set([...first].filter((id) => others.every((other) => other.has(id))));
  }, [named, ofKind, inStates]);
  return { ids, unmatched: named?.unmatched ?? none };
}

function NoRuns({ isFiltered }: { readonly isFiltered: boolean }): ReactNode {
  if (isFiltered) return <EmptyState title={t("No run fits the filters")}>{t("Clear them to see all runs of this DAG.")}</EmptyState>;
  return <EmptyState title={t("This DAG never ran here.")}>{t("Run it, and each run becomes a column here, each task a row.")}</EmptyState>;
}
