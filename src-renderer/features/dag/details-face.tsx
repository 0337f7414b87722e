/** What the file says about the DAG as a whole: doc, owner, schedule, params, limits; and what the shown run was given. */
import type { ReactNode } from "react";
import { durationWords } from "../../../shared/base/duration.ts";
import type { DagDetail } from "../../../shared/contract/dags.ts";
import type { Dag, ParamSpec } from "../../../shared/model/dag.ts";
import type { RunDetail } from "../../../shared/contract/runs.ts";
import type { RunSummary } from "../../../shared/model/run.ts";
import { embeddedConnection } from "../../../shared/model/workspace-config.ts";
import { rich } from "../../strings/rich.tsx";
import { overlapWords } from "../../run-acts/schedule-words.ts";
import { DeadlineList } from "../../run-acts/deadline-list.tsx";
import { ScheduleTraces } from "./schedule-traces.tsx";
import { AuditShort } from "../../run-acts/audit-short.tsx";
import { t } from "../../strings/t.ts";
import { InstantText, RelativeTime } from "../../ui/time-text.tsx";
import styles from "./facts.module.css";
import { DocText } from "./doc-text.tsx";
import { Fact } from "./fact.tsx";
import { RunMessages } from "./run-messages.tsx";
import { AssetSection } from "./asset-section.tsx";
import { QueueSection } from "./queue-section.tsx";
import { RunTriggers } from "./run-triggers.tsx";
import { RunFacts } from "./run-facts.tsx";
import { boundsText } from "./run-form/param-form.ts";

interface DetailsFaceProps {
  readonly dag: DagDetail;
  readonly runId: string | null;
  /** Null until it is known. */
  readonly run: RunSummary | null;
  readonly triggers: RunDetail["triggers"];
  readonly source: string | undefined;
}

export function DetailsFace({ dag: { dag, summary }, runId, run, triggers, source }: DetailsFaceProps): ReactNode {
  return (
    <div className={styles.details}>
      {summary.doc !== null && <DocText text={summary.doc} />}
      {source === undefined && dag?.queue !== undefined && <QueueSection dagId={summary.dagId} />}
      {source === undefined && dag !== null && <AssetSection dagId={summary.dagId} />}
      {triggers !== undefined && <RunTriggers triggers={triggers} isHere={source === undefined} />}
      {run !== null && <RunFacts run={run} />}
      {run !== null && source === undefined && <RunMessages dagId={run.dagId} runId={run.runId} />}
      {run !== null && <h3>{t("The DAG")}</h3>}
      <dl className={styles.factList}>
        <Fact name={t("File")}>
          <code>{summary.file}</code>
        </Fact>
        <Fact name={t("Owner")}>{summary.owner ?? "–"}</Fact>
        {summary.tags.length > 0 && <Fact name={t("Tags")}>{summary.tags.join(", ")}</Fact>}
        <ScheduleFacts summary={summary} byTime={dag?.schedule !== null} hasQueue={dag?.queue !== undefined} />
        {dag && <DagFacts dag={dag} />}
      </dl>
      {dag && Object.keys(dag.params).length > 0 && <Params params={dag.params} />}
      {source === undefined && <DeadlineList dagId={summary.dagId} title={t("Deadlines")} />}
      {summary.scheduleText !== null && source === undefined && <ScheduleTraces dagId={summary.dagId} />}
      <AuditShort dagId={summary.dagId} runId={runId} source={source} />
    </div>
  );
}

function ScheduleFacts({ summary, byTime, hasQueue }: { summary: DagDetail["summary"]; /** And not only by assets. */ byTime: boolean; hasQueue: boolean }): ReactNode {
  const { scheduleText, scheduleWords, timezone, scheduleOn, nextRunAt } = summary;
  if (scheduleText === null) return <Fact name={t("Schedule")}>{hasQueue ? t("none: its queue starts it") : t("none: runs by hand")}</Fact>;
  return (
    <>
      <Fact name={t("Schedule")}>
        {scheduleWords ?? scheduleText}{" "}
        <span className="dw-dim">
          {scheduleWords?.includes(timezone) === true ? <code>{scheduleText}</code> : rich("{{scheduleText}} in {{timezone}}", { scheduleText: <code>{scheduleText}</code>, timezone })}
        </span>
      </Fact>
      <Fact name={t("Next run")}>
        {scheduleOn && !byTime ? (
          t("when its assets are loaded")
        ) : scheduleOn ? (
          <>
            <RelativeTime at={nextRunAt} upcoming /> <span className="dw-dim">(<InstantText at={nextRunAt} />)</span>
          </>
        ) : (
          t("none: the schedule is switched off")
        )}
      </Fact>
    </>
  );
}

function DagFacts({ dag }: { dag: Dag }): ReactNode {
  return (
    <>
      {(dag.startDate !== null || dag.endDate !== null) && (
        <Fact name={t("Runs")}>
          {[...(dag.startDate === null ? [] : [t("from {{date}}", { date: dag.startDate })]), ...(dag.endDate === null ? [] : [t("until {{date}}", { date: dag.endDate })])].join(" ")}
        </Fact>
      )}
      {dag.schedule !== null && <Fact name={t("Missed runs")}>{catchupWords(dag.catchup)}</Fact>}
      {(dag.schedule !== null || dag.assets !== undefined) && <Fact name={t("If they overlap")}>{overlapWords(dag.overlap ?? "queue")}</Fact>}
      {dag.historicalDrop === true && <Fact name={t("Historical drop")}>{t("the first run covers everything from the start date on")}</Fact>}
      <Fact name={t("At the same time")}>{[t("{{count}} runs at most", { count: dag.maxActiveRuns }), ...(dag.maxActiveTasks === undefined ? [] : [t("{{count}} tasks of a run at most", { count: dag.maxActiveTasks })])].join(", ")}</Fact>
      {dag.dagrunTimeoutMs !== undefined && <Fact name={t("Time for a run")}>{t("{{duration}} at most, then it fails", { duration: durationWords(dag.dagrunTimeoutMs) })}</Fact>}
      <Fact name={t("Connection")}>{dag.connection ?? t("{{embeddedConnection}} (embedded DuckDB)", { embeddedConnection })}</Fact>
      <Fact name={t("Schemas")}>
        {rich("built in {{prepSchema}}, published to {{finalSchema}}", { prepSchema: <code>{dag.prepSchema}</code>, finalSchema: <code>{dag.finalSchema}</code> })}
      </Fact>
      {Object.entries(dag.searchKeys).map(([key, template]) => (
        <Fact key={key} name={t("Search key {{key}}", { key })}>
          <code>{template}</code>
        </Fact>
      ))}
    </>
  );
}

function catchupWords(catchup: Dag["catchup"]): string {
  if (catchup === "latest") return t("only the latest is made up for (catchup: latest)");
  return catchup ? t("all are made up for (catchup: true)") : t("are not made up for (catchup: false)");
}

function paramWords(spec: ParamSpec): ReactNode {
  const words = boundsText(spec);
  const named = { type: spec.type ?? t("any"), boundsText: words === null ? "" : `, ${words}` };
  if (spec.default === undefined) return t("{{type}}, has to be given{{boundsText}}", named);
  return rich("{{type}}, default {{default}}{{boundsText}}", { ...named, default: <code>{JSON.stringify(spec.default) ?? "none"}</code> });
}

function Params({ params }: { params: Readonly<Record<string, ParamSpec>> }): ReactNode {
  return (
    <>
      <h3>{t("Params")}</h3>
      <dl className={styles.factList}>
        {Object.entries(params).map(([name, spec]) => (
          <Fact key={name} name={name}>
            {paramWords(spec)}
            {spec.description === undefined ? null : <div className="dw-dim">{spec.description}</div>}
          </Fact>
        ))}
      </dl>
    </>
  );
}
