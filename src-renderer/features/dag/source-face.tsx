/** The DAG file as it is on disk, to read. */
import { useMemo, type ReactNode } from "react";
import type { DagDetail } from "../../../shared/contract/dags.ts";
import { CodeView } from "../../code-view/code-view.tsx";
import styles from "./dag-page.module.css";

export function SourceFace({ dag, line }: { dag: DagDetail; line: number | null }): ReactNode {
  const marks = useMemo(() => dag.diagnostics.filter((each) => each.file === dag.summary.file), [dag]);
  return (
    <div className={styles.face}>
      <div className={styles.faceBar}>
        <code>{dag.summary.file}</code>
        <span className="dw-dim">read only</span>
      </div>
      <div className={styles.fill}>
        <CodeView text={dag.source} language="yaml" label={`Source of ${dag.summary.file}`} marks={marks} showLine={line} />
      </div>
    </div>
  );
}
