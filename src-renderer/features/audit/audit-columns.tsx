/** The columns of the audit trail. */
import type { ReactNode } from "react";
import type { AuditEntry } from "../../../shared/contract/audit.ts";
import { formatRoute } from "../../app/route.ts";
import { whoOf, wordsOfEntry } from "../../run-acts/act-words.ts";
import { UndoButton } from "../../run-acts/undo-button.tsx";
import { t } from "../../strings/t.ts";
import { InstantText } from "../../ui/time-text.tsx";
import type { VirtualColumn } from "../../ui/virtual-table.tsx";

export const auditColumns: VirtualColumn<AuditEntry>[] = [
  { key: "at", head: t("When"), width: "176px", cell: (entry) => <InstantText at={entry.at} /> },
  { key: "who", head: t("Who"), width: "minmax(110px, 150px)", cell: (entry) => <Text text={whoOf(entry)} /> },
  { key: "act", head: t("Act"), width: "minmax(150px, 190px)", cell: (entry) => <Act entry={entry} /> },
  { key: "dag", head: "DAG", width: "minmax(80px, 130px)", cell: ({ dagId }) => (dagId === null ? <Text text={t("the workspace")} dim /> : <Text text={dagId} />) },
  { key: "what", head: t("Run or task"), width: "minmax(190px, 1.6fr)", cell: (entry) => <What entry={entry} /> },
  { key: "tasks", head: t("Tasks"), width: "56px", align: "end", cell: ({ tasks }) => <span className="dw-num">{tasks === 0 ? "–" : tasks}</span> },
  { key: "reason", head: t("Reason"), width: "minmax(110px, 1.4fr)", cell: ({ reason }) => <Text text={reason ?? ""} dim /> },
  { key: "undo", head: t("Undo"), width: "76px", cell: (entry, focused) => <UndoButton entry={entry} tabIndex={focused ? 0 : -1} /> },
];

function Act({ entry }: { entry: AuditEntry }): ReactNode {
  if (entry.refusal === null) return <Text text={wordsOfEntry(entry)} />;
  return (
    <span className="dw-ellipsis" style={{ color: "var(--dw-error)" }} title={entry.refusal}>
      {t("{{act}} (refused)", { act: wordsOfEntry(entry) })}
    </span>
  );
}

function What({ entry: { dagId, runId, taskId } }: { entry: AuditEntry }): ReactNode {
  if (dagId === null || runId === null) return null;
  return (
    <a className="dw-link dw-ellipsis dw-mono" href={formatRoute({ page: "run", dagId, runId, ...(taskId === null ? {} : { taskId }) })} title={taskId === null ? runId : `${runId}\n${taskId}`} tabIndex={-1}>
      {taskId === null ? runId : `${taskId} · ${runId}`}
    </a>
  );
}

function Text({ text, dim = false }: { text: string; dim?: boolean }): ReactNode {
  return (
    <span className={dim ? "dw-dim dw-ellipsis" : "dw-ellipsis"} title={text}>
      {text}
    </span>
  );
}
