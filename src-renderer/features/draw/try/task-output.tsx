/** One task's newest try: how it went, what it read, and what it gave. */
import { Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Suspense, useState, type ReactNode } from "react";
import type { TriedTask } from "../../../../shared/contract/tries.ts";
import type { GraphTask } from "../../../../shared/model/dag.ts";
import type { Attempt } from "../../../../shared/model/run.ts";
import { isFinished } from "../../../../shared/model/states.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import { OutputBar } from "./output-bar.tsx";
import type { OutputPanelProps } from "./output-panel.tsx";
import styles from "./output.module.css";
import { TryError } from "./try-error.tsx";
import { TriedTables } from "./tried-rows.tsx";
import { dropsRows, pinOf, triedOf } from "./try-facts.ts";
import { ValuesView } from "./values-view.tsx";

const tabNames = ["rows", "log", "error", "checks", "values", "pin"] as const;
type Tab = (typeof tabNames)[number];
const titles: Readonly<Record<Tab, string>> = { rows: t("Rows"), log: t("Log"), error: t("Error"), checks: t("Checks"), values: "XComs", pin: t("Pin") };

export function TaskOutput({ drawing, tries, views, task, title, tools }: OutputPanelProps & { task: GraphTask; title: ReactNode; tools: ReactNode }): ReactNode {
  const tried = triedOf(tries.state, task.id);
  const kept = pinOf(drawing.state.good.ui, tries.state, task.id);
  const runId = tried?.run.runId ?? "";
  const query = useQuery({ ...useRpc().runs.task.queryOptions({ input: { dagId: tried?.run.dagId ?? "", runId, taskId: task.id } }), enabled: tried !== null });
  const detail = tried === null ? undefined : query.data;
  const attempt = detail?.attempts.at(-1) ?? null;
  const tabs = tabsOf(tried, { attempt, hasValues: (detail?.xcoms.length ?? 0) > 0, isPinned: kept !== null });
  // The person's choice holds for one try; the next one opens where its answer is.
  const [choice, setChoice] = useState<{ runId: string; state: string; tab: Tab } | null>(null);
  const state = tried?.instance.state ?? "none";
  const best = bestTab(tried, tabs, kept !== null);
  const tab = choice !== null && choice.runId === runId && choice.state === state && tabs.includes(choice.tab) ? choice.tab : best;
  const content = (): ReactNode => {
    if (tab === "pin" && kept !== null) {
      if (kept.pin === null) return <EmptyState title={t("The data of this pin is not here")}>{t("The file names a pin ({{kept}}) that was made elsewhere, or that is long gone. Pin the task anew, or take the pin off.", { kept: kept.id })}</EmptyState>;
      const { pin } = kept;
      return pin.tables.length > 0 ? <TriedTables key={pin.id} tables={pin.tables} /> : <ValuesView values={pin.xcoms} label={t("Pinned XComs of {{task}}", { task: task.id })} onChange={(values) => tries.editPin(pin.id, values)} />;
    }
    if (tries.asked.includes(task.id)) return <SkeletonRows rows={6} label={t("Starting")} />;
    if (tried === null) return <NeverTried kind={task.kind} />;
    if (tab === "rows") return <TriedTables key={runId} tables={tried.tables} />;
    const log = (): ReactNode => attempt !== null && <views.Log key={attempt.attemptId} tryRef={{ dagId: tried.run.dagId, runId, taskId: task.id, tryNumber: attempt.tryNumber }} attempt={attempt} />;
    if (tab === "error") {
      const error = <TryError key={runId} {...{ drawing, tries, taskId: task.id, attempt, reason: attempt?.reason ?? tried.instance.reason ?? t("It failed and left no reason.") }} />;
      // Of a program that failed only its own words say why.
      return (attempt?.exitCode ?? 0) === 0 ? error : <div className={styles.errorOfProgram}>{error}{log()}</div>;
    }
    if (detail === undefined || attempt === null) return <SkeletonRows rows={6} label={t("Waiting for the task")} />;
    if (tab === "checks") return <views.Checks checks={attempt.checks} />;
    if (tab === "values") return <ValuesView values={Object.fromEntries(detail.xcoms.map(({ key, value }) => [key, value]))} label={t("XComs of {{task}}", { task: task.id })} onChange={null} />;
    if (!dropsRows(tried, attempt)) return log();
    return (
      <>
        <p className={styles.dropped}>{t("Its rows are not kept: a SqlTask without CREATE TABLE is a script. Give it a Table (DDL), and they are shown here and published by a run.")}</p>
        {log()}
      </>
    );
  };
  return (
    <div className={styles.output}>
      <OutputBar tries={tries} task={task} tried={tried} pinned={kept !== null} isPinGone={kept !== null && kept.pin === null} title={title} tools={tools} />
      {tabs.length > 0 && (
        <Tabs value={tab} onChange={(next) => setChoice({ runId, state, tab: next as Tab })} classNames={{ root: styles.tabs ?? "" }} keepMounted={false}>
          <Tabs.List aria-label={t("Output of {{task}}", { task: task.id })}>
            {tabs.map((one) => (
              <Tabs.Tab key={one} value={one} size="xs">
                {titles[one]}
                {one === "checks" && attempt !== null && ` ${attempt.checks.filter(({ outcome }) => outcome === "passed").length}/${attempt.checks.length}`}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value={tab} className={styles.content ?? ""}>
            <Suspense fallback={<SkeletonRows rows={6} />}>{content()}</Suspense>
          </Tabs.Panel>
        </Tabs>
      )}
      {tabs.length === 0 && <div className={styles.content}>{content()}</div>}
    </div>
  );
}

function tabsOf(tried: TriedTask | null, { attempt, hasValues, isPinned }: { attempt: Attempt | null; hasValues: boolean; isPinned: boolean }): Tab[] {
  const has: Readonly<Record<Tab, boolean>> = {
    rows: (tried?.tables.length ?? 0) > 0,
    log: attempt !== null,
    error: tried !== null && isBad(tried),
    checks: (attempt?.checks.length ?? 0) > 0,
    values: hasValues,
    pin: isPinned,
  };
  return tabNames.filter((name) => has[name]);
}

function isBad({ instance: { state } }: TriedTask): boolean {
  return state === "failed" || state === "interrupted" || state === "upstream_failed";
}

function bestTab(tried: TriedTask | null, tabs: readonly Tab[], isPinned: boolean): Tab {
  if (tried === null) return isPinned ? "pin" : "log";
  if (isBad(tried)) return "error";
  if (isFinished(tried.instance.state) && tabs.includes("rows")) return "rows";
  return "log";
}

function NeverTried({ kind }: { kind: string }): ReactNode {
  const isReal = kind === "BashTask" || kind === "PythonTask" || kind === "HttpTask" || kind === "NotifyTask";
  return (
    <EmptyState title={t("Not tried yet")}>
      {t("F7 tries this task on the text as it stands, saved or not. Tables are built apart and nothing is published.")}
      {isReal && ` ${t("It runs for real, with whatever it does elsewhere.")}`}
    </EmptyState>
  );
}
