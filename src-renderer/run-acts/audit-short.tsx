/** The newest acts on a DAG or a run, as a part of another page; the whole trail is a page of its own. */
import { Button, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import type { AuditEntry } from "../../shared/contract/audit.ts";
import { formatRoute } from "../app/route.ts";
import { toFailure } from "../rpc/failure.ts";
import { useRpc } from "../rpc/rpc-provider.tsx";
import { t } from "../strings/t.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { RelativeTime } from "../ui/time-text.tsx";
import { whoOf, wordsOfEntry } from "./act-words.ts";
import styles from "./audit.module.css";
import { UndoButton } from "./undo-button.tsx";

const shownEntries = 20;

/** Of a run that came from elsewhere the trail that came with it: nothing of that can be taken back here. */
export function AuditShort({ dagId, runId, source }: { dagId: string; runId: string | null; source?: string | undefined }): ReactNode {
  const [ofDag, setOfDag] = useState(false);
  const isHere = source === undefined;
  const isOfRun = runId !== null && !ofDag;
  const of = { dagId, ...(isOfRun ? { runId } : {}) };
  const { data, error, refetch } = useQuery(useRpc().audit.list.queryOptions({ input: { ...of, limit: shownEntries, ...(isHere ? {} : { source }) } }));
  const title = isOfRun ? t("What people did to this run") : t("What people did to this DAG");
  return (
    <section aria-label={title}>
      <div className={styles.head}>
        <h3>{title}</h3>
        {runId !== null && isHere && <SegmentedControl value={ofDag ? "dag" : "run"} onChange={(value) => setOfDag(value === "dag")} aria-label={t("Whose acts")} data={[{ value: "run", label: t("This run") }, { value: "dag", label: t("This DAG") }]} />}
      </div>
      {error && <ErrorState title={t("The audit trail could not be read")} failure={toFailure(error)} onRetry={() => void refetch()} />}
      {data?.entries.length === 0 && <p className="dw-dim">{t("Nobody has done anything here yet.")}</p>}
      <ol className={styles.short} reversed>
        {data?.entries.map((entry) => (
          <ShortEntry key={entry.id} entry={entry} ofRun={isOfRun} isHere={isHere} />
        ))}
      </ol>
      {isHere && (
        <Button component="a" variant="subtle" size="compact-sm" href={formatRoute({ page: "audit", ...of })}>
          {data?.more === true ? t("All of it, with filters") : t("The audit trail, with filters")}
        </Button>
      )}
    </section>
  );
}

function ShortEntry({ entry, ofRun, isHere }: { entry: AuditEntry; ofRun: boolean; isHere: boolean }): ReactNode {
  return (
    <li>
      <span className={styles.when}>
        <RelativeTime at={entry.at} />
      </span>
      <span className={styles.what}>
        <strong>{wordsOfEntry(entry)}</strong> <EntryFacts entry={entry} />
        {!ofRun && entry.runId !== null && entry.dagId !== null && (
          <>
            {" "}
            <a className="dw-link" href={formatRoute({ page: "run", dagId: entry.dagId, runId: entry.runId })}>
              <code>{entry.runId}</code>
            </a>
          </>
        )}
        {entry.reason !== null && <q className={styles.reason}>{entry.reason}</q>}
        {entry.refusal !== null && <span className={styles.refusal}>{t("Refused: {{why}}", { why: entry.refusal })}</span>}
      </span>
      <span className="dw-dim">{whoOf(entry)}</span>
      {isHere ? <UndoButton entry={entry} /> : <span />}
    </li>
  );
}

/** How many tasks, or which. */
function EntryFacts({ entry }: { entry: AuditEntry }): ReactNode {
  if (entry.taskId !== null) return <code>{entry.taskId}</code>;
  return entry.tasks === 0 ? null : <span className="dw-num">{t("{{count}} tasks", { count: entry.tasks })}</span>;
}
