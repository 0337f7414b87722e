/** The drawing itself: tasks, groups and notes of one version, with the states of a run and what is written on them, and pictures of it. */
import { useCallback, useMemo, useState, type KeyboardEvent, type ReactNode, type RefObject } from "react";
import type { DagOutline } from "../../../../shared/model/dag-ui.ts";
import type { GraphTask } from "../../../../shared/model/dag.ts";
import { asksForNothing, noFilter, withoutHidden } from "../../../../shared/run-view/task-filter.ts";
import { useCommandHandlers } from "../../../app/command-handlers.ts";
import { useHost } from "../../../app/host-context.tsx";
import { edgeRowsOfRun } from "../../../graph-view/edge-rows.ts";
import type { PointedEdge } from "../../../graph-view/graph-context.ts";
import { GraphView, type GraphHandle } from "../../../graph-view/graph-view.tsx";
import { Pictures, type PictureParts } from "../../../picture/pictures.tsx";
import { t } from "../../../strings/t.ts";
import dagStyles from "../dag-page.module.css";
import type { DagPageState } from "../use-dag-page.ts";
import { useFolds } from "../use-folds.ts";
import { EdgeTip } from "./edge-tip.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { useGraphViewState } from "./graph-view-state.ts";
import { LatencyBar } from "./latency-bar.tsx";
import { LatencyTable } from "./latency-table.tsx";
import { PathPanel } from "./path-panel.tsx";
import styles from "./run-graph.module.css";
import { useWritten } from "./use-written.ts";
import { ViewBar } from "./view-bar.tsx";

/** What is drawn, with the text that it comes from. */
export interface DrawnVersion {
  readonly tasks: readonly GraphTask[];
  readonly outline: DagOutline;
  readonly source: string;
}

interface DrawnRunProps {
  readonly page: DagPageState;
  readonly drawn: DrawnVersion;
  readonly graph: RefObject<GraphHandle | null>;
}

export function DrawnRun({ page, drawn, graph }: DrawnRunProps): ReactNode {
  const { tasks, outline, source } = drawn;
  const host = useHost();
  const { dagId } = page.place;
  const [state, change] = useGraphViewState();
  const { marks, answer, latencies, known, path } = useWritten(page, drawn, state);
  const [asked, setAsked] = useState(0);
  const [pointed, setPointed] = useState<PointedEdge | null>(null);
  const isFiltered = !asksForNothing(state.filter);
  const isHiding = state.isHiding && isFiltered;
  const shown = useMemo(() => (isHiding ? withoutHidden(tasks, answer.ids) : tasks), [isHiding, tasks, answer]);
  const edgeRows = useMemo(() => (state.latency === null ? edgeRowsOfRun(tasks, page.instances) : undefined), [tasks, page.instances, state.latency]);
  const folds = useFolds(outline.collapsed);
  const [message, setMessage] = useState("");
  const takePicture: PictureParts["take"] = () => {
    const now = graph.current;
    if (now === null) return null;
    return { subject: { index: now.folded().index, layout: now.layout(), notes: outline.notes, statuses: now.statuses() }, yaml: source };
  };
  const openFilter = useCallback(() => {
    change({ isFiltering: true });
    setAsked((times) => times + 1);
  }, [change]);
  const clearFilter = (): void => change({ filter: noFilter, isFiltering: false });
  // What has an Escape of its own, a selected task first of all, keeps it.
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented || !(state.isFiltering || isFiltered)) return;
    event.stopPropagation();
    clearFilter();
  };
  useCommandHandlers({
    "graph.filter": openFilter,
    "graph.clearFilter": clearFilter,
    "graph.latency": () => change({ latency: state.latency === null ? "runs" : null }),
    "graph.path": () => change({ isPath: !state.isPath }),
  });
  return (
    <>
      <ViewBar state={state} onChange={change} onFilter={() => (state.isFiltering ? change({ isFiltering: false }) : openFilter())} hasRun={page.detail !== null} />
      {state.isFiltering && <FilterBar state={state} onChange={change} tasks={tasks} groups={outline.groups} answer={answer} asked={asked} />}
      {latencies !== null && page.detail !== null && <LatencyBar state={state} onChange={change} latencies={latencies} known={known} selected={page.nodeId} />}
      <div className={dagStyles.graph} onKeyDown={onKeyDown}>
        {shown.length === 0 && <p className={styles.noneMatch}>{t("No task matches the filter.")}</p>}
        <GraphView
          key={dagId}
          ref={graph}
          tasks={shown}
          groups={outline.groups}
          direction={outline.layout ?? "LR"}
          collapsed={folds.collapsed}
          onFold={folds.fold}
          instances={page.detail?.tasks ?? null}
          selected={page.nodeId}
          label={t("Graph of {{dagId}}", { dagId })}
          onSelect={page.selectTask}
          onOpen={page.selectTask}
          places={outline.positions}
          pinned={outline.pinned}
          notes={outline.notes}
          {...(edgeRows === undefined ? {} : { edgeRows })}
          marks={marks}
          onPointAtEdge={setPointed}
          onOpenLink={(address) => void host.openExternal(address)}
        />
        {pointed !== null && latencies !== null && <EdgeTip pointed={pointed} rows={latencies.rows} />}
        <div className={dagStyles.said} role="status" hidden={message === ""} onAnimationEnd={() => setMessage("")}>
          {message}
        </div>
        <Pictures dagId={dagId} take={takePicture} onDone={setMessage} />
      </div>
      {state.isPath && page.detail !== null && <PathPanel path={path} selected={page.nodeId} onSelect={page.selectTask} />}
      {latencies !== null && state.isTable && page.detail !== null && <LatencyTable latencies={latencies} state={state} onOpen={page.selectTask} />}
    </>
  );
}
