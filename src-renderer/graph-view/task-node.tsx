/** The card of one task. What is visible of it at which zoom is the style sheet's business (`data-zoom` above it). */
import { CircleAlert, PackageCheck, Pin, Play, TriangleAlert } from "lucide-react";
import { memo, useCallback, type CSSProperties, type ReactNode } from "react";
import type { GraphTask } from "../../shared/model/dag.ts";
import { t } from "../strings/t.ts";
import { formatDuration } from "../ui/format.ts";
import { StateIcon } from "../ui/state-badge.tsx";
import { stateLook } from "../ui/state-look.ts";
import { DurationText } from "../ui/time-text.tsx";
import { useGraphScene, useKeyed } from "./graph-context.ts";
import { diffLooks, type TaskDiff } from "./graph-diff.ts";
import diffStyles from "./graph-diff.module.css";
import styles from "./task-node.module.css";
import { describeTask, kindWord, stateWord, type TaskStatus } from "./task-status.ts";
import { severityWords } from "../ui/model-words.ts";

export const TaskNode = memo(function TaskNode({ task }: { task: GraphTask }): ReactNode {
  const scene = useGraphScene();
  const status = useKeyed(scene.statuses, task.id);
  const emphasis = useKeyed(scene.emphases, task.id);
  const select = useCallback(() => scene.select(task.id), [scene, task.id]);
  const open = useCallback(() => scene.open(task.id), [scene, task.id]);
  const spent = status && status.startedAt !== null && status.endedAt !== null ? formatDuration(status.endedAt - status.startedAt) : null;
  const offset = useKeyed(scene.offsets, task.id);
  const badge = useKeyed(scene.badges, task.id);
  const isPinned = scene.pinned.has(task.id);
  const pin = useKeyed(scene.pins, task.id);
  const diff = useKeyed(scene.taskDiffs, task.id);
  const colour = stateLook(diff === undefined ? (status?.state ?? "none") : diffLooks[diff.kind].state).color;
  return (
    <div
      id={nodeElementId(task.id)}
      className={diff ? `${styles.node} ${diffStyles.task}` : styles.node}
      style={{ "--gv-state": colour, ...(offset && { transform: `translate(${offset.x}px, ${offset.y}px)` }) } as CSSProperties}
      role="img"
      aria-label={describeTask(task, status, spent) + (badge ? `, ${severityWords[badge.severity]}: ${badge.text}` : "") + (pin ? `, ${pin.text}` : "") + (diff ? `, ${diffWords(diff)}` : "") + (isPinned ? t(", pinned in place") : "")}
      data-task-id={task.id}
      data-state={status?.state ?? "none"}
      data-emphasis={emphasis}
      data-disabled={!task.enabled || undefined}
      data-diff={diff?.kind}
      title={task.id}
      onClick={select}
      onDoubleClick={open}
    >
      <div className={styles.head}>
        {diff ? <DiffIcon diff={diff} /> : <StateIcon state={status?.state ?? "none"} />}
        <span className={diff ? `${styles.name} ${diffStyles.name}` : styles.name}>{task.id}</span>
        {isPinned && <Pin size={12} className={styles.pin} aria-hidden />}
        {pin !== undefined && (
          <span className={styles.kept} data-gone={pin.isGone || undefined} title={pin.text}>
            <PackageCheck size={14} aria-hidden />
          </span>
        )}
        {badge && (
          <span className={styles.badge} data-severity={badge.severity} title={badge.text}>
            {badge.severity === "error" ? <CircleAlert size={14} aria-hidden /> : <TriangleAlert size={14} aria-hidden />}
          </span>
        )}
      </div>
      {scene.tryTask !== null && <TryButton onTry={() => scene.tryTask?.(task.id)} />}
      <NodeFoot kind={task.kind} enabled={task.enabled} status={status} diff={diff} />
      <NodeAnchors />
    </div>
  );
});

/** Where lines come in and go out: what one pulls a new line from. */
export function NodeAnchors(): ReactNode {
  const [into, out] = useGraphScene().layout.direction === "LR" ? ["left", "right"] : ["top", "bottom"];
  return (
    <>
      <i className={`${styles.anchor} target`} data-handlepos={into} />
      <i className={`${styles.anchor} source`} data-handlepos={out} />
    </>
  );
}

/** For the pointer only, and so no button: by keys and in menus a command does it. */
function TryButton({ onTry }: { onTry: () => void }): ReactNode {
  return (
    <span
      className={styles.try}
      aria-hidden
      title={t("Try this task")}
      data-graph-tool
      onDoubleClick={(event) => event.stopPropagation()}
      onClick={(event) => {
        event.stopPropagation();
        onTry();
      }}
    >
      <Play size={12} aria-hidden />
    </span>
  );
}

function DiffIcon({ diff }: { diff: TaskDiff }): ReactNode {
  const Icon = diffLooks[diff.kind].icon;
  return <Icon size={14} color="var(--gv-state)" strokeWidth={2.5} aria-hidden style={{ flex: "none" }} />;
}

function diffWords({ kind, fields }: TaskDiff): string {
  return kind === "changed" && fields !== "" ? `${diffLooks[kind].word}: ${fields}` : diffLooks[kind].word;
}

function NodeFoot({ kind, enabled, status, diff }: { kind: string; enabled: boolean; status: TaskStatus | undefined; diff: TaskDiff | undefined }): ReactNode {
  const word = diff ? diffWords(diff) : !enabled ? t("Disabled") : status ? stateWord(status) : null;
  return (
    <div className={styles.foot}>
      <span className={styles.kind}>{kindWord(kind)}</span>
      {word !== null && <span className={diff ? `${styles.word} ${diffStyles.word}` : styles.word} title={word}>{word}</span>}
      {status && status.tryNumber > 1 && <span title={t("Try {{tryNumber}} of {{maxTries}}", { tryNumber: status.tryNumber, maxTries: status.maxTries })}>{t("try {{tryNumber}}", { tryNumber: status.tryNumber })}</span>}
      {status && status.startedAt !== null && (
        <span className={styles.spent}>
          <DurationText startedAt={status.startedAt} endedAt={status.endedAt} />
        </span>
      )}
    </div>
  );
}

/** DOM id of a node, for `aria-activedescendant`. */
export function nodeElementId(taskId: string): string {
  return `gv-node-${taskId}`;
}
