/** The card of one task. What is visible of it at which zoom is the style sheet's business (`data-zoom` above it). */
import { ArrowDownToLine, ArrowUpFromLine, CircleAlert, PackageCheck, Pin, Play, TriangleAlert } from "lucide-react";
import { memo, useCallback, type CSSProperties, type ReactNode } from "react";
import type { GraphTask } from "../../shared/model/dag.ts";
import { t } from "../strings/t.ts";
import { formatDuration } from "../ui/format.ts";
import { MappedBar, MappedMark } from "../ui/mapped-counts.tsx";
import { StateIcon } from "../ui/state-badge.tsx";
import { stateLook } from "../ui/state-look.ts";
import { DurationText } from "../ui/time-text.tsx";
import { useGraphScene, useKeyed } from "./graph-context.ts";
import { diffLooks, type TaskDiff } from "./graph-diff.ts";
import diffStyles from "./graph-diff.module.css";
import type { GroupStatus } from "./groups/group-status.ts";
import { countWords } from "./groups/group-words.ts";
import { StateCounts } from "./groups/state-counts.tsx";
import { FigureText, ShareBar } from "./node-figure.tsx";
import type { NodeFigure } from "./run-marks.ts";
import styles from "./task-node.module.css";
import { describeTask, kindWord, roleWord, stateWord, type TaskStatus } from "./task-status.ts";
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
  const faint = useKeyed(scene.run.faint, task.id);
  const trail = useKeyed(scene.run.trail, task.id);
  const figure = useKeyed(scene.run.figures, task.id);
  const several = useKeyed(scene.groupStatuses, task.id);
  const colour = stateLook(diff === undefined ? (status?.state ?? "none") : diffLooks[diff.kind].state).color;
  return (
    <div
      id={nodeElementId(task.id)}
      className={diff ? `${styles.node} ${diffStyles.task}` : styles.node}
      style={{ "--gv-state": colour, ...(offset && { transform: `translate(${offset.x}px, ${offset.y}px)` }) } as CSSProperties}
      role="img"
      aria-label={describeTask(task, status, spent) + (badge ? `, ${severityWords[badge.severity]}: ${badge.text}` : "") + (pin ? `, ${pin.text}` : "") + (diff ? `, ${diffWords(diff)}` : "") + (isPinned ? t(", pinned in place") : "") + runWords({ figure, several, isOnTrail: trail === true, isFaint: faint === true })}
      data-task-id={task.id}
      data-state={status?.state ?? "none"}
      data-emphasis={emphasis}
      data-faint={faint}
      data-trail={trail}
      data-disabled={!task.enabled || undefined}
      data-diff={diff?.kind}
      title={task.id}
      onClick={select}
      onDoubleClick={open}
    >
      <div className={styles.head}>
        {diff ? <DiffIcon diff={diff} /> : <StateIcon state={status?.state ?? "none"} />}
        <span className={diff ? `${styles.name} ${diffStyles.name}` : styles.name}>{task.id}</span>
        {several?.instances !== undefined && (
          <span className={styles.mapped}>
            <MappedBar counts={several.counts} />
          </span>
        )}
        {task.role !== undefined && <RoleMark role={task.role} />}
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
      <NodeFoot task={task} status={status} diff={diff} several={several} figure={figure} />
      <ShareBar id={task.id} />
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

/** An arrow up before the work, and down after it. */
function RoleMark({ role }: { role: NonNullable<GraphTask["role"]> }): ReactNode {
  const Icon = role === "setup" ? ArrowUpFromLine : ArrowDownToLine;
  return (
    <span className={styles.role} title={roleWord(role)}>
      <Icon size={13} aria-hidden />
    </span>
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
  if ((kind === "flipped" || kind === "mended") && fields !== "") return fields;
  return fields !== "" && kind !== "added" && kind !== "removed" ? `${diffLooks[kind].word}: ${fields}` : diffLooks[kind].word;
}

interface FootProps {
  readonly task: GraphTask;
  readonly status: TaskStatus | undefined;
  readonly diff: TaskDiff | undefined;
  readonly several: GroupStatus | undefined;
  readonly figure: NodeFigure | undefined;
}

function NodeFoot({ task: { id, kind, enabled }, status, diff, several, figure }: FootProps): ReactNode {
  const word = diff ? diffWords(diff) : !enabled ? t("Disabled") : status ? stateWord(status) : null;
  return (
    <div className={styles.foot}>
      <span className={styles.kind} data-kind>{kindWord(kind)}</span>
      {several?.instances !== undefined ? <MappedMark counts={several.counts} /> : several !== undefined ? <StateCounts status={several} /> : word !== null && <span className={diff ? `${styles.word} ${diffStyles.word}` : styles.word} title={word}>{word}</span>}
      {status && status.tryNumber > 1 && <span title={t("Try {{tryNumber}} of {{maxTries}}", { tryNumber: status.tryNumber, maxTries: status.maxTries })}>{t("try {{tryNumber}}", { tryNumber: status.tryNumber })}</span>}
      {figure !== undefined ? (
        <FigureText id={id} />
      ) : (
        status && status.startedAt !== null && (
          <span className={styles.spent}>
            <DurationText startedAt={status.startedAt} endedAt={status.endedAt} />
          </span>
        )
      )}
    </div>
  );
}

interface RunFacts {
  readonly figure: NodeFigure | undefined;
  readonly several: GroupStatus | undefined;
  readonly isOnTrail: boolean;
  readonly isFaint: boolean;
}

/** What a view of a run adds, for a screen reader. */
function runWords({ figure, several, isOnTrail, isFaint }: RunFacts): string {
  const words = [several && severalWords(several), figure?.title, isOnTrail && t("on the critical path"), isFaint && t("does not match the filter")];
  return words.flatMap((word) => (word === undefined || word === false || word === "" ? [] : [`, ${word}`])).join("");
}

function severalWords(several: GroupStatus): string {
  return several.instances === undefined ? countWords(several) : `${t("{{done}} of {{total}} instances have ended", several.instances)}: ${countWords(several)}`;
}

/** DOM id of a node, for `aria-activedescendant`. */
export function nodeElementId(taskId: string): string {
  return `gv-node-${taskId}`;
}
