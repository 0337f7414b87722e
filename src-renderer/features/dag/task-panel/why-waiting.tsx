/** Why a task does not run: every gate between it and its process, who holds it shut, and when it should open. Live: read anew with what changes. */
import { useQuery } from "@tanstack/react-query";
import { Check, Hourglass, X } from "lucide-react";
import type { ReactNode } from "react";
import type { WaitGate, WaitHolder, WaitReport } from "../../../../shared/contract/waiting.ts";
import { formatRoute, navigate } from "../../../app/route.ts";
import { toFailure } from "../../../rpc/failure.ts";
import { useRpc } from "../../../rpc/rpc-provider.tsx";
import { rich } from "../../../strings/rich.tsx";
import { t } from "../../../strings/t.ts";
import { ErrorState } from "../../../ui/error-state.tsx";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import { StateBadge } from "../../../ui/state-badge.tsx";
import { RelativeTime } from "../../../ui/time-text.tsx";
import { gateWords } from "./gate-words.ts";
import styles from "./why-waiting.module.css";

export interface WhyWaitingProps {
  readonly dagId: string;
  readonly runId: string;
  readonly taskId: string;
  readonly source?: string | undefined;
}

export function WhyWaiting({ dagId, runId, taskId, source }: WhyWaitingProps): ReactNode {
  const input = { dagId, runId, taskId, ...(source === undefined ? {} : { source }) };
  const query = useQuery(useRpc().runs.waiting.queryOptions({ input, refetchInterval: ({ state }) => untilLook(state.data) }));
  if (query.data === undefined) return query.error ? <ErrorState title={t("It cannot be told why it waits")} failure={toFailure(query.error)} onRetry={() => void query.refetch()} /> : <SkeletonRows rows={5} label={t("Asking what it waits for")} />;
  return (
    <div className={styles.scroll} tabIndex={0}>
      <Summary report={query.data} />
      <ol className={styles.gates} aria-label={t("Gates before the task")}>
        {query.data.gates.map((gate) => shows(gate) && <Gate key={gate.kind} gate={gate} report={query.data} run={input} />)}
      </ol>
      {query.data.isPaused && <p className="dw-dim">{t("The schedule of this DAG is off. That makes no new runs; it holds back none that is there.")}</p>}
    </div>
  );
}

/** No event tells of a look that changed nothing: it is asked for once it is over. */
function untilLook(report: WaitReport | undefined): number | false {
  const watch = report?.gates.find((gate) => gate.kind === "watch");
  if (report === undefined || watch === undefined) return false;
  return watch.lookedAt === null ? afterLookMs : watch.nextAt !== null && Math.max(0, watch.nextAt - report.at) + afterLookMs;
}

const afterLookMs = 500;

/** What nobody asks about while all is well with it. */
function shows({ kind, isOpen }: WaitGate): boolean {
  return !isOpen || (kind !== "cancel" && kind !== "chosen" && kind !== "engine" && kind !== "start");
}

function Summary({ report }: { report: WaitReport }): ReactNode {
  const closed = report.gates.filter(({ isOpen }) => !isOpen).length;
  if (!report.isWaiting) return <p className={styles.summary}>{report.state === "running" ? t("It runs: nothing holds it back.") : closed > 0 ? t("It waits for nothing any more; this decided:") : t("It waits for nothing any more.")}</p>;
  return (
    <p className={styles.summary} role="status">
      <strong>{closed === 0 ? t("Nothing holds it back: it starts with the next free moment.") : t("{{count}} gates hold it back.", { count: closed })}</strong>{" "}
      {closed > 0 && (report.expectedAt === null ? <span className="dw-dim">{t("When it starts is not known: not all that it waits for has succeeded before.")}</span> : <Expected at={report.expectedAt} now={report.at} />)}
    </p>
  );
}

function Expected({ at, now }: { at: number; now: number }): ReactNode {
  if (at <= now) return <span className="dw-dim">{t("It should start any moment.")}</span>;
  return <span>{rich("It should start {{at}}.", { at: <RelativeTime at={at} upcoming /> })}</span>;
}

function Gate({ gate, report, run }: { gate: WaitGate; report: WaitReport; run: WhyWaitingProps }): ReactNode {
  const isFinal = !gate.isOpen && !report.isWaiting;
  const Icon = gate.isOpen ? Check : isFinal ? X : Hourglass;
  return (
    <li className={styles.gate} data-open={gate.isOpen} data-kind={gate.kind}>
      <span className={styles.sign} role="img" aria-label={gate.isOpen ? t("open") : isFinal ? t("decided") : t("waits")}>
        <Icon size={14} aria-hidden />
      </span>
      <div className={styles.words}>
        <span>{gateWords(gate)}</span>
        {!gate.isOpen && gate.expectedAt !== null && gate.expectedAt > report.at && (
          <span className="dw-dim">
            {" "}
            {rich("Opens {{at}}.", { at: <RelativeTime at={gate.expectedAt} upcoming /> })}
          </span>
        )}
        {gate.kind === "pool" && run.source === undefined && (
          <>
            {" "}
            <a className="dw-link" href={formatRoute({ page: "pools" })}>
              {t("All pools")}
            </a>
          </>
        )}
        {gate.kind === "watch" && <Looks gate={gate} />}
        {!gate.isOpen && gate.holders.length > 0 && <Holders gate={gate} report={report} run={run} />}
        {gate.kind === "past" && gate.cause !== undefined && (
          <>
            <span>{t("The first cause, {{count}} runs back:", { count: gate.cause.runsBack })}</span>
            <ul className={styles.holders}>
              <Holder holder={gate.cause} now={report.at} run={run} />
            </ul>
          </>
        )}
      </div>
    </li>
  );
}

/** When it looked last and what it saw, when it looks next, and how long it waits. */
function Looks({ gate }: { gate: Extract<WaitGate, { kind: "watch" }> }): ReactNode {
  return (
    <ul className={styles.holders}>
      {gate.lookedAt === null && gate.saw !== null && <li>{gate.saw}</li>}
      {gate.lookedAt !== null && <li>{rich("Looked {{at}} ({{looks}}): {{saw}}", { at: <RelativeTime at={gate.lookedAt} />, looks: t("{{count}} looks", { count: gate.looks }), saw: gate.saw ?? "" })}</li>}
      {gate.lookedAt !== null && gate.nextAt === null && <li className="dw-dim">{t("It looks again when that DAG's runs change.")}</li>}
      {gate.nextAt !== null && <li className="dw-dim">{rich("Looks again {{at}}.", { at: <RelativeTime at={gate.nextAt} upcoming /> })}</li>}
      {gate.deadline !== null && <li className="dw-dim">{rich("Waits {{until}} at the longest.", { until: <RelativeTime at={gate.deadline} upcoming /> })}</li>}
    </ul>
  );
}

function Holders({ gate, report, run }: { gate: WaitGate; report: WaitReport; run: WhyWaitingProps }): ReactNode {
  const rest = gate.holderCount - gate.holders.length;
  return (
    <ul className={styles.holders}>
      {gate.holders.map((holder) => (
        <Holder key={`${holder.dagId}\n${holder.runId}\n${holder.taskId}`} holder={holder} now={report.at} run={run} />
      ))}
      {rest > 0 && <li className="dw-dim">{t("and {{rest}} more", { rest })}</li>}
    </ul>
  );
}

function Holder({ holder, now, run }: { holder: WaitHolder; now: number; run: WhyWaitingProps }): ReactNode {
  const { dagId, runId, taskId, state, since, expectedEnd } = holder;
  const isHere = dagId === run.dagId && runId === run.runId;
  const inDag = taskId === null || isHere ? [taskId ?? runId] : [runId, taskId];
  const name = [...(dagId === run.dagId ? [] : [dagId]), ...inDag].join(" · ");
  const open = (): void => navigate({ page: "run", dagId, runId, ...(taskId === null ? {} : { taskId }), ...(run.source === undefined ? {} : { source: run.source }) });
  return (
    <li className={styles.holder}>
      <button type="button" className={styles.name} title={t("Show {{name}}", { name: `${dagId} · ${runId}${taskId === null ? "" : ` · ${taskId}`}` })} onClick={open}>
        {name}
      </button>
      <StateBadge state={state} />
      {since !== null && <span className="dw-dim">{rich("since {{since}}", { since: <RelativeTime at={since} /> })}</span>}
      {expectedEnd !== null && state === "running" && <span className="dw-dim">{expectedEnd <= now ? t("takes longer than usual") : rich("ends {{end}} or so", { end: <RelativeTime at={expectedEnd} upcoming /> })}</span>}
    </li>
  );
}
