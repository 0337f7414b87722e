/**
 * What is looked at on a DAG's page, and how that moves: the run and task of the URL, or, without a run in the URL,
 * whatever run is newest. Pure; the hook beside it joins it to the router.
 */
import type { RunSummary } from "../../../shared/model/run.ts";
import type { Route, RunRoute } from "../../app/route.ts";

export interface DagPlace {
  readonly dagId: string;
  /** Whose history the run is in; undefined is this machine's. */
  readonly source?: string | undefined;
  /** Undefined follows the newest run. */
  readonly runId?: string | undefined;
  readonly taskId?: string | undefined;
  readonly tryNumber?: number | undefined;
  /** Of the try's log, from 1. */
  readonly line?: number | undefined;
  /** The face that the address asks for; until another is chosen. */
  readonly face?: string | undefined;
  /** What the run is compared with, on the face that compares. */
  readonly other?: string | undefined;
  readonly otherSource?: string | undefined;
}

/** The run on screen and what of it is selected, without its tasks, which change while it runs. */
export interface ShownRun {
  readonly place: Pick<DagPlace, "dagId" | "source">;
  readonly run: RunSummary | null;
  readonly runId: string | null;
  readonly taskId: string | null;
}

/** The run on screen; null when the DAG never ran. */
export function shownRunId(place: DagPlace, newestFirst: readonly RunSummary[]): string | null {
  return place.runId ?? newestFirst[0]?.runId ?? null;
}

/** The URL of a place. The newest run without a task stays unpinned, so that the page follows the next one. */
export function routeOf(place: DagPlace, runId: string | null, taskId: string | null, tryNumber: number | null, newest: string | null): Route {
  if (runId === null) return { page: "dag", dagId: place.dagId };
  const compared = comparedOf(place);
  if (place.source === undefined && compared === null && taskId === null && runId === newest) return { page: "dag", dagId: place.dagId };
  return {
    page: "run",
    dagId: place.dagId,
    runId,
    ...(place.source === undefined ? {} : { source: place.source }),
    ...(taskId === null ? {} : { taskId }),
    ...(taskId === null || tryNumber === null ? {} : { tryNumber }),
    ...compared,
  };
}

/** While two runs are compared, whatever else is selected leaves that as it is. */
function comparedOf({ face, other, otherSource }: Pick<DagPlace, "face" | "other" | "otherSource">): Pick<RunRoute, "face" | "other" | "otherSource"> | null {
  if (face !== "compare") return null;
  return { face, ...(other === undefined ? {} : { other }), ...(otherSource === undefined ? {} : { otherSource }) };
}

/** What is shown, down to the line of the log: the run is named even where the page follows the newest one. */
export function linkRoute({ place, runId, taskId }: { place: DagPlace; runId: string | null; taskId: string | null }, face: string): Route {
  const { dagId, source, tryNumber, line } = place;
  if (runId === null) return { page: "dag", dagId, ...(face === "draw" ? { face } : {}) };
  const ofTask = taskId === null ? {} : { taskId, ...(tryNumber === undefined ? {} : { tryNumber }), ...(line === undefined ? {} : { line }) };
  return { page: "run", dagId, runId, ...ofTask, face, ...comparedOf({ ...place, face }), ...(source === undefined ? {} : { source }) };
}
