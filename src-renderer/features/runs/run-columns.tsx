/** The columns of a list of runs. */
import type { ReactNode } from "react";
import type { RunSummary } from "../../../shared/model/run.ts";
import { formatRoute } from "../../app/route.ts";
import { RunAnswer } from "../../app/run-answer.tsx";
import { MissedMark } from "../../run-acts/missed-mark.tsx";
import { NoteMark } from "../../run-acts/note-mark.tsx";
import type { Notes } from "../../run-acts/use-notes.ts";
import { t } from "../../strings/t.ts";
import { StateBadge } from "../../ui/state-badge.tsx";
import { DurationText, RelativeTime } from "../../ui/time-text.tsx";
import type { VirtualColumn } from "../../ui/virtual-table.tsx";

const words = { manual: t("Manual"), scheduled: t("Scheduled"), asset_triggered: t("By assets"), backfill: t("Backfill"), try: t("Try") } as const;

export function runColumns(notes: Notes): VirtualColumn<RunSummary>[] {
  return [
    { key: "state", head: t("State"), width: "124px", cell: (run) => <StateBadge state={run.state} /> },
    { key: "dag", head: "DAG", width: "minmax(104px, 1fr)", cell: (run) => <Link run={run} /> },
    { key: "run", head: t("Run"), width: "minmax(132px, 272px)", cell: (run) => <RunCell run={run} notes={notes} /> },
    { key: "type", head: t("Type"), width: "88px", cell: (run) => <span className="dw-dim">{words[run.runType]}</span> },
    { key: "queued", head: t("Queued"), width: "112px", cell: (run) => <RelativeTime at={run.queuedAt} /> },
    { key: "duration", head: t("Duration"), width: "96px", align: "end", cell: (run) => <DurationText startedAt={run.startedAt} endedAt={run.endedAt} /> },
    { key: "reason", head: t("What happened"), width: "minmax(240px, 3fr)", cell: (run) => (run.state === "failed" ? <RunAnswer run={run} /> : <Text text={run.reason} />) },
  ];
}

function RunCell({ run, notes }: { run: RunSummary; notes: Notes }): ReactNode {
  return (
    <>
      <Text text={run.runId} mono />
      <MissedMark count={run.missedDeadlines} />
      <NoteMark note={notes.ofRun(run.dagId, run.runId)} />
    </>
  );
}

function Link({ run }: { run: RunSummary }): ReactNode {
  return (
    <a className="dw-link dw-ellipsis" href={formatRoute({ page: "run", dagId: run.dagId, runId: run.runId })} title={run.dagId} tabIndex={-1}>
      {run.dagId}
    </a>
  );
}

function Text({ text, mono = false }: { text: string | null; mono?: boolean }): ReactNode {
  return (
    <span className={`${mono ? "dw-mono" : "dw-dim"} dw-ellipsis`} title={text ?? undefined}>
      {text ?? ""}
    </span>
  );
}
