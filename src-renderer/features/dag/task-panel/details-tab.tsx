/** Times, exit, use of the machine, and what the file says about the task. */
import type { ReactNode } from "react";
import { durationWords } from "../../../../shared/base/duration.ts";
import type { TaskDetail } from "../../../../shared/contract/runs.ts";
import type { Task } from "../../../../shared/model/dag.ts";
import type { Attempt } from "../../../../shared/model/run.ts";
import { t } from "../../../strings/t.ts";
import { formatBytes, formatDuration } from "../../../ui/format.ts";
import { DurationText, InstantText } from "../../../ui/time-text.tsx";
import { Fact } from "../fact.tsx";
import pageStyles from "../facts.module.css";
import { DocText } from "../doc-text.tsx";
import { ProcessFacts } from "./process-facts.tsx";
import styles from "./task-panel.module.css";

export function DetailsTab({ detail, attempt, task }: { detail: TaskDetail; attempt: Attempt | null; task: Task | null }): ReactNode {
  return (
    <div className={styles.scroll} tabIndex={0}>
      {detail.doc !== null && <DocText text={detail.doc} />}
      <dl className={pageStyles.factList}>
        {detail.instance.mapIndex !== undefined && <Fact name={t("Map index")}>{detail.instance.mapIndex}</Fact>}
        {detail.instance.label !== undefined && <Fact name={t("Name")}>{detail.instance.label}</Fact>}
        {attempt ? <AttemptFacts attempt={attempt} maxTries={detail.instance.maxTries} /> : <Fact name={t("Tries")}>{t("none yet, of {{maxTries}}", { maxTries: detail.instance.maxTries })}</Fact>}
        {detail.instance.retryAt !== null && (
          <Fact name={t("Next try at")}>
            <InstantText at={detail.instance.retryAt} />
          </Fact>
        )}
        {detail.instance.followed != null && <Fact name={t("Followed")}>{detail.instance.followed.length === 0 ? t("nothing") : detail.instance.followed.join(", ")}</Fact>}
        <Fact name={t("Kind")}>{detail.kind}</Fact>
        {task && <TaskFacts task={task} />}
      </dl>
      {attempt?.process && <ProcessFacts attempt={attempt} process={attempt.process} />}
    </div>
  );
}

function AttemptFacts({ attempt, maxTries }: { attempt: Attempt; maxTries: number }): ReactNode {
  return (
    <>
      <Fact name={t("Try")}>
        {t("{{tryNumber}} of {{maxTries}}", { tryNumber: attempt.tryNumber, maxTries })}
      </Fact>
      {attempt.reason !== null && <Fact name={t("Reason")}>{attempt.reason}</Fact>}
      <Fact name={t("Queued")}>
        <InstantText at={attempt.queuedAt} />
      </Fact>
      <Fact name={t("Started")}>
        <InstantText at={attempt.startedAt} />
      </Fact>
      <Fact name={t("Ended")}>
        <InstantText at={attempt.endedAt} />
      </Fact>
      <Fact name={t("Duration")}>
        <DurationText startedAt={attempt.startedAt} endedAt={attempt.endedAt} />
        {attempt.startedAt !== null && <span className="dw-dim"> {t("after {{startedAt}} in the queue", { startedAt: formatDuration(attempt.startedAt - attempt.queuedAt) })}</span>}
      </Fact>
      {attempt.exitCode !== null && <Fact name={t("Exit code")}>{attempt.exitCode}</Fact>}
      {attempt.signal !== null && <Fact name={t("Signal")}>{attempt.signal}</Fact>}
      {attempt.cpuMs !== null && <Fact name={t("CPU time")}>{formatDuration(attempt.cpuMs)}</Fact>}
      {attempt.peakRssBytes !== null && <Fact name={t("Peak memory")}>{formatBytes(attempt.peakRssBytes)}</Fact>}
      {attempt.pid !== null && <Fact name={t("Process")}>{attempt.pid}</Fact>}
    </>
  );
}

export function TaskFacts({ task }: { task: Task }): ReactNode {
  const environment = Object.keys(task.env);
  return (
    <>
      <Fact name={t("Needs")}>{task.deps.length === 0 ? t("nothing") : task.deps.join(", ")}</Fact>
      <Fact name={t("Trigger rule")}>{task.triggerRule}</Fact>
      {(task.setup === true || task.teardown === true) && <Fact name={t("Part")}>{task.setup === true ? t("setup") : task.onFailureFailDagrun === true ? t("teardown, decides the run") : t("teardown")}</Fact>}
      {task.dependsOnPast === true && <Fact name={t("Depends on the run before")}>{task.waitForDownstream === true ? t("yes, with the tasks right after it") : t("yes")}</Fact>}
      <Fact name={t("Pool")}>{task.poolSlots === undefined ? task.pool : t("{{pool}}, {{count}} slots", { pool: task.pool, count: task.poolSlots })}</Fact>
      {task.priorityWeight !== undefined && <Fact name={t("Priority weight")}>{task.priorityWeight}</Fact>}
      {task.weightRule !== undefined && <Fact name={t("Weight rule")}>{task.weightRule}</Fact>}
      {task.maxActiveTisPerDag !== undefined && <Fact name={t("At the same time")}>{t("{{count}} in all runs", { count: task.maxActiveTisPerDag })}</Fact>}
      {task.maxActiveTisPerDagrun !== undefined && <Fact name={t("At the same time in a run")}>{task.maxActiveTisPerDagrun}</Fact>}
      <Fact name={t("Retries")}>{task.retries === 0 ? t("none") : t("{{retries}}, {{durationWords}} apart ({{retryBackoff}})", { retries: task.retries, durationWords: durationWords(task.retryDelayMs), retryBackoff: task.retryBackoff })}</Fact>
      <Fact name={t("Timeout")}>{task.timeoutMs === null ? t("none") : durationWords(task.timeoutMs)}</Fact>
      {environment.length > 0 && (
        <Fact name={t("Environment")}>
          <code>{environment.join(", ")}</code>
        </Fact>
      )}
    </>
  );
}
