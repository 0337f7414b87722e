/** Everything the DAG page reads: the DAG, its recent runs, the shown run, and the moves between them. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import type { DagDetail } from "../../../shared/contract/dags.ts";
import type { RunDetail } from "../../../shared/contract/runs.ts";
import type { GraphTask } from "../../../shared/model/dag.ts";
import type { RunSummary, TaskInstance } from "../../../shared/model/run.ts";
import { navigate } from "../../app/route.ts";
import { toFailure, type Failure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { routeOf, shownRunId, type DagPlace } from "./dag-selection.ts";

/** As many bars as the history strip shows at most. */
export const recentRuns = 60;

export interface DagPageState {
  readonly place: DagPlace;
  readonly dag: DagDetail | null;
  readonly dagFailure: Failure | null;
  readonly runs: readonly RunSummary[];
  readonly runId: string | null;
  readonly detail: RunDetail | null;
  readonly runFailure: Failure | null;
  /** The graph of the run's own DAG version, or today's before the first run. */
  readonly tasks: readonly GraphTask[];
  readonly instances: readonly TaskInstance[];
  readonly taskId: string | null;
  readonly retry: () => void;
  readonly selectRun: (runId: string) => void;
  readonly selectTask: (taskId: string | null) => void;
  readonly selectTry: (tryNumber: number) => void;
}

const noTasks: readonly never[] = [];

export function useDagPage(place: DagPlace): DagPageState {
  const rpc = useRpc();
  const { dagId } = place;
  const dag = useQuery(rpc.dags.get.queryOptions({ input: { dagId } }));
  const list = useQuery(rpc.runs.list.queryOptions({ input: { dagId, limit: recentRuns } }));
  const runs = list.data?.runs ?? noTasks;
  const newest = runs[0]?.runId ?? null;
  const runId = shownRunId(place, runs);
  const run = useQuery(
    rpc.runs.get.queryOptions({
      input: { dagId, runId: runId ?? "" },
      enabled: runId !== null,
      // The last run stays on screen while the next is read, unless it is another DAG's.
      placeholderData: (previous: RunDetail | undefined) => (previous?.run.dagId === dagId ? keepPreviousData(previous) : undefined),
    }),
  );
  // Before the first run there is no URL for a task; the selection lives here.
  const [loose, setLoose] = useState<string | null>(null);
  const detail = runId === null ? null : (run.data ?? null);
  const taskId = runId === null ? loose : (place.taskId ?? null);

  const selectRun = useCallback((next: string) => navigate(routeOf({ dagId }, next, place.taskId ?? null, null, newest)), [dagId, place.taskId, newest]);
  const selectTask = useCallback(
    (next: string | null) => {
      if (runId === null) setLoose(next);
      else navigate(routeOf({ dagId }, runId, next, null, newest), { replace: true });
    },
    [dagId, runId, newest],
  );
  const selectTry = useCallback(
    (tryNumber: number) => navigate(routeOf({ dagId }, runId, taskId, tryNumber, newest), { replace: true }),
    [dagId, runId, taskId, newest],
  );
  const { refetch: readDag } = dag;
  const { refetch: readRun } = run;
  const retry = useCallback(() => void (readDag(), readRun()), [readDag, readRun]);

  const drawn = dag.data?.tasks;
  const graph = detail?.graph;
  const tasks = useMemo(() => (graph === undefined ? (drawn ?? noTasks) : withGroups(graph, drawn ?? noTasks)), [graph, drawn]);

  return {
    place,
    dag: dag.data ?? null,
    dagFailure: dag.error ? toFailure(dag.error) : list.error ? toFailure(list.error) : null,
    runs,
    runId,
    detail,
    runFailure: run.error ? toFailure(run.error) : null,
    tasks,
    instances: detail?.tasks ?? noTasks,
    taskId,
    retry,
    selectRun,
    selectTask,
    selectTry,
  };
}

/** Groups change no run, and so a run's own version of the graph has none: it is drawn with today's. */
function withGroups(graph: readonly GraphTask[], today: readonly GraphTask[]): GraphTask[] {
  const groupOf = new Map(today.map(({ id, group }) => [id, group]));
  return graph.map((task) => {
    const group = groupOf.get(task.id);
    return group === undefined ? task : { ...task, group };
  });
}
