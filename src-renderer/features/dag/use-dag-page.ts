/** Everything the DAG page reads: the DAG, its recent runs, the shown run, and the moves between them. */
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import type { DagDetail } from "../../../shared/contract/dags.ts";
import type { RunDrawing } from "../../../shared/contract/run-graph.ts";
import type { RunDetail } from "../../../shared/contract/runs.ts";
import { emptyOutline, type DagOutline } from "../../../shared/model/dag-ui.ts";
import type { GraphTask } from "../../../shared/model/dag.ts";
import type { RunSummary, TaskInstance } from "../../../shared/model/run.ts";
import { navigate } from "../../app/route.ts";
import { toFailure, type Failure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { dagQueries } from "./dag-queries.ts";
import { groupedAs, useRunDrawing } from "./run-graph/use-run-drawing.ts";
import { isForeign, useKeptDag } from "./use-kept-dag.ts";
import { drawnFor, routeOf, shownRunId, type DagPlace } from "./dag-selection.ts";

export interface DagPageState {
  readonly place: DagPlace;
  /** A run that is only looked at: of a capsule, or a replay. */
  readonly isKept: boolean;
  /** The DAG's file is no longer in the workspace; it is shown as it was. */
  readonly isGone: boolean;
  readonly dag: DagDetail | null;
  readonly dagFailure: Failure | null;
  /** Where the list of DAGs has it; null when that was not read. */
  readonly listedFile: string | null;
  readonly runs: readonly RunSummary[];
  readonly runId: string | null;
  readonly detail: RunDetail | null;
  readonly runFailure: Failure | null;
  /** The graph of the run's own DAG version, or today's before the first run. */
  readonly tasks: readonly GraphTask[];
  /** Groups, places and notes of that same version. */
  readonly outline: DagOutline;
  /** What the run was made from, where that is not what the file says today. */
  readonly ownVersion: RunDrawing | null;
  readonly instances: readonly TaskInstance[];
  /** A task, or an instance of a mapped one. */
  readonly taskId: string | null;
  /** What is drawn for it: of an instance its mapped task. */
  readonly nodeId: string | null;
  readonly retry: () => void;
  readonly selectRun: (runId: string) => void;
  /** A run and a task of it at once. */
  readonly select: (runId: string, taskId: string | null) => void;
  readonly selectTask: (taskId: string | null) => void;
  readonly selectTry: (tryNumber: number) => void;
  /** Of the shown try's log; the address then names it. */
  readonly selectLine: (tryNumber: number, line: number | null) => void;
}

const noTasks: readonly never[] = [];

export function useDagPage(place: DagPlace): DagPageState {
  const rpc = useRpc();
  const { dagId, source } = place;
  const of = useMemo(() => (source === undefined ? { dagId } : { dagId, source }), [dagId, source]);
  const cache = useQueryClient();
  const [listedFile] = useState(() => cache.getQueryData(rpc.dags.list.queryKey({ input: {} }))?.dags.find((each) => each.dagId === dagId)?.file ?? null);
  const queries = dagQueries(rpc, dagId, source);
  const isKept = isForeign(place);
  const today = useQuery({ ...queries.dag, enabled: !isKept });
  const list = useQuery(queries.runs);
  const runs = list.data?.runs ?? noTasks;
  const newest = runs[0]?.runId ?? null;
  const runId = shownRunId(place, runs);
  const isMissing = !isKept && today.error !== null && toFailure(today.error).code === "dag/not-found";
  const kept = useKeptDag(place, runId, isKept || isMissing);
  const dag = kept ?? today;
  const run = useQuery(
    rpc.runs.get.queryOptions({
      input: { ...of, runId: runId ?? "" },
      enabled: runId !== null,
      // The last run stays on screen while the next is read, unless it is another DAG's.
      placeholderData: (previous: RunDetail | undefined) => (previous?.run.dagId === dagId ? keepPreviousData(previous) : undefined),
    }),
  );
  // Before the first run there is no URL for a task; the selection lives here, and stays when that run begins.
  const [loose, setLoose] = useState<string | null>(null);
  const detail = runId === null ? null : (run.data ?? null);
  const taskId = runId === null ? loose : (place.taskId ?? loose);

  const { face, other, otherSource } = place;
  const at = useMemo(() => (face === "compare" ? { ...of, face, other, otherSource } : of), [of, face, other, otherSource]);
  const selectRun = useCallback((next: string) => navigate(routeOf(at, next, taskId, null, newest)), [at, taskId, newest]);
  const select = useCallback(
    (nextRun: string, nextTask: string | null) => {
      setLoose(null);
      navigate(routeOf(at, nextRun, nextTask, null, newest), { replace: nextRun === runId });
    },
    [at, runId, newest],
  );
  const selectTask = useCallback(
    (next: string | null) => {
      setLoose(runId === null ? next : null);
      if (runId !== null) navigate(routeOf(at, runId, next, null, newest), { replace: true });
    },
    [at, runId, newest],
  );
  const selectTry = useCallback(
    (tryNumber: number) => navigate(routeOf(at, runId, taskId, tryNumber, newest), { replace: true }),
    [at, runId, taskId, newest],
  );
  const selectLine = useCallback(
    (tryNumber: number, line: number | null) => {
      const route = routeOf(of, runId, taskId, tryNumber, newest);
      if (route.page === "run") navigate({ ...route, ...(line === null ? {} : { line }) }, { replace: true });
    },
    [of, runId, taskId, newest],
  );
  const { refetch: readDag } = dag;
  const { refetch: readRun } = run;
  const { refetch: readList } = list;
  const retry = useCallback(() => void (readDag(), runId === null ? readList() : readRun()), [readDag, readList, readRun, runId]);

  const drawn = dag.data?.tasks;
  const graph = detail?.graph;
  const drawing = useRunDrawing(kept === null ? (detail?.run ?? null) : null);
  const ownVersion = drawing === null || dag.data === undefined || drawing.source === dag.data.source ? null : drawing;
  const tasks = useMemo(() => (graph === undefined ? (drawn ?? noTasks) : ownVersion === null ? withGroups(graph, drawn ?? noTasks) : groupedAs(graph, ownVersion)), [graph, drawn, ownVersion]);
  const nodeId = useMemo(() => drawnFor(taskId, tasks), [taskId, tasks]);

  return {
    place,
    isKept,
    isGone: isMissing && kept !== null,
    dag: dag.data ?? null,
    // A DAG that is not there may have runs that are.
    dagFailure: dag.error && !(isMissing && list.isPending) ? toFailure(dag.error) : null,
    listedFile,
    runs,
    runId,
    detail,
    runFailure: failureOf(runId === null ? list.error : run.error),
    tasks,
    outline: ownVersion?.outline ?? dag.data?.outline ?? emptyOutline,
    ownVersion,
    instances: detail?.tasks ?? noTasks,
    taskId,
    nodeId,
    retry,
    selectRun,
    select,
    selectTask,
    selectTry,
    selectLine,
  };
}

function failureOf(thrown: unknown): Failure | null {
  return thrown === null ? null : toFailure(thrown);
}

/** A run's graph has no groups of its own. Of a run of today's version, and until its version is known, they are today's. */
function withGroups(graph: readonly GraphTask[], today: readonly GraphTask[]): GraphTask[] {
  const groupOf = new Map(today.map(({ id, group }) => [id, group]));
  return graph.map((task) => {
    const group = groupOf.get(task.id);
    return group === undefined ? task : { ...task, group };
  });
}
