/**
 * What is looked at on a DAG's page, and how that moves: the run and task of the URL, or, without a run in the URL,
 * whatever run is newest. Pure; the hook beside it joins it to the router.
 */
import { countInstances, instanceId, readInstanceId } from "../../../shared/model/map-instance.ts";
import type { RunSummary, TaskInstance } from "../../../shared/model/run.ts";
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

/** What is drawn for the selected task: of an instance its mapped task. */
export function drawnFor(taskId: string | null, tasks: readonly { readonly id: string }[]): string | null {
  const of = taskId === null ? null : readInstanceId(taskId);
  if (of === null || tasks.some(({ id }) => id === taskId)) return taskId;
  return tasks.some(({ id }) => id === of.taskId) ? of.taskId : taskId;
}

/** The instance before or after the selected one, as far as there are some; null where none is selected. */
export function besideInstance({ taskId, nodeId, instances }: { readonly taskId: string | null; readonly nodeId: string | null; readonly instances: readonly TaskInstance[] }, step: 1 | -1): string | null {
  const of = taskId === null || taskId === nodeId ? null : readInstanceId(taskId);
  if (of === null) return null;
  const { total } = countInstances(instances.find((each) => each.taskId === of.taskId)?.mapped ?? {});
  return instanceId(of.taskId, Math.max(0, Math.min(total - 1, of.mapIndex + step)));
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
