/** The columns of the DAG list. */
import { Badge, Button } from "@mantine/core";
import { CircleAlert, Play, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { DagSummary } from "../../../shared/contract/dags.ts";
import type { RunSummary } from "../../../shared/model/run.ts";
import { formatRoute } from "../../app/route.ts";
import { t } from "../../strings/t.ts";
import { summaryOf } from "../../ui/markdown.ts";
import { RunStrip } from "../../ui/run-strip.tsx";
import { ScheduleSwitch } from "../../run-acts/schedule-switch.tsx";
import { StateIcon } from "../../ui/state-badge.tsx";
import { RelativeTime } from "../../ui/time-text.tsx";
import type { VirtualColumn } from "../../ui/virtual-table.tsx";
import styles from "./dags-page.module.css";

export interface DagActs {
  /** Null when the engine may start nothing; the text says why. */
  readonly whyNotRun: string | null;
  readonly starting: string | null;
  readonly run: (dag: DagSummary) => void;
  readonly openRun: (run: RunSummary) => void;
}

export function dagColumns(acts: DagActs): VirtualColumn<DagSummary>[] {
  return [
    { key: "name", head: "DAG", width: "minmax(200px, 2.4fr)", sortable: true, cell: (dag) => <NameCell dag={dag} /> },
    { key: "schedule", head: t("Schedule"), width: "minmax(130px, 1.3fr)", cell: (dag) => <ScheduleCell dag={dag} /> },
    { key: "next", head: t("Next run"), width: "104px", sortable: true, cell: (dag) => (dag.scheduleOn ? <RelativeTime at={dag.nextRunAt} upcoming /> : <span className="dw-dim">–</span>) },
    { key: "last", head: t("Last runs"), width: "128px", sortable: true, cell: (dag) => <RunStrip runs={dag.lastRuns} onOpen={acts.openRun} /> },
    { key: "owner", head: t("Owner"), width: "minmax(80px, 0.8fr)", sortable: true, cell: (dag) => <Plain text={dag.owner} /> },
    { key: "file", head: t("File"), width: "minmax(100px, 1.2fr)", sortable: true, cell: (dag) => <Plain text={dag.file} mono /> },
    { key: "problems", head: t("Problems"), width: "88px", sortable: true, cell: (dag) => <ProblemsCell dag={dag} /> },
    { key: "run", head: t("Run"), headHidden: true, width: "80px", align: "end", cell: (dag, focused) => <RunCell dag={dag} acts={acts} focused={focused} /> },
  ];
}

function NameCell({ dag }: { dag: DagSummary }): ReactNode {
  const last = dag.lastRuns[0];
  return (
    <>
      {last === undefined ? <StateIcon state="none" label /> : <StateIcon state={last.state} label />}
      <a className={`${styles.name} dw-link dw-ellipsis`} href={formatRoute({ page: "dag", dagId: dag.dagId })} title={dag.doc === null ? dag.dagId : summaryOf(dag.doc)} tabIndex={-1}>
        {dag.dagId}
      </a>
      {dag.tags.length > 0 && (
        <span className={styles.tags} title={dag.tags.join(", ")}>
          {dag.tags.slice(0, 3).map((tag) => (
            <Badge key={tag} size="xs" variant="default" className={styles.tag ?? ""}>
              {tag}
            </Badge>
          ))}
        </span>
      )}
    </>
  );
}

function ScheduleCell({ dag }: { dag: DagSummary }): ReactNode {
  // A schedule with a mistake is none yet; the file's problems tell of it.
  if (dag.scheduleText === null) return <span className="dw-dim">{dag.hasQueue === true ? t("By its queue") : dag.errors > 0 ? "–" : t("By hand")}</span>;
  return (
    <>
      <ScheduleSwitch dag={dag} />
      <span className="dw-ellipsis" title={`${dag.scheduleText} (${dag.timezone})`}>
        {dag.scheduleWords ?? dag.scheduleText}
      </span>
    </>
  );
}

function Plain({ text, mono = false }: { text: string | null; mono?: boolean }): ReactNode {
  return (
    <span className={`${mono ? "dw-mono " : ""}dw-dim dw-ellipsis`} title={text ?? undefined}>
      {text ?? "–"}
    </span>
  );
}

function ProblemsCell({ dag }: { dag: DagSummary }): ReactNode {
  const errors = dag.errors + (dag.circles ?? 0);
  if (errors > 0) {
    return (
      <span className={styles.errors} title={`${t("{{count}} errors", { count: errors })}, ${t("{{count}} warnings", { count: dag.warnings })}`}>
        <CircleAlert size={13} aria-label={t("Errors")} /> {errors}
      </span>
    );
  }
  if (dag.warnings === 0) return <span className="dw-dim">–</span>;
  return (
    <span className={styles.warnings} title={t("{{count}} warnings", { count: dag.warnings })}>
      <TriangleAlert size={13} aria-label={t("Warnings")} /> {dag.warnings}
    </span>
  );
}

function RunCell({ dag, acts, focused }: { dag: DagSummary; acts: DagActs; focused: boolean }): ReactNode {
  const why = acts.whyNotRun ?? (dag.errors > 0 ? t("Its file has errors") : null);
  return (
    <Button
      size="compact-xs"
      variant="default"
      leftSection={<Play size={11} aria-hidden />}
      tabIndex={focused ? 0 : -1}
      disabled={why !== null}
      loading={acts.starting === dag.dagId}
      title={why ?? (dag.needsParams === true ? t("A run of {{dagId}} has to be given params: opens its page", { dagId: dag.dagId }) : t("Run {{dagId}} with its default params", { dagId: dag.dagId }))}
      aria-label={t("Run {{dagId}}", { dagId: dag.dagId })}
      onClick={() => acts.run(dag)}
    >
      {dag.needsParams === true ? t("Run…") : t("Run")}
    </Button>
  );
}
