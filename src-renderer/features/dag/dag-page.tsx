/** The page of one DAG and its runs. It only puts the parts in place; `useDagPage` knows what is shown. */
import { warmDagReading } from "../../document/documents-provider.tsx";
import { warmEditor } from "../../editor/code-editor.tsx";
import { warmGraphLayout } from "../../graph-view/use-graph-layout.ts";
import { Button } from "@mantine/core";
import { lazy, Suspense, useMemo, useRef, useState, type ComponentType, type ReactNode } from "react";
import { useCommandContexts, useCommandHandlers } from "../../app/command-handlers.ts";
import { useKeptState } from "../../app/kept-view.ts";
import { navigate } from "../../app/route.ts";
import type { GraphHandle } from "../../graph-view/graph-view.tsx";
import { useEngineInfo } from "../../rpc/engine-info.ts";
import { useStartRun } from "../../rpc/use-start-run.tsx";
import { isRunFinished } from "../../../shared/model/states.ts";
import { t } from "../../strings/t.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { DagZone } from "../../ui/preferences.tsx";
import { DagBody, type DrawProps } from "./dag-body.tsx";
import { DagHeader } from "./dag-header.tsx";
import styles from "./dag-page.module.css";
import { routeOf, type DagPlace } from "./dag-selection.ts";
import { FaceBar, isFace, type Face } from "./face-bar.tsx";
import { whyNotRun } from "./may-run.ts";
import { neighbourRun } from "./run-bars.ts";
import { RunButtons } from "./run-buttons.tsx";
import { useDagPage } from "./use-dag-page.ts";
import { useRunActs } from "./use-run-acts.ts";

warmGraphLayout();
warmDagReading();
warmEditor();

const RunForm = lazy(async () => ({ default: (await import("./run-form/run-form.tsx")).RunForm }));
const MarkDialog = lazy(async () => ({ default: (await import("./mark-dialog.tsx")).MarkDialog }));
const ClearDialog = lazy(async () => ({ default: (await import("./clear-dialog.tsx")).ClearDialog }));

type Dialog =
  | { readonly kind: "run"; readonly tasks: readonly string[] }
  | { readonly kind: "clear"; readonly taskId: string | null }
  | { readonly kind: "mark"; readonly taskId: string | null; readonly state: "success" | "failed" }
  | null;

export interface DagPageProps extends DagPlace {
  /** What draws a DAG; another feature, joined to this one by the app. */
  readonly draw: ComponentType<DrawProps>;
  /** Starts with the drawing, as a new DAG does. */
  readonly drawn?: boolean;
}

export function DagPage({ draw, drawn = false, ...place }: DagPageProps): ReactNode {
  const page = useDagPage(place);
  const { dag, detail, dagFailure } = page;
  const [chosenFace, keepFace] = useKeptState<Face | null>("face", drawn ? "draw" : null, isFace);
  const [sourceLine, setSourceLine] = useState<number | null>(null);
  const [dialog, setDialog] = useState<Dialog>(null);
  const graph = useRef<GraphHandle>(null);
  const whyNot = whyNotRun(dag, useEngineInfo());
  const start = useStartRun(() => navigate({ page: "dag", dagId: place.dagId }));
  const acts = useRunActs(place.dagId);
  const broken = dag !== null && (dag.dag === null || dag.summary.errors > 0);
  const asked = isFace(place.face) ? place.face : null;
  const face = asked ?? chosenFace ?? (broken && page.tasks.length === 0 ? "source" : "graph");
  const active = detail !== null && !isRunFinished(detail.run.state);
  const taskIds = useMemo(() => page.tasks.map((task) => task.id), [page.tasks]);

  const setFace = (next: Face): void => {
    keepFace(next);
    // The address asked for a face to begin with; from here on the person's choice holds.
    if (asked !== null) navigate(routeOf(place, page.runId, page.taskId, place.tryNumber ?? null, page.runs[0]?.runId ?? null), { replace: true });
  };
  const moveRun = (step: 1 | -1): void => {
    const next = neighbourRun(page.runs, page.runId, step);
    if (next !== null) page.selectRun(next);
  };
  const moveTask = (step: 1 | -1): void => page.selectTask(taskIds[Math.max(0, taskIds.indexOf(page.taskId ?? "") + step)] ?? page.taskId);
  const openForm = (tasks: readonly string[]): void => {
    if (whyNot === null) setDialog({ kind: "run", tasks });
  };
  const reading = face !== "draw";
  useCommandContexts("dag", face === "graph" && "graph", reading && detail !== null && "run", active && "activeRun", reading && page.taskId !== null && "task");
  useCommandHandlers({
    "view.draw": () => setFace(face === "draw" ? "graph" : "draw"),
    "view.graphOrGrid": () => setFace(face === "graph" ? "tasks" : "graph"),
    "graph.fit": () => graph.current?.fit(),
    "graph.actualSize": () => graph.current?.actualSize(),
    "graph.minimap": () => graph.current?.toggleMinimap(),
    "run.older": () => moveRun(1),
    "run.newer": () => moveRun(-1),
    "task.previous": () => moveTask(-1),
    "task.next": () => moveTask(1),
    "dag.run": () => openForm([]),
    "task.run": () => openForm(page.taskId === null ? [] : [page.taskId]),
    "run.cancel": () => detail !== null && acts.cancel(detail.run.runId),
    "run.clear": () => setDialog({ kind: "clear", taskId: page.taskId }),
    "run.markSuccess": () => setDialog({ kind: "mark", taskId: page.taskId, state: "success" }),
    "run.markFailed": () => setDialog({ kind: "mark", taskId: page.taskId, state: "failed" }),
  });

  if (dagFailure !== null && dag === null) return <ErrorState title={t("{{dagId}} cannot be shown", { dagId: place.dagId })} failure={dagFailure} onRetry={page.retry} actions={<GoToDags />} />;
  return (
    <DagZone timezone={dag?.summary.timezone ?? null}>
      <section className={styles.page} aria-label={t("DAG {{dagId}}", { dagId: place.dagId })} data-run-state={detail?.run.state}>
        <DagHeader dagId={place.dagId} dag={dag} detail={detail} runs={page.runs}>
          {!broken && (
            <RunButtons
              whyNot={whyNot}
              acts={acts}
              starting={start.isPending}
              detail={detail}
              onRun={() => start.mutate({ dagId: place.dagId })}
              onForm={() => openForm([])}
              onClear={() => setDialog({ kind: "clear", taskId: null })}
            />
          )}
        </DagHeader>
        <FaceBar face={face} onFace={setFace} page={page} />
        <DagBody
          page={page}
          face={face}
          draw={draw}
          graph={graph}
          sourceLine={sourceLine}
          whyNot={whyNot}
          starting={start.isPending}
          onRun={() => start.mutate({ dagId: place.dagId })}
          onClear={(taskId) => setDialog({ kind: "clear", taskId })}
          onShowLine={(line) => {
            setSourceLine(line);
            setFace("source");
          }}
        />
        <Suspense fallback={null}>
          {dialog?.kind === "run" && dag?.dag && <RunForm dag={dag.dag} tasks={dialog.tasks} onClose={() => setDialog(null)} onStarted={() => navigate({ page: "dag", dagId: place.dagId })} />}
          {dialog?.kind === "mark" && detail && <MarkDialog detail={detail} taskId={dialog.taskId} state={dialog.state} acts={acts} onClose={() => setDialog(null)} />}
          {dialog?.kind === "clear" && detail && <ClearDialog detail={detail} taskId={dialog.taskId} acts={acts} onClose={() => setDialog(null)} />}
        </Suspense>
      </section>
    </DagZone>
  );
}

function GoToDags(): ReactNode {
  return (
    <Button size="compact-sm" variant="default" onClick={() => navigate({ page: "dags" })}>
      {t("All DAGs")}
    </Button>
  );
}
