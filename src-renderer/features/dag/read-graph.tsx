/** The graph of a DAG that is only looked at, with its notes, and pictures of it. */
import { useMemo, useState, type ReactNode, type RefObject } from "react";
import type { DagDetail } from "../../../shared/contract/dags.ts";
import { useHost } from "../../app/host-context.tsx";
import { edgeRowsOfRun } from "../../graph-view/edge-rows.ts";
import { GraphView, type GraphHandle } from "../../graph-view/graph-view.tsx";
import { Pictures, type PictureParts } from "../../picture/pictures.tsx";
import styles from "./dag-page.module.css";
import { t } from "../../strings/t.ts";
import type { DagPageState } from "./use-dag-page.ts";
import { useFolds } from "./use-folds.ts";

export interface ReadGraphProps {
  readonly page: DagPageState;
  readonly dag: DagDetail;
  readonly graph: RefObject<GraphHandle | null>;
}

export function ReadGraph({ page, dag, graph }: ReadGraphProps): ReactNode {
  const host = useHost();
  const { dagId } = page.place;
  const edgeRows = useMemo(() => edgeRowsOfRun(page.tasks, page.instances), [page.tasks, page.instances]);
  const folds = useFolds(dag.outline.collapsed);
  const [message, setMessage] = useState("");
  const takePicture: PictureParts["take"] = () => {
    const drawn = graph.current;
    if (drawn === null) return null;
    return { subject: { index: drawn.folded().index, layout: drawn.layout(), notes: dag.outline.notes, statuses: drawn.statuses() }, yaml: dag.source };
  };
  return (
    <div className={styles.graph}>
      <GraphView
        key={dagId}
        ref={graph}
        tasks={page.tasks}
        groups={dag.outline.groups}
        direction={dag.outline.layout ?? "LR"}
        collapsed={folds.collapsed}
        onFold={folds.fold}
        instances={page.detail?.tasks ?? null}
        selected={page.taskId}
        label={t("Graph of {{dagId}}", { dagId })}
        onSelect={page.selectTask}
        onOpen={page.selectTask}
        places={dag.outline.positions}
        pinned={dag.outline.pinned}
        notes={dag.outline.notes}
        edgeRows={edgeRows}
        onOpenLink={(address) => void host.openExternal(address)}
      />
      <div className={styles.said} role="status" hidden={message === ""} onAnimationEnd={() => setMessage("")}>
        {message}
      </div>
      <Pictures dagId={dagId} take={takePicture} onDone={setMessage} />
    </div>
  );
}
