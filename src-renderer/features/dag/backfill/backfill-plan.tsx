/** What a backfill would do: in numbers, then date by date, a page at a time. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { BackfillPlan, PlannedInterval } from "../../../../shared/contract/backfills.ts";
import { stateAt, stateLetters } from "../../../../shared/run-view/run-grid.ts";
import { t } from "../../../strings/t.ts";
import { formatCount, formatDuration } from "../../../ui/format.ts";
import { StateBadge } from "../../../ui/state-badge.tsx";
import { stateLook } from "../../../ui/state-look.ts";
import { InstantText } from "../../../ui/time-text.tsx";
import { actWords, countWords, runsOf, whyWords } from "./backfill-words.ts";
import styles from "./backfill.module.css";
import { rowsOfPage } from "./use-backfill-form.ts";

export function BackfillPlanView({ plan, isStale, onOffset }: { plan: BackfillPlan; isStale: boolean; onOffset: (offset: number) => void }): ReactNode {
  if (plan.noneWhy !== null) return <p className="dw-dim">{plan.noneWhy}</p>;
  return (
    <section aria-label={t("Plan")} aria-busy={isStale} className={styles.plan}>
      <p className={styles.answer} role="status">
        <strong>{countWords(plan).join(", ")}</strong> <span className="dw-dim">{sumWords(plan)}</span>
      </p>
      {plan.cutAt !== null && <p className="dw-dim">{t("The range ends at the present: what is to come is the schedule's.")}</p>}
      <div className={styles.rows} tabIndex={0} role="region" aria-label={t("Dates of the plan")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("Logical date")}</th>
              <th scope="col">{t("What is done")}</th>
              <th scope="col">{t("Its run now")}</th>
              <th scope="col">{t("Tasks that run")}</th>
            </tr>
          </thead>
          <tbody>
            {plan.rows.map((row) => (
              <PlanRow key={row.logicalDate} plan={plan} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      {plan.intervals > rowsOfPage && <Pages plan={plan} onOffset={onOffset} />}
    </section>
  );
}

function sumWords(plan: BackfillPlan): string {
  if (runsOf(plan) === 0) return t("{{count}} dates", { count: plan.intervals });
  const tasks = t("{{count}} tasks run", { count: plan.taskRuns });
  return plan.totalMs === null ? t("{{tasks}}; no run before says how long that takes", { tasks }) : t("{{tasks}}, about {{duration}} in all", { tasks, duration: formatDuration(plan.totalMs) });
}

function PlanRow({ plan, row }: { plan: BackfillPlan; row: PlannedInterval }): ReactNode {
  return (
    <tr data-act={row.act}>
      <td className="dw-num">
        <InstantText at={row.logicalDate} />
      </td>
      <td>
        {actWords[row.act]}
        {row.why !== null && <span className="dw-dim"> – {whyWords(row.why)}</span>}
      </td>
      <td title={row.runId ?? undefined}>{row.state === null ? <span className="dw-dim">–</span> : <StateBadge state={row.state} />}</td>
      <td>
        <TaskCells plan={plan} row={row} />
      </td>
    </tr>
  );
}

const mostCells = 20;

/** A square a task, in the colour of its state now; filled for those that will run. */
function TaskCells({ plan: { tasks }, row: { states, runs } }: { plan: BackfillPlan; row: PlannedInterval }): ReactNode {
  const count = [...runs].filter((one) => one === "1").length;
  const cells = tasks.slice(0, mostCells).map((id, index) => {
    const letter = states[index] ?? "-";
    const state = letter === "-" ? null : stateAt(letter.charCodeAt(0) - stateLetters.none.charCodeAt(0));
    const willRun = runs[index] === "1";
    const words = state === null ? t("{{task}}: never ran", { task: id }) : `${id}: ${stateLook(state).word}`;
    return <span key={id} className={styles.cell} data-runs={willRun} style={{ "--cell": state === null ? "var(--dw-border-strong, var(--dw-text-dim))" : stateLook(state).color } as object} title={willRun ? t("{{task}}; it will run", { task: words }) : words} />;
  });
  return (
    <span className={styles.cells}>
      <span aria-hidden className={styles.squares}>
        {cells}
      </span>
      <span className="dw-num">{count === 0 ? t("none") : t("{{some}} of {{all}}", { some: count, all: tasks.length })}</span>
    </span>
  );
}

function Pages({ plan: { offset, intervals, rows }, onOffset }: { plan: BackfillPlan; onOffset: (offset: number) => void }): ReactNode {
  return (
    <div className={styles.pages}>
      <Button size="compact-xs" variant="default" disabled={offset === 0} onClick={() => onOffset(Math.max(0, offset - rowsOfPage))}>
        {t("Earlier rows")}
      </Button>
      <span className="dw-num">{t("{{from}}–{{to}} of {{all}}", { from: formatCount(offset + 1), to: formatCount(offset + rows.length), all: formatCount(intervals) })}</span>
      <Button size="compact-xs" variant="default" disabled={offset + rows.length >= intervals} onClick={() => onOffset(offset + rowsOfPage)}>
        {t("Later rows")}
      </Button>
    </div>
  );
}
