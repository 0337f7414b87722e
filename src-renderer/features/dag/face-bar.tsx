/** Which face of the DAG is shown, and the recent runs beside it. */
import { SegmentedControl } from "@mantine/core";
import type { ReactNode } from "react";
import styles from "./face-line.module.css";
import { t } from "../../strings/t.ts";
import { RunHistory } from "./run-history.tsx";
import type { DagPageState } from "./use-dag-page.ts";

export type Face = "draw" | "graph" | "tasks" | "source" | "details";

const faces: { value: Face; label: string }[] = [
  { value: "draw", label: t("Draw") },
  { value: "graph", label: t("Graph") },
  { value: "tasks", label: t("Tasks") },
  { value: "source", label: t("Source") },
  { value: "details", label: t("Details") },
];

export function isFace(value: unknown): value is Face {
  return faces.some((face) => face.value === value);
}

export function FaceBar({ face, onFace, page }: { face: Face; onFace: (face: Face) => void; page: DagPageState }): ReactNode {
  return (
    <div className={styles.faceLine}>
      <SegmentedControl data={faces} value={face} onChange={(value) => onFace(value)} aria-label={t("Face of the DAG")} />
      {page.runs.length > 0 && <RunHistory runs={page.runs} runId={page.runId} onSelect={page.selectRun} />}
    </div>
  );
}
