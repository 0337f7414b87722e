/** Times, exit, use of the machine, and what the file says about the task. */
import type { ReactNode } from "react";
import { durationWords } from "../../../../shared/base/duration.ts";
import type { TaskDetail } from "../../../../shared/contract/runs.ts";
import type { Task } from "../../../../shared/model/dag.ts";
import type { Attempt } from "../../../../shared/model/run.ts";
import { formatBytes, formatDuration } from "../../../ui/format.ts";
import { DurationText, InstantText } from "../../../ui/time-text.tsx";
import { Fact } from "../details-face.tsx";
import pageStyles from "../facts.module.css";
import { DocText } from "../doc-text.tsx";
import styles from "./task-panel.module.css";

export function DetailsTab({ detail, attempt, task }: { detail: TaskDetail; attempt: Attempt | null; task: Task | null }): ReactNode {
  return (
    <div className={styles.scroll} tabIndex={0}>
      {detail.doc !== null && <DocText text={detail.doc} />}
      <dl className={pageStyles.factList}>
        {attempt ? <AttemptFacts attempt={attempt} maxTries={detail.instance.maxTries} /> : <Fact name="Tries">none yet, of {detail.instance.maxTries}</Fact>}
        {detail.instance.retryAt !== null && (
          <Fact name="Next try at">
            <InstantText at={detail.instance.retryAt} />
          </Fact>
        )}
        <Fact name="Kind">{detail.kind}</Fact>
        {task && <TaskFacts task={task} />}
      </dl>
    </div>
  );
}

function AttemptFacts({ attempt, maxTries }: { attempt: Attempt; maxTries: number }): ReactNode {
  return (
    <>
      <Fact name="Try">
        {attempt.tryNumber} of {maxTries}
      </Fact>
      {attempt.reason !== null && <Fact name="Reason">{attempt.reason}</Fact>}
      <Fact name="Queued">
        <InstantText at={attempt.queuedAt} />
      </Fact>
      <Fact name="Started">
        <InstantText at={attempt.startedAt} />
      </Fact>
      <Fact name="Ended">
        <InstantText at={attempt.endedAt} />
      </Fact>
      <Fact name="Duration">
        <DurationText startedAt={attempt.startedAt} endedAt={attempt.endedAt} />
        {attempt.startedAt !== null && <span className="dw-dim"> after {formatDuration(attempt.startedAt - attempt.queuedAt)} in the queue</span>}
      </Fact>
      {attempt.exitCode !== null && <Fact name="Exit code">{attempt.exitCode}</Fact>}
      {attempt.signal !== null && <Fact name="Signal">{attempt.signal}</Fact>}
      {attempt.cpuMs !== null && <Fact name="CPU time">{formatDuration(attempt.cpuMs)}</Fact>}
      {attempt.peakRssBytes !== null && <Fact name="Peak memory">{formatBytes(attempt.peakRssBytes)}</Fact>}
      {attempt.pid !== null && <Fact name="Process">{attempt.pid}</Fact>}
    </>
  );
}

export function TaskFacts({ task }: { task: Task }): ReactNode {
  const environment = Object.keys(task.env);
  return (
    <>
      <Fact name="Needs">{task.deps.length === 0 ? "nothing" : task.deps.join(", ")}</Fact>
      <Fact name="Trigger rule">{task.triggerRule}</Fact>
      <Fact name="Pool">{task.pool}</Fact>
      <Fact name="Retries">{task.retries === 0 ? "none" : `${task.retries}, ${durationWords(task.retryDelayMs)} apart (${task.retryBackoff})`}</Fact>
      <Fact name="Timeout">{task.timeoutMs === null ? "none" : durationWords(task.timeoutMs)}</Fact>
      {environment.length > 0 && (
        <Fact name="Environment">
          <code>{environment.join(", ")}</code>
        </Fact>
      )}
    </>
  );
}
