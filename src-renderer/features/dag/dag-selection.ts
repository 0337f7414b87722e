/**
 * What is looked at on a DAG's page, and how that moves: the run and task of the URL, or, without a run in the URL,
 * whatever run is newest. Pure; the hook beside it joins it to the router.
 */
import type { RunSummary } from "../../../shared/model/run.ts";
import type { Route } from "../../app/route.ts";

export interface DagPlace {
  readonly dagId: string;
  /** Undefined follows the newest run. */
  readonly runId?: string | undefined;
  readonly taskId?: string | undefined;
  readonly tryNumber?: number | undefined;
  /** The face that the address asks for; until another is chosen. */
  readonly face?: string | undefined;
}

/** The run on screen; null when the DAG never ran. */
export function shownRunId(place: DagPlace, newestFirst: readonly RunSummary[]): string | null {
  return place.runId ?? newestFirst[0]?.runId ?? null;
}

/** The URL of a place. The newest run without a task stays unpinned, so that the page follows the next one. */
export function routeOf(place: DagPlace, runId: string | null, taskId: string | null, tryNumber: number | null, newest: string | null): Route {
  if (runId === null || (taskId === null && runId === newest)) return { page: "dag", dagId: place.dagId };
  return {
    page: "run",
    dagId: place.dagId,
    runId,
    ...(taskId === null ? {} : { taskId }),
    ...(taskId === null || tryNumber === null ? {} : { tryNumber }),
  };
}
