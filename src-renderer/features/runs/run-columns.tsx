/** The columns of a list of runs. */
import type { ReactNode } from "react";
import type { RunSummary } from "../../../shared/model/run.ts";
import { formatRoute } from "../../app/route.ts";
import { RunAnswer } from "../../app/run-answer.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { DurationText, RelativeTime } from "../../ui/time-text.tsx";
import type { VirtualColumn } from "../../ui/virtual-table.tsx";

const words = { manual: "Manual", scheduled: "Scheduled", backfill: "Backfill", try: "Try" } as const;

export const runColumns: VirtualColumn<RunSummary>[] = [
  { key: "state", head: "State", width: "104px", cell: (run) => <StateBadge state={run.state} /> },
  { key: "dag", head: "DAG", width: "minmax(120px, 1fr)", cell: (run) => <Link run={run} /> },
  { key: "run", head: "Run", width: "minmax(140px, 256px)", cell: (run) => <Text text={run.runId} mono /> },
  { key: "type", head: "Type", width: "76px", cell: (run) => <span className="dw-dim">{words[run.runType]}</span> },
  { key: "queued", head: "Queued", width: "90px", cell: (run) => <RelativeTime at={run.queuedAt} /> },
  { key: "duration", head: "Duration", width: "96px", align: "end", cell: (run) => <DurationText startedAt={run.startedAt} endedAt={run.endedAt} /> },
  { key: "reason", head: "What happened", width: "minmax(160px, 2fr)", cell: (run) => (run.state === "failed" ? <RunAnswer run={run} /> : <Text text={run.reason} />) },
];

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
