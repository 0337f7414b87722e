/** The line above a task's output: how its try went, what it read, and what can be done next. */
import { ArrowDownToLine, ArrowUpFromLine, Pin, PinOff, Play, Square, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { TriedTask } from "../../../../shared/contract/tries.ts";
import type { GraphTask } from "../../../../shared/model/dag.ts";
import { useKeyTitles } from "../../../app/key-map.ts";
import { rich } from "../../../strings/rich.tsx";
import { t } from "../../../strings/t.ts";
import { StateBadge } from "../../../ui/state-badge.tsx";
import { whenAble } from "../../../ui/when-able.ts";
import { DurationText, RelativeTime } from "../../../ui/time-text.tsx";
import styles from "./output.module.css";
import type { Tries } from "./use-tries.ts";

interface OutputBarProps {
  readonly tries: Tries;
  readonly task: GraphTask;
  readonly tried: TriedTask | null;
  readonly pinned: boolean;
  readonly isPinGone: boolean;
  readonly title: ReactNode;
  readonly tools: ReactNode;
}

export function OutputBar({ tries, task, tried, pinned, isPinGone, title, tools }: OutputBarProps): ReactNode {
  const titleOf = useKeyTitles();
  const isAsked = tries.asked.includes(task.id);
  const isReal = task.kind === "BashTask" || task.kind === "PythonTask" || task.kind === "HttpTask" || task.kind === "NotifyTask";
  return (
    <div className={styles.bar}>
      {title}
      <span className={styles.answer} role="status">
        {isAsked ? <StateBadge state="queued" /> : tried !== null && <StateBadge state={tried.instance.state} />}
        {!isAsked && tried !== null && (
          <>
            <DurationText startedAt={tried.instance.startedAt} endedAt={tried.instance.endedAt} fallback="" />
            <span className="dw-dim">
              {rich("tried {{queuedAt}}", { queuedAt: <RelativeTime at={tried.run.queuedAt} /> })}
            </span>
            {tried.reads.length > 0 && <Reads reads={tried.reads} />}
          </>
        )}
        {isReal && (
          <span className={styles.real} title={t("A try of such a task is a real run of it: files it writes and services it calls are the real ones.")}>
            <TriangleAlert size={13} aria-hidden /> {t("runs for real")}
          </span>
        )}
      </span>
      <span className={styles.acts}>
        <Act label={t("Try")} title={titleOf("draw.try", t("Try this task"))} icon={<Play size={13} aria-hidden />} onPress={() => tries.start("one", [task.id])} />
        <Act label={t("Up to here")} title={titleOf("draw.tryUpTo", t("Try this task and what comes before it, up to pins"))} icon={<ArrowDownToLine size={13} aria-hidden />} onPress={() => tries.start("upTo", [task.id])} />
        <Act label={t("From here")} title={titleOf("draw.tryFrom", t("Try this task and what comes after it"))} icon={<ArrowUpFromLine size={13} aria-hidden />} onPress={() => tries.start("from", [task.id])} />
        {tries.isActive && <Act label={t("Cancel")} title={titleOf("draw.tryCancel", t("Cancel what is being tried"))} icon={<Square size={12} aria-hidden />} onPress={tries.cancel} />}
        {isPinGone && <Act label={t("Pin anew")} title={t("Keep the output of its newest try")} icon={<Pin size={13} aria-hidden />} onPress={() => tries.pinAnew(task.id)} />}
        <Act
          label={pinned ? t("Unpin") : t("Pin")}
          title={titleOf("draw.pinOutput", pinned ? t("Take the pin off") : t("Keep this output for those after it"))}
          icon={pinned ? <PinOff size={13} aria-hidden /> : <Pin size={13} aria-hidden />}
          isDisabled={tries.isPinning}
          onPress={() => tries.pin(task.id)}
        />
        {tools}
      </span>
    </div>
  );
}

const originWords = { pinned: "pinned", tried: "tried", published: "published" } as const;

function Reads({ reads }: { reads: TriedTask["reads"] }): ReactNode {
  return (
    <span className={styles.reads}>
      {t("read")}{" "}
      {reads.map(({ task, table, origin }, at) => (
        <span key={`${task} ${table}`} title={t("{{table}} of {{task}}", { table, task })}>
          {at > 0 && ", "}
          <b>{table.split(".").at(-1)}</b> ({originWords[origin]})
        </span>
      ))}
    </span>
  );
}

function Act({ label, title, icon, isDisabled = false, onPress }: { label: string; title: string; icon: ReactNode; isDisabled?: boolean; onPress: () => void }): ReactNode {
  return (
    <button className={styles.act} title={title} {...whenAble(!isDisabled, onPress)}>
      {icon}
      {label}
    </button>
  );
}
