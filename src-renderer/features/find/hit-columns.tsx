/** The columns of the hits: run, what matched, where. */
import type { FindHit } from "../../../shared/contract/find.ts";
import { formatRoute } from "../../app/route.ts";
import { t } from "../../strings/t.ts";
import { StateBadge } from "../../ui/state-badge.tsx";
import { RelativeTime } from "../../ui/time-text.tsx";
import type { VirtualColumn } from "../../ui/virtual-table.tsx";
import styles from "./find-page.module.css";

export const hitColumns: VirtualColumn<FindHit>[] = [
  { key: "state", head: t("State"), width: "124px", cell: (hit) => <StateBadge state={hit.state} /> },
  {
    key: "match",
    head: t("Matched"),
    width: "minmax(200px, 1.4fr)",
    cell: (hit) => (
      <span className="dw-ellipsis" title={`${hit.key} = ${hit.value}`}>
        <span className="dw-dim">{hit.key} </span>
        <span className={`dw-mono ${styles.value}`}>{hit.value}</span>
      </span>
    ),
  },
  {
    key: "dag",
    head: "DAG",
    width: "minmax(140px, 1fr)",
    cell: (hit) => (
      <a className="dw-link dw-ellipsis" href={formatRoute({ page: "run", dagId: hit.dagId, runId: hit.runId })} title={hit.dagId} tabIndex={-1}>
        {hit.dagId}
      </a>
    ),
  },
  {
    key: "run",
    head: t("Run"),
    width: "minmax(180px, 1.2fr)",
    cell: (hit) => (
      <span className="dw-mono dw-ellipsis" title={hit.runId}>
        {hit.runId}
      </span>
    ),
  },
  { key: "where", head: t("Where"), width: "110px", cell: (hit) => <span className="dw-dim dw-ellipsis">{hit.remote ?? t("This machine")}</span> },
  { key: "queued", head: t("Queued"), width: "104px", cell: (hit) => <RelativeTime at={hit.queuedAt} /> },
];
