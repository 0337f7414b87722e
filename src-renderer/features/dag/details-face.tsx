/** What the file says about the DAG as a whole: doc, owner, schedule, params, limits. */
import type { ReactNode } from "react";
import type { DagDetail } from "../../../shared/contract/dags.ts";
import type { Dag, ParamSpec } from "../../../shared/model/dag.ts";
import { embeddedConnection } from "../../../shared/model/workspace-config.ts";
import { formatPlural } from "../../ui/format.ts";
import { InstantText, RelativeTime } from "../../ui/time-text.tsx";
import styles from "./facts.module.css";
import { DocText } from "./doc-text.tsx";
import { boundsText } from "./run-form/param-form.ts";

export function DetailsFace({ dag: { dag, summary } }: { dag: DagDetail }): ReactNode {
  return (
    <div className={styles.details}>
      {summary.doc !== null && <DocText text={summary.doc} />}
      <dl className={styles.factList}>
        <Fact name="File">
          <code>{summary.file}</code>
        </Fact>
        <Fact name="Owner">{summary.owner ?? "–"}</Fact>
        {summary.tags.length > 0 && <Fact name="Tags">{summary.tags.join(", ")}</Fact>}
        <ScheduleFacts summary={summary} />
        {dag && <DagFacts dag={dag} />}
      </dl>
      {dag && Object.keys(dag.params).length > 0 && <Params params={dag.params} />}
    </div>
  );
}

function ScheduleFacts({ summary }: { summary: DagDetail["summary"] }): ReactNode {
  const { scheduleText, scheduleWords, timezone, scheduleOn, nextRunAt } = summary;
  if (scheduleText === null) return <Fact name="Schedule">none: runs by hand</Fact>;
  return (
    <>
      <Fact name="Schedule">
        {scheduleWords ?? scheduleText}{" "}
        <span className="dw-dim">
          <code>{scheduleText}</code> in {timezone}
        </span>
      </Fact>
      <Fact name="Next run">
        {scheduleOn ? (
          <>
            <RelativeTime at={nextRunAt} upcoming /> <span className="dw-dim">(<InstantText at={nextRunAt} />)</span>
          </>
        ) : (
          "none: the schedule is switched off"
        )}
      </Fact>
    </>
  );
}

function DagFacts({ dag }: { dag: Dag }): ReactNode {
  return (
    <>
      {(dag.startDate !== null || dag.endDate !== null) && (
        <Fact name="Runs">
          {dag.startDate === null ? "" : `from ${dag.startDate} `}
          {dag.endDate === null ? "" : `until ${dag.endDate}`}
        </Fact>
      )}
      {dag.schedule !== null && <Fact name="Missed runs">{catchupWords(dag.catchup)}</Fact>}
      <Fact name="At the same time">{formatPlural(dag.maxActiveRuns, "run")} at most</Fact>
      <Fact name="Connection">{dag.connection ?? `${embeddedConnection} (embedded DuckDB)`}</Fact>
      <Fact name="Schemas">
        built in <code>{dag.prepSchema}</code>, published to <code>{dag.finalSchema}</code>
      </Fact>
      {Object.entries(dag.searchKeys).map(([key, template]) => (
        <Fact key={key} name={`Search key ${key}`}>
          <code>{template}</code>
        </Fact>
      ))}
    </>
  );
}

function catchupWords(catchup: Dag["catchup"]): string {
  if (catchup === "latest") return "only the latest is made up for (catchup: latest)";
  return catchup ? "all are made up for (catchup: true)" : "are not made up for (catchup: false)";
}

function Params({ params }: { params: Readonly<Record<string, ParamSpec>> }): ReactNode {
  return (
    <>
      <h3>Params</h3>
      <dl className={styles.factList}>
        {Object.entries(params).map(([name, spec]) => (
          <Fact key={name} name={name}>
            {spec.type ?? "any"}, default <code>{JSON.stringify(spec.default) ?? "none"}</code>
            {boundsText(spec) === null ? "" : `, ${boundsText(spec)}`}
            {spec.description === undefined ? null : <div className="dw-dim">{spec.description}</div>}
          </Fact>
        ))}
      </dl>
    </>
  );
}

export function Fact({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <>
      <dt className={styles.factName}>{name}</dt>
      <dd className={styles.factValue}>{children}</dd>
    </>
  );
}
