/** What the shown run was given and when: params, conf, dates, version of the DAG. */
import type { ReactNode } from "react";
import type { RunSummary } from "../../../shared/model/run.ts";
import { durationOf } from "../../../shared/run-view/judge-task.ts";
import { t } from "../../strings/t.ts";
import { formatDuration, formatInstant } from "../../ui/format.ts";
import { runTypeWords } from "../../ui/model-words.ts";
import { useDisplayZone } from "../../ui/preferences.tsx";
import { Fact } from "./fact.tsx";
import styles from "./facts.module.css";

/** Of a longer value only the beginning is shown. */
const mostCharacters = 2_000;

export function RunFacts({ run }: { run: RunSummary }): ReactNode {
  const zone = useDisplayZone();
  const title = t("This run");
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <Given title={t("Its params")} values={run.params} />
      <Given title={t("Its conf")} values={run.conf} />
      <dl className={styles.factList}>
        <Fact name={t("Run")}>
          <code>{run.runId}</code>
        </Fact>
        {factsOf(run, zone).map(([name, value]) => value !== null && <Fact key={name} name={name}>{value}</Fact>)}
      </dl>
    </section>
  );
}

/** Each a name and, where it is known, a value. */
export function factsOf(run: RunSummary, zone: string | undefined): (readonly [string, string | null])[] {
  const instant = (at: number | null): string | null => (at === null ? null : formatInstant(at, zone));
  const took = durationOf(run);
  return [
    [t("Type"), runTypeWords[run.runType]],
    [t("Started by"), run.startedBy === undefined ? null : `${run.startedBy.dagId} · ${run.startedBy.runId} · ${run.startedBy.taskId}`],
    [t("Logical date"), instant(run.logicalDate)],
    [t("Data interval starts"), instant(run.dataIntervalStart)],
    [t("Data interval ends"), instant(run.dataIntervalEnd)],
    [t("Queued"), instant(run.queuedAt)],
    [t("Waited in the queue"), run.startedAt === null ? null : formatDuration(run.startedAt - run.queuedAt)],
    [t("Started"), instant(run.startedAt)],
    [t("Ended"), instant(run.endedAt)],
    [t("Duration"), took === null ? null : formatDuration(took)],
    [t("DAG version"), run.versionNumber === undefined ? null : String(run.versionNumber)],
    [t("Reason"), run.reason],
  ];
}

function Given({ title, values }: { title: string; values: Readonly<Record<string, unknown>> }): ReactNode {
  const entries = Object.entries(values);
  if (entries.length === 0) return null;
  return (
    <>
      <h4>{title}</h4>
      <dl className={styles.factList}>
        {entries.map(([name, value]) => (
          <Fact key={name} name={name}>
            <code>{clipped(typeof value === "string" ? value : (JSON.stringify(value) ?? ""))}</code>
          </Fact>
        ))}
      </dl>
    </>
  );
}

function clipped(text: string): string {
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
}
