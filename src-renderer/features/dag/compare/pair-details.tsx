/** One task in both runs: its facts side by side, then what is different in definition, text, checks, XComs and log. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import type { Facet, RunComparison, TaskPair, TaskSide } from "../../../../shared/run-view/comparison.ts";
import { durationOf, waitOf } from "../../../../shared/run-view/judge-task.ts";
import { formatRoute } from "../../../app/route.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";
import { formatBytes, formatCount, formatDuration } from "../../../ui/format.ts";
import panes from "../../../ui/panes.module.css";
import { StateBadge } from "../../../ui/state-badge.tsx";
import type { DagPageState } from "../use-dag-page.ts";
import { LogDifference } from "./log-difference.tsx";
import styles from "./pair-details.module.css";
import { RenderedDifference } from "./rendered-difference.tsx";
import { ValueChanges, type ChangeRow } from "./value-changes.tsx";
import { xcomRows } from "./xcom-rows.ts";

interface PairDetailsProps {
  readonly page: DagPageState;
  readonly comparison: RunComparison;
  readonly pair: TaskPair;
}

export function PairDetails({ page, comparison, pair }: PairDetailsProps): ReactNode {
  const { taskId, before, after } = pair;
  const { dagId, source, otherSource } = page.place;
  const sides = {
    before: { dagId, runId: comparison.before.runId, taskId, ...(otherSource === undefined ? {} : { source: otherSource }) },
    after: { dagId, runId: comparison.after.runId, taskId, ...(source === undefined ? {} : { source }) },
  };
  const rpc = useRpc();
  const hasTexts = before !== null && after !== null && pair.rendered.length + pair.dated.length + pair.xcoms.length + pair.loneXcoms.length > 0;
  const old = useQuery(rpc.runs.task.queryOptions({ input: sides.before, enabled: hasTexts })).data;
  const now = useQuery(rpc.runs.task.queryOptions({ input: sides.after, enabled: hasTexts })).data;
  // A text that was rendered is shown as it ran; as it was written it says the same again.
  const fields = pair.fields.filter(({ path }) => !pair.rendered.includes(path));
  const checks = checkRows(before, after);
  const xcoms = old === undefined || now === undefined ? [] : xcomRows(pair, old.xcoms, now.xcoms);
  return (
    <aside className={styles.details} aria-label={t("{{taskId}} in both runs", { taskId })}>
      <header className={styles.detailsHead}>
        <h2 title={taskId}>{taskId}</h2>
        <Tooltip label={t("Close")}>
          <ActionIcon variant="subtle" color="gray" size={26} aria-label={t("Close the details")} onClick={() => page.selectTask(null)}>
            <X size={15} />
          </ActionIcon>
        </Tooltip>
      </header>
      <div className={panes.scroll} tabIndex={0} role="region" aria-label={t("Differences of {{taskId}}", { taskId })}>
        <p className={styles.links}>
          {before !== null && <a className="dw-link" href={formatRoute({ page: "run", ...sides.before })}>{t("Open it in the run before")}</a>}
          {after !== null && <a className="dw-link" href={formatRoute({ page: "run", ...sides.after })}>{t("Open it in the run after")}</a>}
        </p>
        {before === null && <p className={styles.only}>{t("Only the run after has this task.")}</p>}
        {after === null && <p className={styles.only}>{t("Only the run before has this task.")}</p>}
        <ValueChanges title={t("Facts")} rows={factRows(pair)} areFacts />
        {before !== null && after !== null && <LogDifference sides={sides} before={before} after={after} />}
        {hasTexts && old !== undefined && now !== undefined && <RenderedDifference pair={pair} before={old} after={now} />}
        {fields.length > 0 && <ValueChanges title={t("Definition")} rows={fields} />}
        {checks.length > 0 && <ValueChanges title={t("Checks")} rows={checks} />}
        {xcoms.length > 0 && <ValueChanges title={t("XCom")} rows={xcoms} />}
      </div>
    </aside>
  );
}

function factRows({ before, after, notable }: TaskPair): ChangeRow[] {
  const row = (path: string, facet: Facet | null, wordsOf: (side: TaskSide) => ReactNode): ChangeRow => ({ path, before: before && wordsOf(before), after: after && wordsOf(after), isNotable: facet !== null && notable.includes(facet) });
  const time = (ms: number | null): string | null => (ms === null ? null : formatDuration(ms));
  const between = (from: number | null, to: number | null): string | null => (from === null || to === null ? null : time(Math.max(0, to - from)));
  const rows = [
    row(t("State"), "state", ({ state }) => <StateBadge state={state} />),
    row(t("Reason"), null, ({ reason }) => reason),
    row(t("Try"), "tries", ({ tryNumber }) => (tryNumber === 0 ? null : String(tryNumber))),
    row(t("Duration"), "duration", (side) => time(durationOf(side))),
    row(t("Waited"), "wait", (side) => time(waitOf(side))),
    row(t("Waited for a slot"), null, ({ scheduledAt, queuedAt }) => between(scheduledAt, queuedAt)),
    row(t("Waited to start"), null, ({ queuedAt, startedAt }) => between(queuedAt, startedAt)),
    row(t("Rows"), "rows", ({ rows: count }) => (count === null ? null : formatCount(count))),
    row(t("Exit code"), null, ({ exitCode }) => (exitCode === null ? null : String(exitCode))),
    row("CPU", "cpu", ({ cpuMs }) => time(cpuMs)),
    row(t("Peak memory"), "memory", ({ peakRssBytes }) => (peakRssBytes === null ? null : formatBytes(peakRssBytes))),
    row(t("Log"), null, ({ logBytes }) => (logBytes === null ? null : formatBytes(logBytes))),
  ];
  return rows.filter((each) => each.before !== null || each.after !== null);
}

function checkRows(before: TaskSide | null, after: TaskSide | null): ChangeRow[] {
  const names = [...new Set([...(before?.checks ?? []), ...(after?.checks ?? [])].map(({ name }) => name))];
  const words = (side: TaskSide | null, name: string): string | null => {
    const check = side?.checks.find((each) => each.name === name);
    if (check === undefined) return null;
    const outcome = { passed: t("passed"), failed: t("failed"), errored: t("could not be run") }[check.outcome];
    return check.outcome === "failed" && check.failingCount !== null ? t("{{outcome}}, {{count}} rows", { outcome, count: check.failingCount }) : outcome;
  };
  return names.map((name) => ({ path: name, before: words(before, name), after: words(after, name) }));
}
