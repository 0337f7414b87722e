/** What the file says about the DAG as a whole: doc, owner, schedule, params, limits. */
import type { ReactNode } from "react";
import type { DagDetail } from "../../../shared/contract/dags.ts";
import type { Dag, ParamSpec } from "../../../shared/model/dag.ts";
import { RelativeTime } from "../../ui/time-text.tsx";
import styles from "./dag-page.module.css";
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
        <Fact name="Schedule">{summary.scheduleText === null ? "none: runs by hand" : `${summary.scheduleWords ?? summary.scheduleText} (${summary.scheduleText}, ${summary.timezone})`}</Fact>
        <Fact name="Next run">
          {summary.scheduleText !== null && !summary.scheduleOn ? "none: the schedule is switched off" : <RelativeTime at={summary.nextRunAt} upcoming />}
        </Fact>
        {dag && <DagFacts dag={dag} />}
      </dl>
      {dag && Object.keys(dag.params).length > 0 && <Params params={dag.params} />}
    </div>
  );
}

function DagFacts({ dag }: { dag: Dag }): ReactNode {
  return (
    <>
      <Fact name="Starts and ends">
        {dag.startDate ?? "–"} to {dag.endDate ?? "open"}
      </Fact>
      <Fact name="Catchup">{String(dag.catchup)}</Fact>
      <Fact name="Runs at the same time">{dag.maxActiveRuns}</Fact>
      <Fact name="Connection">{dag.connection ?? "embedded DuckDB"}</Fact>
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
