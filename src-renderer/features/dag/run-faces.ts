/** The faces that show runs, besides the graph: one entry each, in the order of their tabs. A face is loaded when it is first shown. */
import { createElement, type ComponentType } from "react";
import type { DagDetail } from "../../../shared/contract/dags.ts";
import { t } from "../../strings/t.ts";
import { loadable, type Loadable } from "../../ui/loadable.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import type { DagPageState } from "./use-dag-page.ts";

/** What a face is given: whatever is selected is in `page`, and is selected by its calls, so that all faces show the same. */
export interface RunFaceProps {
  readonly page: DagPageState;
  readonly dag: DagDetail;
}

interface RunFace extends Loadable<RunFaceProps> {
  readonly name: string;
  readonly label: string;
  /** It has a tab only while it is shown, and its own place for the selected task. */
  readonly isAsked?: true;
}

const later = (load: () => Promise<ComponentType<RunFaceProps>>): Loadable<RunFaceProps> => loadable(load, createElement(SkeletonRows, { rows: 10 }));

export const runFaces = [
  { name: "grid", label: t("Grid"), ...later(async () => (await import("./grid/grid-face.tsx")).GridFace) },
  { name: "gantt", label: t("Gantt"), ...later(async () => (await import("./gantt/gantt-face.tsx")).GanttFace) },
  { name: "trends", label: t("Trends"), ...later(async () => (await import("./trends/trends-face.tsx")).TrendsFace) },
  { name: "tasks", label: t("Tasks"), ...later(async () => (await import("./tasks-face.tsx")).TasksFace) },
  { name: "compare", label: t("Compare"), ...later(async () => (await import("./compare/compare-face.tsx")).CompareFace), isAsked: true },
] as const satisfies readonly RunFace[];

export type RunFaceName = (typeof runFaces)[number]["name"];
