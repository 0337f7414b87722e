/** Acts on the rectangle that is selected in the grid: of each run its tasks there, or whole runs. */
import { Button } from "@mantine/core";
import { CalendarRange, Check, RotateCcw, Square, X } from "lucide-react";
import { useMemo, type ReactNode } from "react";
import { mostRunsOfAct, mostTasksOfAct, type ActKind, type ActTarget } from "../../../../shared/contract/acts.ts";
import { isRunFinished } from "../../../../shared/model/states.ts";
import { useEngineInfo } from "../../../rpc/engine-info.ts";
import { askAct } from "../../../run-acts/act-store.ts";
import { t } from "../../../strings/t.ts";
import { formatCount } from "../../../ui/format.ts";
import { useAskBackfill } from "../backfill/backfill-ask.ts";
import { targetsOf, type GridOf, type RangeBox } from "./grid-range.ts";
import styles from "./grid.module.css";

export interface GridChoiceProps extends GridOf {
  readonly box: RangeBox;
  readonly onNone: () => void;
}

export function GridChoice({ box, rows, runs, onNone }: GridChoiceProps): ReactNode {
  const trusted = useEngineInfo()?.workspace.trusted ?? false;
  const targets = useMemo(() => targetsOf(box, { rows, runs }), [box, rows, runs]);
  const active = runs.slice(box.left, box.right + 1).flatMap(({ run }) => (isRunFinished(run.state) ? [] : [{ dagId: run.dagId, runId: run.runId }]));
  const askBackfill = useAskBackfill();
  const dates = runs.slice(box.left, box.right + 1).flatMap(({ run }) => run.logicalDate ?? []);
  const tasks = targets.reduce((sum, { taskIds }) => sum + (taskIds?.length ?? 0), 0);
  const limit = limitWords(targets.length, tasks);
  const mayAct = trusted && targets.length > 0 && limit === null;
  const ask = (act: ActKind) => (): void => askAct({ kind: "tasks", act, targets });
  return (
    <div className={styles.choice} role="toolbar" aria-label={t("Acts on the selected tasks")}>
      <span className="dw-num" role="status">
        {box.isWholeRuns ? t("{{count}} runs selected", { count: targets.length }) : `${t("{{count}} task instances", { count: tasks })} ${t("in {{count}} runs", { count: targets.length })}`}
        {limit !== null && ` (${limit})`}
      </span>
      <Button size="compact-sm" variant="default" leftSection={<RotateCcw size={13} />} disabled={!mayAct} onClick={ask("clear")}>
        {t("Clear…")}
      </Button>
      <Button size="compact-sm" variant="default" leftSection={<Check size={13} />} disabled={!mayAct} onClick={ask("success")}>
        {t("Mark success…")}
      </Button>
      <Button size="compact-sm" variant="default" leftSection={<X size={13} />} disabled={!mayAct} onClick={ask("failed")}>
        {t("Mark failed…")}
      </Button>
      <Button size="compact-sm" variant="default" leftSection={<Square size={13} />} disabled={active.length === 0 || active.length > mostRunsOfAct} title={t("Cancels whole runs")} onClick={() => askAct({ kind: "cancel", runs: active })}>
        {active.length === 0 ? t("Cancel…") : t("Cancel {{count}} runs…", { count: active.length })}
      </Button>
      {askBackfill !== null && dates.length > 0 && (
        <Button size="compact-sm" variant="default" leftSection={<CalendarRange size={13} />} title={t("Opens the plan of a backfill from the first of these dates to the last")} onClick={() => askBackfill({ from: Math.min(...dates), to: Math.max(...dates), tasks: box.isWholeRuns ? [] : plainTasks(targets) })}>
          {t("Backfill these dates…")}
        </Button>
      )}
      <span className={styles.choiceGap} />
      <Button size="compact-sm" variant="subtle" onClick={onNone}>
        {t("Select none")}
      </Button>
    </div>
  );
}

/** A backfill takes mapped tasks as a whole. */
function plainTasks(targets: readonly ActTarget[]): string[] {
  return [...new Set(targets.flatMap(({ taskIds }) => taskIds ?? []).map((id) => id.replace(/\[\d+\]$/, "")))];
}

function limitWords(runs: number, tasks: number): string | null {
  if (runs > mostRunsOfAct) return t("one act takes {{most}} runs at most", { most: formatCount(mostRunsOfAct) });
  return tasks > mostTasksOfAct ? t("one act takes {{most}} tasks at most", { most: formatCount(mostTasksOfAct) }) : null;
}
