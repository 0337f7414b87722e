/** Everything that is written on the graph of a run, worked out from what is known of it; each part anew only when it has to be. */
import { use, useDeferredValue, useMemo } from "react";
import { isRunFinished } from "../../../../shared/model/states.ts";
import { criticalPath, type CriticalPath } from "../../../../shared/run-view/critical-path.ts";
import { asksForNothing, filterTasks, type FilterAnswer } from "../../../../shared/run-view/task-filter.ts";
import { edgeId } from "../../../graph-view/graph-index.ts";
import { noRunMarks, type RunMarks } from "../../../graph-view/run-marks.ts";
import { useNow } from "../../../ui/clock.ts";
import type { DagPageState } from "../use-dag-page.ts";
import { ReplayContext } from "../replay/use-replay.ts";
import type { DrawnVersion } from "./drawn-run.tsx";
import { durationFigures, rowFigures } from "./figures-of.ts";
import type { GraphViewState } from "./graph-view-state.ts";
import { latenciesFor, latencyRows, type Latencies } from "./latency-rows.ts";
import { useCalm } from "./use-calm.ts";
import { useLatencyHistory, type KnownHistory } from "../../../rpc/use-latency-history.ts";

export interface Written {
  readonly marks: RunMarks;
  readonly answer: FilterAnswer;
  /** Null while they are not asked for. */
  readonly latencies: Latencies | null;
  readonly known: KnownHistory;
  readonly path: CriticalPath | null;
}

export function useWritten({ place: { source }, detail, instances: newest }: Pick<DagPageState, "place" | "detail" | "instances">, { tasks, outline }: DrawnVersion, state: GraphViewState): Written {
  const run = detail?.run ?? null;
  const isGoing = run !== null && !isRunFinished(run.state);
  const instances = useCalm(useDeferredValue(newest), run?.runId ?? "", isGoing);
  const present = useNow(isGoing && (state.figures === "duration" || state.isPath || state.filter.slowerThanMs !== null));
  // In a replay the page is another one at each instant that is drawn.
  const now = use(ReplayContext)?.clock.read().at ?? present;
  const { groups } = outline;
  const { filter, figures: wanted, latency, budgetMs } = state;

  const figures = useMemo(() => {
    if (run === null || wanted === "nothing") return noRunMarks.figures;
    const facts = { tasks, groups, instances, run, now };
    return wanted === "rows" ? rowFigures(facts) : durationFigures(facts);
  }, [tasks, groups, instances, run, now, wanted]);
  const all = useMemo((): FilterAnswer => ({ ids: new Set(tasks.map(({ id }) => id)), unmatched: [] }), [tasks]);
  const narrowed = useMemo(() => (asksForNothing(filter) ? null : filterTasks(filter, { tasks, groups, instances, now })), [filter, tasks, groups, instances, now]);
  const answer = narrowed ?? all;
  const faint = useMemo(() => (narrowed === null ? noRunMarks.faint : new Set(tasks.flatMap(({ id }) => (narrowed.ids.has(id) ? [] : [id])))), [tasks, narrowed]);

  const known = useLatencyHistory(latency === null || run === null ? null : { dagId: run.dagId, runId: run.runId, source }, false);
  const rows = useMemo(() => (latency === null ? null : latencyRows(tasks, { startedAt: run?.startedAt ?? null, tasks: instances }, known.history)), [latency, tasks, run?.startedAt, instances, known.history]);
  const latencies = useMemo(() => (rows === null || latency === null ? null : latenciesFor(rows, latency, budgetMs)), [rows, latency, budgetMs]);

  const path = useMemo(() => (state.isPath && run !== null ? criticalPath(tasks, instances, run.startedAt, now) : null), [state.isPath, tasks, instances, run, now]);
  const trail = useMemo(() => (path === null ? noRunMarks.trail : trailOf(path)), [path]);

  const edgeWords = latencies?.words ?? noRunMarks.edgeWords;
  const marks = useMemo(() => ({ figures, edgeWords, faint, trail }), [figures, edgeWords, faint, trail]);
  return { marks, answer, latencies, known, path };
}

function trailOf({ steps }: CriticalPath): Set<string> {
  return new Set(steps.flatMap(({ taskId }, at) => [taskId, ...(at === 0 ? [] : [edgeId(steps[at - 1]?.taskId ?? "", taskId)])]));
}
