/** One entry of the trail with all that it tells: arguments, reason, and every task that changed. */
import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, type ReactNode } from "react";
import type { AffectedTask, AuditEntry } from "../../../shared/contract/audit.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { whoOf, wordsOfEntry } from "../../run-acts/act-words.ts";
import { UndoButton } from "../../run-acts/undo-button.tsx";
import { t } from "../../strings/t.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { InstantText } from "../../ui/time-text.tsx";
import styles from "./audit-page.module.css";

export function EntryDialog({ entry: shown, onClose }: { entry: AuditEntry; onClose: () => void }): ReactNode {
  const { data, error, refetch } = useQuery(useRpc().audit.get.queryOptions({ input: { id: shown.id } }));
  const entry = data?.entry ?? shown;
  return (
    <Modal opened onClose={onClose} title={wordsOfEntry(entry)} size="lg">
      <dl className={styles.facts}>
        <Fact name={t("When")}>
          <InstantText at={entry.at} />
        </Fact>
        <Fact name={t("Who")}>{whoOf(entry)}</Fact>
        {entry.dagId !== null && <Fact name={t("DAG")}>{entry.dagId}</Fact>}
        {entry.runId !== null && (
          <Fact name={t("Run")}>
            <code>{entry.runId}</code>
          </Fact>
        )}
        {entry.taskId !== null && <Fact name={t("Task")}>{entry.taskId}</Fact>}
        {entry.reason !== null && <Fact name={t("Reason")}>{entry.reason}</Fact>}
        {entry.refusal !== null && <Fact name={t("Refused")}>{entry.refusal}</Fact>}
        {Object.keys(entry.arguments).length > 0 && (
          <Fact name={t("Asked for")}>
            <pre className={styles.json} tabIndex={0}>
              {JSON.stringify(entry.arguments, null, 2)}
            </pre>
          </Fact>
        )}
        <Fact name={t("Entry")}>{entry.batch === entry.id ? String(entry.id) : t("{{id}}, done in one go with {{batch}}", { id: entry.id, batch: entry.batch })}</Fact>
        {entry.undoneBy !== null && <Fact name={t("Undone by")}>{t("entry {{id}}", { id: entry.undoneBy })}</Fact>}
      </dl>
      {error && <ErrorState title={t("The entry could not be read")} failure={toFailure(error)} onRetry={() => void refetch()} />}
      {data !== undefined && data.affected.length > 0 && <Affected tasks={data.affected} />}
      <div className={styles.foot}>
        <UndoButton entry={entry} />
      </div>
    </Modal>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

const linePx = 28;
const mostPx = 242;

function Affected({ tasks }: { tasks: readonly AffectedTask[] }): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({ count: tasks.length, getScrollElement: () => scroller.current, estimateSize: () => linePx, overscan: 12, initialRect: { width: 600, height: 240 } });
  return (
    <div ref={scroller} className={styles.affected} style={{ height: Math.min(mostPx, tasks.length * linePx + 2) }} role="region" aria-label={t("Tasks that changed")} tabIndex={0}>
      <div role="list" style={{ position: "relative", height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => {
          const task = tasks[row.index];
          return task === undefined ? null : (
            <div key={row.key} role="listitem" className={styles.line} aria-setsize={tasks.length} aria-posinset={row.index + 1} style={{ top: row.start, height: row.size }}>
              <StateBadge state={task.from} />
              <span aria-hidden>→</span>
              <StateBadge state={task.to} />
              <span className="dw-ellipsis" title={task.taskId}>
                {task.taskId}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
