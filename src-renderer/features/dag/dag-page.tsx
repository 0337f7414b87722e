/** The page of one DAG and its runs. It only puts the parts in place; `useDagPage` knows what is shown. */
import { warmDagReading } from "../../document/documents-provider.tsx";
import { warmEditor } from "../../editor/code-editor.tsx";
import { warmGraphLayout } from "../../graph-view/use-graph-layout.ts";
import { Button } from "@mantine/core";
import { useCallbackRef } from "@mantine/hooks";
import { lazy, Suspense, useMemo, useRef, useState, type ComponentType, type ReactNode } from "react";
import { useCommandContexts, useCommandHandlers, type CommandHandlers } from "../../app/command-handlers.ts";
import { useCopyLink } from "../../app/copy-link.ts";
import { useKeptState } from "../../app/kept-view.ts";
import { navigate } from "../../app/route.ts";
import type { GraphHandle } from "../../graph-view/graph-view.tsx";
import { useEngineInfo } from "../../rpc/engine-info.ts";
import { useStartRun } from "../../rpc/use-start-run.tsx";
import { askAct } from "../../run-acts/act-store.ts";
import { requiredParams } from "../../../shared/model/params.ts";
import { isBeingCancelled, type RunSummary } from "../../../shared/model/run.ts";
import { isRunFinished } from "../../../shared/model/states.ts";
import { t } from "../../strings/t.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { DagZone } from "../../ui/preferences.tsx";
import { BackfillAskProvider, type BackfillRange } from "./backfill/backfill-ask.ts";
import { BackfillStrip } from "./backfill/backfill-strip.tsx";
import { useCompareWith } from "./compare/use-compare-with.ts";
import { CapsuleStrip } from "./capsule/capsule-strip.tsx";
import { DagBody, warmDagPage, type DrawProps } from "./dag-body.tsx";
import styles from "./dag-page.module.css";
import { DagTop } from "./dag-top.tsx";
import { besideInstance, linkRoute, routeOf, type DagPlace } from "./dag-selection.ts";
import { FaceBar, isFace, type Face } from "./face-bar.tsx";
import { whyNotRun } from "./may-run.ts";
import { neighbourRun } from "./run-bars.ts";
import { begunAt, showStarted, type BegunAt } from "./show-started.ts";
import { useFaceFocus } from "./use-face-focus.ts";
import { useDagPage } from "./use-dag-page.ts";
import { useRunActs } from "./use-run-acts.ts";

warmGraphLayout();
warmDagReading();
warmEditor();
warmDagPage();

const RunForm = lazy(async () => ({ default: (await import("./run-form/run-form.tsx")).RunForm }));

const BackfillDialog = lazy(async () => ({ default: (await import("./backfill/backfill-dialog.tsx")).BackfillDialog }));
const BackfillList = lazy(async () => ({ default: (await import("./backfill/backfill-list.tsx")).BackfillList }));

type Dialog =
  | { readonly kind: "backfill"; readonly range: BackfillRange | null }
  | { readonly kind: "backfills" }
  | { readonly kind: "run"; readonly tasks: readonly string[] }
  /** Filled from the run. */
  | { readonly kind: "again"; readonly run: RunSummary }
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
  const main = useRef<HTMLDivElement>(null);
  const whyNotHere = whyNotRun(dag, useEngineInfo());
  const whyNot = page.isKept ? t("This run is only looked at; replay it from a task instead") : page.isGone ? t("The file of this DAG is no longer in the workspace") : whyNotHere;
  const begun = useRef<BegunAt>({ taskId: null, other: null });
  const start = useStartRun(() => showStarted(place.dagId, { page: "dag", dagId: place.dagId }, begun.current));
  const acts = useRunActs(place.dagId);
  const broken = dag !== null && (dag.dag === null || dag.summary.errors > 0);
  const asked = isFace(place.face) ? place.face : null;
  const wanted = asked ?? chosenFace ?? (broken && page.tasks.length === 0 ? "source" : "graph");
  const hasFile = !page.isKept && !page.isGone;
  const face = !hasFile && wanted === "draw" ? "graph" : wanted;
  const hasSchedule = (dag?.dag?.schedule ?? null) !== null;
  const active = detail !== null && !isRunFinished(detail.run.state);
  const taskIds = useMemo(() => page.tasks.map((task) => task.id), [page.tasks]);

  const focusFace = useFaceFocus(face, main);

  useCopyLink(() => linkRoute(page, face));
  const setFace = (next: Face): void => {
    keepFace(next);
    // The address asked for a face to begin with; from here on the person's choice holds.
    if (asked !== null) navigate(routeOf({ dagId: place.dagId, source: place.source }, page.runId, page.taskId, place.tryNumber ?? null, page.runs[0]?.runId ?? null), { replace: true });
  };
  const moveRun = (step: 1 | -1): void => {
    const next = neighbourRun(page.runs, page.runId === null ? null : { runId: page.runId, queuedAt: detail?.run.queuedAt ?? 0 }, step);
    if (next !== null) page.selectRun(next);
  };
  const moveTask = (step: 1 | -1): void => page.selectTask(besideInstance(page, step) ?? taskIds[Math.max(0, taskIds.indexOf(page.taskId ?? "") + step)] ?? page.taskId);
  const openForm = (tasks: readonly string[]): void => {
    if (whyNot === null) setDialog({ kind: "run", tasks });
  };
  const again = (how: "same" | "changes" | "then" | "from"): void => {
    if (detail === null || whyNot !== null) return;
    const { runId } = detail.run;
    if (how === "changes") return setDialog({ kind: "again", run: detail.run });
    acts.again({ runId, version: how === "then" || how === "from" ? "then" : "now", ...(how === "from" && page.nodeId !== null ? { from: page.nodeId } : {}) });
  };
  // They stay the same while tasks change, and so do the buttons that they are given to.
  const run = useCallbackRef(() => {
    if (dag?.dag && requiredParams(dag.dag.params).length > 0) return openForm([]);
    begun.current = begunAt();
    start.mutate({ dagId: place.dagId });
  });
  const cancelShown = useCallbackRef(() => detail !== null && acts.cancel(detail.run.runId));
  const openEmptyForm = useCallbackRef(() => openForm([]));
  const runAgain = useCallbackRef(again);
  const backfill = useCallbackRef((what: "begin" | "list") => {
    if (what === "list") setDialog({ kind: "backfills" });
    else if (whyNot === null && hasSchedule) setDialog({ kind: "backfill", range: null });
  });
  const backfillRange = useCallbackRef((range: BackfillRange) => setDialog({ kind: "backfill", range }));
  const clear = useCallbackRef((from: "run" | "failed" | "here") => detail !== null && acts.ask("clear", detail, from === "here" ? page.taskId : null));
  const showFace = useCallbackRef(setFace);
  // The head is drawn late while tasks change; keys act on the run that the face below shows.
  const compare = useCompareWith({ place, run: detail?.run ?? null, runId: page.runId, taskId: page.taskId });
  const reading = face !== "draw";
  useCommandContexts("dag", face === "graph" && "graph", reading && detail !== null && "run", active && "activeRun", reading && page.taskId !== null && "task");
  useCommandHandlers({
    "view.graphOrGrid": () => {
      focusFace();
      setFace(face === "graph" ? "grid" : "graph");
    },
    "graph.fit": () => graph.current?.fit(),
    "graph.actualSize": () => graph.current?.actualSize(),
    "graph.minimap": () => graph.current?.toggleMinimap(),
    "run.older": () => moveRun(1),
    "run.newer": () => moveRun(-1),
    "task.previous": () => moveTask(-1),
    "task.next": () => moveTask(1),
  });
  const changing: CommandHandlers = {
    "view.draw": () => setFace(face === "draw" ? "graph" : "draw"),
    "dag.run": () => openForm([]),
    "dag.backfill": () => backfill("begin"),
    "task.run": () => openForm(page.nodeId === null ? [] : [page.nodeId]),
    "run.cancel": cancelShown,
    "run.clear": () => detail !== null && acts.ask("clear", detail, page.taskId),
    "run.markSuccess": () => detail !== null && acts.ask("success", detail, page.taskId),
    "run.markFailed": () => detail !== null && acts.ask("failed", detail, page.taskId),
    "run.again": () => again("same"),
    "run.againWithChanges": () => again("changes"),
    "run.compareLastGood": () => compare.lastGood(),
    "run.note": () => detail !== null && askAct({ kind: "note", run: detail.run, taskId: page.taskId }),
  };
  useCommandHandlers(page.isKept ? {} : changing);

  if (dagFailure !== null && dag === null) return <ErrorState title={t("{{dagId}} cannot be shown", { dagId: place.dagId })} failure={dagFailure} onRetry={page.retry} actions={<GoToDags />} />;
  return (
    <DagZone timezone={dag?.summary.timezone ?? null}>
      <section className={styles.page} aria-label={t("DAG {{dagId}}", { dagId: place.dagId })} data-run-state={detail?.run.state}>
        <DagTop
          dagId={place.dagId}
          dag={dag}
          detail={detail}
          runs={page.runs}
          isKept={page.isKept}
          isGone={page.isGone}
          source={place.source}
          canRun={!broken && !page.isKept}
          runId={page.runId}
          taskId={page.taskId}
          whyNot={whyNot}
          cancelling={acts.cancelling || (detail !== null && isBeingCancelled(detail.run))}
          starting={start.isPending || acts.starting}
          onCancel={cancelShown}
          onRun={run}
          onForm={openEmptyForm}
          onBackfill={hasSchedule ? backfill : null}
          onAgain={runAgain}
          onClear={clear}
        />
        <CapsuleStrip page={page} />
        {!page.isKept && <BackfillStrip dagId={place.dagId} />}
        <FaceBar face={face} onFace={showFace} hasFile={hasFile} runs={page.runs} runId={page.runId} selectRun={page.selectRun} />
        <BackfillAskProvider value={hasSchedule && whyNot === null && !page.isKept ? backfillRange : null}>
          <DagBody
            page={page}
            face={face}
            draw={draw}
            graph={graph}
            main={main}
            sourceLine={sourceLine}
            whyNot={whyNot}
            starting={start.isPending}
            onRun={run}
            onClear={(taskId) => detail !== null && acts.ask("clear", detail, taskId)}
            onShowLine={(line) => {
              setSourceLine(line);
              setFace("source");
            }}
          />
        </BackfillAskProvider>
        <Suspense fallback={null}>
          {dialog?.kind === "backfill" && dag?.dag && <BackfillDialog dag={dag.dag} range={dialog.range} onClose={() => setDialog(null)} onStarted={() => setFace(face === "draw" ? "grid" : face)} />}
          {dialog?.kind === "backfills" && <BackfillList dagId={place.dagId} onClose={() => setDialog(null)} />}
          {dialog?.kind === "run" && dag?.dag && <RunForm dag={dag.dag} tasks={dialog.tasks} onClose={() => setDialog(null)} onStarted={() => navigate({ page: "dag", dagId: place.dagId })} />}
          {dialog?.kind === "again" && dag?.dag && <RunForm dag={dag.dag} tasks={[]} again={dialog.run} onClose={() => setDialog(null)} onStarted={({ runId }) => navigate({ page: "run", dagId: place.dagId, runId })} />}
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
