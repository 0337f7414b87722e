/** Which face of the DAG is shown, and the recent runs beside it. */
import { SegmentedControl } from "@mantine/core";
import { memo, type ReactNode } from "react";
import styles from "./face-line.module.css";
import { t } from "../../strings/t.ts";
import { runFaces, type RunFaceName } from "./run-faces.ts";
import { RunHistory } from "./run-history.tsx";
import type { DagPageState } from "./use-dag-page.ts";

export type Face = "draw" | "graph" | RunFaceName | "source" | "details";

const faces: { value: Face; label: string }[] = [
  { value: "draw", label: t("Draw") },
  { value: "graph", label: t("Graph") },
  ...runFaces.map(({ name, label }) => ({ value: name, label })),
  { value: "source", label: t("Source") },
  { value: "details", label: t("Details") },
];

/** These have a tab only while they are shown. */
const asked: ReadonlySet<Face> = new Set(runFaces.flatMap((face) => ("isAsked" in face ? [face.name] : [])));

export function isFace(value: unknown): value is Face {
  return faces.some((face) => face.value === value);
}

const readFaces = faces.filter(({ value }) => value !== "draw");

export interface FaceBarProps extends Pick<DagPageState, "runs" | "runId" | "selectRun"> {
  readonly face: Face;
  readonly onFace: (face: Face) => void;
  /** There is a file to draw on. */
  readonly hasFile: boolean;
}

export const FaceBar = memo(function FaceBar({ face, onFace, hasFile, runs, runId, selectRun }: FaceBarProps): ReactNode {
  return (
    <div className={styles.faceLine}>
      <SegmentedControl data={(hasFile ? faces : readFaces).filter(({ value }) => value === face || !asked.has(value))} value={face} onChange={(value) => onFace(value)} aria-label={t("Face of the DAG")} />
      {runs.length > 0 && <RunHistory runs={runs} runId={runId} onSelect={selectRun} />}
    </div>
  );
});
