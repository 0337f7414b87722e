/** Clear or mark: the exact list first, then just that. */
import { Modal, MultiSelect, SegmentedControl, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState, type ReactNode } from "react";
import { longestReason, type ActAsk, type ActPlan } from "../../shared/contract/acts.ts";
import { useEngineClient, useRpc } from "../rpc/rpc-provider.tsx";
import { t } from "../strings/t.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { SkeletonRows } from "../ui/skeleton-rows.tsx";
import { closeAct, type ActQuestion, type ActScope } from "./act-store.ts";
import { doneWords } from "./act-words.ts";
import { ActFoot } from "./act-foot.tsx";
import styles from "./acts.module.css";
import { PlanList } from "./plan-list.tsx";
import { ScopeChoice } from "./scope-choice.tsx";
import { usePerforming } from "./use-performing.ts";
import { usePlan, type ShownPlan } from "./use-plan.ts";
import { useUndo } from "./use-undo.ts";

type Question = Extract<ActQuestion, { kind: "tasks" }>;
const noScope: ActScope = { upstream: false, downstream: false, onlyFailed: false, past: false, future: false };

export function TasksDialog({ question }: { question: Question }): ReactNode {
  const { act } = question;
  const [scope, setScope] = useState<ActScope>({ ...noScope, ...question.scope });
  const [only, setOnly] = useState<readonly string[]>([]);
  const [reason, setReason] = useState("");
  const ask = useMemo((): ActAsk => ({ act, ...scope, targets: question.targets.map((target) => (only.length === 0 ? target : { ...target, taskIds: [...only] })) }), [act, scope, only, question.targets]);
  const shown = usePlan(ask);
  const { plan } = shown;
  const performing = usePerforming(question, plan?.runs.length ?? 0);
  const [judged, setJudged] = useState(ask);
  if (judged !== ask) {
    setJudged(ask);
    performing.forget();
  }
  const client = useEngineClient();
  const { offer } = useUndo();
  const namesTasks = question.targets.some(({ taskIds }) => taskIds !== undefined) || only.length > 0;
  const isReady = plan !== null && plan.tasks > 0 && !shown.isStale;
  const perform = (): void => {
    if (!isReady || performing.progress !== null || performing.done !== null) return;
    performing.start(
      (signal) => client.acts.perform({ ...ask, stamp: plan.stamp, ...(reason.trim() === "" ? {} : { reason: reason.trim() }) }, { signal }),
      { done: (done) => void (done.entry !== null && offer(doneWords(act, done), done.entry)), changed: shown.take },
    );
  };
  return (
    <Modal opened onClose={closeAct} title={titleOf(question)} size="lg">
      {!namesTasks && <WholeRun scope={scope} onChange={setScope} act={act} />}
      <OneDagsTasks question={question} value={only} onChange={setOnly} />
      <ScopeChoice offered={namesTasks ? ["downstream", "upstream", "past", "future", "onlyFailed"] : ["past", "future"]} scope={scope} onChange={setScope} />
      <ShownList shown={shown} act={act} />
      {performing.hasChanged && (
        <p className={styles.notice} role="alert">
          {t("The tasks changed while this was open, so nothing was done. This is the list as it is now.")}
        </p>
      )}
      <p className="dw-dim">{act === "clear" ? t("Cleared tasks lose their state and run again in this same run. Their earlier tries and logs stay.") : t("A mark itself runs and stops nothing. Tasks that only these held up go on by themselves, and run.")}</p>
      <TextInput data-autofocus label={t("Reason")} description={act === "clear" ? t("Kept in the audit trail.") : t("Shown with the tasks and kept in the audit trail.")} value={reason} maxLength={longestReason} onChange={(event) => setReason(event.currentTarget.value)} onKeyDown={(event) => event.key === "Enter" && !event.nativeEvent.isComposing && perform()} />
      <ActFoot performing={performing} disabled={!isReady} word={buttonOf(act, plan?.tasks ?? 0)} onClick={perform} />
    </Modal>
  );
}

function titleOf({ act, targets }: Question): string {
  const [first] = targets;
  const single = targets.length === 1 && first?.taskIds?.length === 1 ? first.taskIds[0] : undefined;
  if (act === "clear") return targets.length > 1 ? t("Clear tasks of {{count}} runs", { count: targets.length }) : single === undefined ? t("Clear tasks of this run") : t("Clear {{taskId}}", { taskId: single });
  const state = act;
  if (targets.length > 1) return t("Mark tasks of {{count}} runs as {{state}}", { count: targets.length, state });
  const some = first?.taskIds?.length ?? 0;
  if (some > 1) return t("Mark {{count}} tasks as {{state}}", { count: some, state });
  return t("Mark {{taskId}} as {{state}}", { taskId: single ?? t("this run"), state });
}

function buttonOf(act: Question["act"], count: number): string {
  return act === "clear" ? t("Clear {{count}} tasks", { count }) : t("Mark {{count}} tasks {{state}}", { count, state: act });
}

/** Failed tasks are cleared together with what they took down. */
function WholeRun({ scope, onChange, act }: { scope: ActScope; onChange: (scope: ActScope) => void; act: Question["act"] }): ReactNode {
  return (
    <div className={styles.scope}>
      <SegmentedControl
        value={scope.onlyFailed ? "failed" : "all"}
        onChange={(value) => onChange({ ...scope, onlyFailed: value === "failed", downstream: value === "failed" && act === "clear" })}
        data={[
          { value: "failed", label: t("Failed and not run") },
          { value: "all", label: t("All tasks") },
        ]}
        aria-label={act === "clear" ? t("What to clear") : t("What to mark")}
      />
    </div>
  );
}

/** Of many runs of one DAG, some tasks may be chosen. */
function OneDagsTasks({ question: { targets }, value, onChange }: { question: Question; value: readonly string[]; onChange: (ids: string[]) => void }): ReactNode {
  const dagIds = new Set(targets.map(({ dagId }) => dagId));
  const [dagId = ""] = dagIds;
  const offered = targets.length > 1 && dagIds.size === 1 && targets.every(({ taskIds }) => taskIds === undefined);
  const dag = useQuery(useRpc().dags.get.queryOptions({ input: { dagId }, enabled: offered })).data;
  if (!offered || dag === undefined) return null;
  return <MultiSelect mt={8} mb={8} label={t("Tasks")} placeholder={value.length === 0 ? t("All tasks") : ""} data={dag.tasks.map(({ id }) => id)} value={[...value]} limit={50} searchable clearable onChange={onChange} />;
}

function ShownList({ shown: { plan, isStale, failure, retry }, act }: { shown: ShownPlan; act: Question["act"] }): ReactNode {
  const label = act === "clear" ? t("Tasks that run again") : t("Tasks that take this state");
  if (failure !== null) return <ErrorState title={act === "clear" ? t("This cannot be cleared now") : t("This cannot be marked now")} failure={failure} onRetry={retry} />;
  if (plan === null) return <SkeletonRows rows={6} label={t("Finding the tasks")} />;
  return (
    <>
      {plan.tasks === 0 && plan.refused.length === 0 ? (
        <div className={styles.list} role="region" aria-label={label} tabIndex={0}>
          <p className="dw-dim" style={{ margin: 12 }}>
            {act === "clear" ? t("There is nothing to clear here.") : t("There is no task to mark: running tasks end by themselves.")}
          </p>
        </div>
      ) : (
        <PlanList plan={plan} label={label} busy={isStale} />
      )}
      <p className="dw-dim dw-num" role="status">
        {countWords(plan)}
      </p>
      {plan.cut !== null && <p className={styles.notice}>{plan.cut}</p>}
      {plan.earlier !== undefined && <p className={styles.notice}>{earlierWords(plan.runs.length, plan.earlier)}</p>}
    </>
  );
}

/** What was mended in the file since does not help a run that is cleared. */
function earlierWords(runs: number, earlier: number): string {
  if (runs === 1) return t("Today's file defines the tasks otherwise. Cleared tasks run as they were defined then; Run again, beside Run DAG, runs them as they are now.");
  return t("Today's file defines the tasks of {{count}} of these runs otherwise. Cleared tasks run as they were defined then; a backfill of these dates runs them as they are now.", { count: earlier });
}

function countWords({ runs, tasks, refused }: ActPlan): string {
  const words = [t("{{count}} tasks", { count: tasks }), ...(runs.length > 1 ? [t("in {{count}} runs", { count: runs.length })] : []), ...(refused.length > 0 ? [t("{{count}} runs left alone", { count: refused.length })] : [])];
  return words.join(", ");
}
