/** The columns of the tasks of two runs. */
import type { ReactNode } from "react";
import type { Facet, TaskPair, TaskSide } from "../../../../shared/run-view/comparison.ts";
import { durationOf, waitOf } from "../../../../shared/run-view/judge-task.ts";
import { diffLooks } from "../../../graph-view/graph-diff.ts";
import { t } from "../../../strings/t.ts";
import { formatCount, formatDuration } from "../../../ui/format.ts";
import { StateBadge } from "../../../ui/state-badge.tsx";
import { stateLook } from "../../../ui/state-look.ts";
import type { VirtualColumn } from "../../../ui/virtual-table.tsx";
import { facetWords, ratioWords } from "./compare-words.ts";
import styles from "./compare.module.css";

const pairColumns: VirtualColumn<TaskPair>[] = [
  { key: "task", head: t("Task"), width: "minmax(130px, 1.4fr)", cell: (pair) => <Name pair={pair} /> },
  { key: "state", head: t("State, before → after"), width: "minmax(128px, 236px)", cell: (pair) => <States pair={pair} /> },
  { key: "before", head: t("Before"), width: "76px", align: "end", cell: ({ before }) => <Time ms={before && durationOf(before)} /> },
  { key: "after", head: t("After"), width: "76px", align: "end", cell: (pair) => <Time ms={pair.after && durationOf(pair.after)} mark={markOf(pair, "duration", durationOf)} /> },
  { key: "ratio", head: t("Took"), width: "56px", align: "end", cell: (pair) => <Ratio pair={pair} /> },
  { key: "wait", head: t("Waited"), width: "76px", align: "end", cell: (pair) => <Time ms={pair.after && waitOf(pair.after)} mark={markOf(pair, "wait", waitOf)} /> },
  { key: "rows", head: t("Rows"), width: "minmax(60px, 130px)", align: "end", cell: (pair) => <Rows pair={pair} /> },
  { key: "facets", head: t("Different in"), width: "minmax(110px, 1.6fr)", cell: (pair) => <Facets pair={pair} /> },
];

const shortKeys: ReadonlySet<string> = new Set(["task", "state", "before", "after", "ratio", "facets"]);

/** `isShort`: beside the details, which have the rest. Rows only where any task has some. */
export function pairColumnsFor(pairs: readonly TaskPair[], isShort: boolean): VirtualColumn<TaskPair>[] {
  const hasRows = pairs.some(({ before, after }) => (before?.rows ?? after?.rows ?? null) !== null);
  return pairColumns.filter(({ key }) => (!isShort || shortKeys.has(key)) && (key !== "rows" || hasRows));
}

function Name({ pair: { taskId, before, after } }: { pair: TaskPair }): ReactNode {
  const kind = before === null ? "added" : after === null ? "removed" : null;
  const look = kind === null ? null : diffLooks[kind];
  return (
    <>
      <span className="dw-ellipsis" title={taskId}>
        {taskId}
      </span>
      {look !== null && (
        <span className={styles.presence} style={{ color: stateLook(look.state).color }}>
          <look.icon size={12} strokeWidth={2.5} aria-hidden /> {look.word}
        </span>
      )}
    </>
  );
}

function States({ pair: { before, after } }: { pair: TaskPair }): ReactNode {
  if (before === null || after === null || before.state === after.state) return <StateBadge state={(after ?? before)?.state ?? "none"} />;
  return (
    <>
      <StateBadge state={before.state} />
      <span aria-label={t("then")} role="img">
        →
      </span>
      <StateBadge state={after.state} />
    </>
  );
}

type Turn = "more" | "less";

function markOf({ before, after, notable }: TaskPair, facet: Facet, timeOf: (side: TaskSide) => number | null): Turn | undefined {
  if (!notable.includes(facet) || before === null || after === null) return undefined;
  return (timeOf(after) ?? 0) > (timeOf(before) ?? 0) ? "more" : "less";
}

function Time({ ms, mark }: { ms: number | null; mark?: Turn | undefined }): ReactNode {
  if (ms === null) return <span className="dw-dim">–</span>;
  return (
    <span className={styles.measure} data-mark={mark}>
      {formatDuration(ms)}
    </span>
  );
}

function Ratio({ pair }: { pair: TaskPair }): ReactNode {
  const mark = markOf(pair, "duration", durationOf);
  const words = mark === undefined ? null : ratioWords(pair.before && durationOf(pair.before), pair.after && durationOf(pair.after));
  return words === null ? null : (
    <strong className={styles.measure} data-mark={mark}>
      {words}
    </strong>
  );
}

function Rows({ pair: { before, after, notable } }: { pair: TaskPair }): ReactNode {
  const [old, now] = [before?.rows ?? null, after?.rows ?? null];
  if (old === null && now === null) return null;
  const words = (rows: number | null): string => (rows === null ? "–" : formatCount(rows));
  const text = old === now || before === null || after === null ? words(now ?? old) : `${words(old)} → ${words(now)}`;
  return (
    <span className={`${styles.measure} dw-ellipsis`} data-mark={notable.includes("rows") ? "less" : undefined} title={text}>
      {text}
    </span>
  );
}

function Facets({ pair: { notable, minor } }: { pair: TaskPair }): ReactNode {
  const words = [...notable, ...minor].map((facet) => facetWords[facet]).join(", ");
  return (
    <span className="dw-ellipsis" title={words}>
      {notable.map((facet) => facetWords[facet]).join(", ")}
      {minor.length > 0 && <span className="dw-dim">{`${notable.length > 0 ? ", " : ""}${minor.map((facet) => facetWords[facet]).join(", ")}`}</span>}
    </span>
  );
}
