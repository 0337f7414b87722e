/** The shown face, the problems above it, and the task panel beside or below it. */
import { Button } from "@mantine/core";
import { Play } from "lucide-react";
import { lazy, Suspense, use, type ComponentType, type ReactNode, type RefObject } from "react";
import { useDagDocument } from "../../document/documents-provider.tsx";
import { CodeBlock } from "../../code-view/code-block.tsx";
import type { GraphHandle } from "../../graph-view/graph-view.tsx";
import type { TaskInstance } from "../../../shared/model/run.ts";
import { atLeisure } from "../../pace/at-leisure.ts";
import { t } from "../../strings/t.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { loadable } from "../../ui/loadable.tsx";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { DiagnosticsList } from "./diagnostics-list.tsx";
import styles from "./dag-page.module.css";
import { DetailsFace } from "./details-face.tsx";
import type { Face } from "./face-bar.tsx";
import { isRunMissing, NoRun } from "./missing-run.tsx";
import { ReadGraph } from "./read-graph.tsx";
import { ReplayBar } from "./replay/replay-bar.tsx";
import { ReplayContext, useReplay } from "./replay/use-replay.ts";
import { runFaces } from "./run-faces.ts";
import type { DagPageState } from "./use-dag-page.ts";
import { splitBounds, useSplit } from "./use-split.ts";

const SourceFace = lazy(async () => ({ default: (await import("./source-face.tsx")).SourceFace }));
const { Component: TaskPanel, fetchAhead: fetchTaskPanel } = loadable(async () => (await import("./task-panel/task-panel.tsx")).TaskPanel, <SkeletonRows rows={6} />);
const LogTab = lazy(async () => ({ default: (await import("./task-panel/log-tab.tsx")).LogTab }));
const ChecksTab = lazy(async () => ({ default: (await import("./task-panel/checks-tab.tsx")).ChecksTab }));

export interface DrawProps {
  readonly dagId: string;
  /** Relative to the workspace. */
  readonly file: string;
  readonly instances: readonly TaskInstance[] | null;
  readonly views: { readonly Log: typeof LogTab; readonly Checks: typeof ChecksTab };
}

/** Fetches what a selected task and the other faces need while nobody waits for anything. */
export function warmDagPage(): void {
  for (const fetchAhead of [fetchTaskPanel, ...runFaces.map((face) => face.fetchAhead)]) atLeisure(fetchAhead);
}

/** What this page shows of a task, and the drawing shows of a try. */
const outputViews = { Log: LogTab, Checks: ChecksTab };

export interface DagBodyProps {
  readonly draw: ComponentType<DrawProps>;
  readonly page: DagPageState;
  readonly face: Face;
  readonly graph: RefObject<GraphHandle | null>;
  /** What the face is drawn in. */
  readonly main: RefObject<HTMLDivElement | null>;
  readonly sourceLine: number | null;
  readonly whyNot: string | null;
  readonly starting: boolean;
  readonly onRun: () => void;
  readonly onClear: (taskId: string) => void;
  readonly onShowLine: (line: number) => void;
}

type FaceProps = Omit<DagBodyProps, "main">;

export function DagBody({ main, ...props }: DagBodyProps): ReactNode {
  const { page } = props;
  const split = useSplit();
  const replay = useReplay(page);
  const isReplayed = props.face === "graph" || props.face === "gantt" || props.face === "tasks";
  const diagnostics = page.dag === null ? [] : [...page.dag.diagnostics, ...page.dag.findings];
  const across = split.dock === "side" ? "width" : "height";
  return (
    <div className={styles.body} data-dock={split.dock}>
      <div ref={main} className={styles.main}>
        {page.runFailure && page.detail === null && <NoRun page={page} failure={page.runFailure} />}
        {props.face !== "draw" && <DiagnosticsList diagnostics={diagnostics} onShow={props.onShowLine} />}
        <ReplayContext value={replay}>
          <Suspense fallback={<SkeletonRows rows={10} />}>
            <FaceContent {...props} />
          </Suspense>
          {replay !== null && isReplayed && page.tasks.length > 0 && <ReplayBar replay={replay} />}
        </ReplayContext>
        {page.runId === null && page.runFailure === null && page.taskId === null && page.dag?.dag && props.face === "graph" && <NeverRun {...props} />}
      </div>
      {page.taskId !== null && !isRunMissing(page) && props.face !== "draw" && props.face !== "compare" && (
        <>
          <div
            className={styles.splitter}
            role="separator"
            aria-label={t("Size of the task panel")}
            aria-orientation={split.dock === "side" ? "vertical" : "horizontal"}
            aria-valuenow={split.size}
            aria-valuemin={splitBounds.least}
            tabIndex={0}
            {...split.handle}
          />
          <div className={styles.panel} style={{ [across]: split.size }}>
            <Suspense fallback={<SkeletonRows rows={6} />}>
              <TaskPanel page={page} taskId={page.taskId} dock={split.dock} whyNot={props.whyNot} onDock={split.toggleDock} onClear={props.onClear} onClose={() => page.selectTask(null)} />
            </Suspense>
          </div>
        </>
      )}
    </div>
  );
}

function FaceContent({ page, face, graph, sourceLine, draw: Draw }: FaceProps): ReactNode {
  // The Gantt chart shows all of the time as it is; these show one instant of it.
  const atInstant = use(ReplayContext)?.page ?? page;
  if (page.dag === null) {
    return (
      <>
        {face === "draw" && page.listedFile !== null && <OpenAhead file={page.listedFile} />}
        <SkeletonRows rows={12} label={t("Loading the DAG")} />
      </>
    );
  }
  if (face === "draw") return <Draw dagId={page.place.dagId} file={page.dag.summary.file} instances={page.detail?.tasks ?? null} views={outputViews} />;
  if (face === "source" && (page.isKept || page.isGone)) return <CodeBlock name={page.dag.summary.file} text={page.dag.source} language="yaml" />;
  if (face === "source") return <SourceFace page={page} dag={page.dag} line={sourceLine} />;
  if (face === "details") return <DetailsFace dag={page.dag} runId={page.runId} run={page.detail?.run ?? null} triggers={page.detail?.triggers} source={page.place.source} />;
  if (page.tasks.length === 0) {
    return <EmptyState title={t("No tasks to show")} example={"tasks:\n  hello:\n    config_type: BashTask\n    bash: echo hello"}>{t("Add a task to the file, or mend what is listed above.")}</EmptyState>;
  }
  const shown = runFaces.find(({ name }) => name === face);
  if (shown !== undefined) return <shown.Component page={face === "tasks" ? atInstant : page} dag={page.dag} />;
  return <ReadGraph page={atInstant} dag={page.dag} graph={graph} />;
}

/** Opens and reads the file while the engine tells of the DAG. */
function OpenAhead({ file }: { file: string }): null {
  useDagDocument(file);
  return null;
}

function NeverRun({ whyNot, starting, onRun }: FaceProps): ReactNode {
  return (
    <div className={styles.invitation}>
      <div>
        <strong>{t("This DAG never ran here.")}</strong> <span className="dw-dim">{whyNot ?? t("Run it and watch the tasks turn green.")}</span>
      </div>
      <Button style={{ flex: "none" }} leftSection={<Play size={14} />} disabled={whyNot !== null || starting} onClick={onRun}>
        {starting ? t("Starting…") : t("Run this DAG")}
      </Button>
    </div>
  );
}
