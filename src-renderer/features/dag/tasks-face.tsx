/** The tasks as a table: the equal of the graph for keyboard and screen reader, and the faster one for 1,000 tasks. */
import { TextInput } from "@mantine/core";
import { Search } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";
import type { Note } from "../../../shared/contract/acts.ts";
import type { TaskInstance } from "../../../shared/model/run.ts";
import { sortedCounts } from "../../graph-view/groups/group-status.ts";
import { kindWord } from "../../graph-view/task-status.ts";
import { NoteMark } from "../../run-acts/note-mark.tsx";
import { useNotes } from "../../run-acts/use-notes.ts";
import { t } from "../../strings/t.ts";
import { formatCount } from "../../ui/format.ts";
import { MappedMark } from "../../ui/mapped-counts.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { DurationText, RelativeTime } from "../../ui/time-text.tsx";
import { VirtualTable, type SortOrder, type VirtualColumn } from "../../ui/virtual-table.tsx";
import styles from "./dag-page.module.css";
import type { RunFaceProps } from "./run-faces.ts";
import { taskRows, type TaskRow } from "./task-rows.ts";

export function TasksFace({ page: { place, runId, tasks, instances, nodeId: selected, selectTask: onOpen } }: RunFaceProps): ReactNode {
  const [filter, setFilter] = useState("");
  const [order, setOrder] = useState<SortOrder | null>(null);
  const rows = useMemo(() => taskRows(tasks, instances, filter, order), [tasks, instances, filter, order]);
  const notes = useNotes(place.dagId, place.source);
  const columns = useMemo(() => columnsFor(selected, (taskId) => (runId === null ? null : notes.ofTask(place.dagId, runId, taskId))), [selected, notes, place.dagId, runId]);
  return (
    <div className={styles.face}>
      <div className={styles.faceBar}>
        <TextInput leftSection={<Search size={13} />} placeholder={t("Filter by name, kind or state")} aria-label={t("Filter tasks")} value={filter} w={260} onChange={(event) => setFilter(event.currentTarget.value)} />
        <span className="dw-dim dw-num">{filter === "" ? t("{{count}} tasks", { count: tasks.length }) : t("{{rows}} of {{count}} tasks", { rows: rows.length, count: tasks.length })}</span>
      </div>
      <VirtualTable label={t("Tasks")} items={rows} columns={columns} keyOf={(row) => row.task.id} onOpen={(row) => onOpen(row.task.id)} {...(order ? { sort: order } : {})} onSort={setOrder} />
    </div>
  );
}

function columnsFor(selected: string | null, noteOf: (taskId: string) => Note | null): VirtualColumn<TaskRow>[] {
  return [
    { key: "name", head: t("Task"), width: "minmax(160px, 2.5fr)", sortable: true, cell: ({ task }) => <NameCell id={task.id} selected={task.id === selected} note={noteOf(task.id)} /> },
    { key: "kind", head: t("Kind"), width: "72px", sortable: true, cell: ({ task }) => <span className="dw-dim">{kindWord(task.kind)}</span> },
    { key: "state", head: t("State"), width: "minmax(130px, 1.2fr)", sortable: true, cell: ({ task, instance }) => <StateCell task={task} instance={instance} /> },
    { key: "try", head: t("Try"), width: "84px", align: "end", sortable: true, cell: ({ instance }) => <span className="dw-num">{instance && instance.tryNumber > 0 ? t("{{tryNumber}} of {{maxTries}}", { tryNumber: instance.tryNumber, maxTries: instance.maxTries }) : "–"}</span> },
    { key: "started", head: t("Started"), width: "108px", align: "end", sortable: true, cell: ({ instance }) => <RelativeTime at={instance?.startedAt ?? null} /> },
    { key: "duration", head: t("Duration"), width: "104px", align: "end", sortable: true, cell: ({ instance }) => <DurationText startedAt={instance?.startedAt ?? null} endedAt={instance?.endedAt ?? null} /> },
    { key: "rows", head: t("Rows"), width: "84px", align: "end", sortable: true, cell: ({ instance }) => <RowsCell instance={instance} /> },
    { key: "why", head: t("Reason"), width: "minmax(100px, 2fr)", cell: ({ instance }) => <span className="dw-dim dw-ellipsis" title={instance?.reason ?? undefined}>{instance?.reason ?? ""}</span> },
  ];
}

function StateCell({ task, instance }: TaskRow): ReactNode {
  if (!task.enabled) return <span className="dw-dim">{t("Disabled")}</span>;
  return (
    <>
      <StateBadge state={instance?.state ?? "none"} {...(instance?.reason ? { detail: instance.reason } : {})} />
      {instance?.mapped !== undefined && <MappedMark counts={sortedCounts(instance.mapped)} />}
    </>
  );
}

/** How many rows the task has put into its table. */
function RowsCell({ instance }: { instance: TaskInstance | null }): ReactNode {
  const rows = instance?.state === "success" ? instance.rowsLoaded : null;
  return rows === null ? <span className="dw-dim">–</span> : <span className="dw-num">{formatCount(rows)}</span>;
}

function NameCell({ id, selected, note }: { id: string; selected: boolean; note: Note | null }): ReactNode {
  return (
    <>
      <span className={`dw-ellipsis ${selected ? styles.picked : ""}`} title={id} aria-current={selected || undefined}>
        {id}
      </span>
      <NoteMark note={note} />
    </>
  );
}
