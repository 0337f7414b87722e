/** Archived runs that a search found, page by page, and one of them in full. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import type { ArchivedTask, ArchiveHit } from "../../../shared/contract/archive.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useEngineInfo } from "../../rpc/engine-info.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { whyOnlyRead } from "../../rpc/why-still.ts";
import { t } from "../../strings/t.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { formatCount, formatDuration } from "../../ui/format.ts";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { RelativeTime } from "../../ui/time-text.tsx";
import styles from "./retention.module.css";

const onePage = 50;
type RunName = Pick<ArchiveHit, "dagId" | "runId">;

interface ArchiveHitsProps {
  readonly text: string;
  readonly exact?: boolean;
  /** Said too where nothing was found. */
  readonly none?: ReactNode;
}

/** Where the workspace is only looked at, a process that would have to be started for the search is not: that is said instead. */
export function ArchiveHits(props: ArchiveHitsProps): ReactNode {
  const isStill = whyOnlyRead(useEngineInfo()) !== null;
  if (!isStill) return <FoundHits {...props} />;
  return (
    <>
      <p className="dw-dim" role="status">
        {t("The archive is not searched while the workspace is open for reading only.")}
      </p>
      {props.none}
    </>
  );
}

function FoundHits({ text, exact = false, none = null }: ArchiveHitsProps): ReactNode {
  const [offset, setOffset] = useState(0);
  const [open, setOpen] = useState<RunName | null>(null);
  const { data, error, isPending } = useQuery(useRpc().archive.search.queryOptions({ input: { ...(text === "" ? {} : { text }), ...(exact ? { exact } : {}), limit: onePage, offset } }));
  if (isPending) return <SkeletonRows rows={3} label={t("Searching the archive")} />;
  if (error !== null)
    return (
      <p className={styles.trouble} role="alert">
        {toFailure(error).message}
      </p>
    );
  const { hits, total, troubles } = data;
  return (
    <div role="region" aria-label={t("Archived runs")}>
      <p className="dw-dim" role="status">
        {total > onePage ? t("{{from}} to {{to}} of {{count}} archived runs", { from: formatCount(offset + 1), to: formatCount(offset + hits.length), count: total }) : t("{{count}} archived runs found", { count: total })}
      </p>
      {troubles.map(({ file, reason }) => (
        <p key={file} className={styles.trouble} role="alert">
          {t("{{file}} could not be searched: {{reason}}", { file, reason })}
        </p>
      ))}
      {hits.length > 0 && <Hits hits={hits} onOpen={setOpen} />}
      {total > onePage && (
        <div className={styles.foot}>
          <Button size="compact-sm" variant="default" disabled={offset === 0} onClick={() => setOffset(Math.max(0, offset - onePage))}>
            {t("Newer")}
          </Button>
          <Button size="compact-sm" variant="default" disabled={offset + hits.length >= total} onClick={() => setOffset(offset + onePage)}>
            {t("Older")}
          </Button>
        </div>
      )}
      {total === 0 && none}
      {open !== null && <ArchivedRunDialog run={open} onClose={() => setOpen(null)} />}
    </div>
  );
}

function Hits({ hits, onOpen }: { readonly hits: readonly ArchiveHit[]; readonly onOpen: (run: RunName) => void }): ReactNode {
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={t("What was found")}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("State")}</th>
            <th scope="col">{t("DAG")}</th>
            <th scope="col">{t("Run")}</th>
            <th scope="col">{t("Queued")}</th>
            <th scope="col" className={styles.number}>{t("Tasks")}</th>
            <th scope="col">{t("Found as")}</th>
          </tr>
        </thead>
        <tbody>
          {hits.map((hit) => (
            <tr key={hit.number}>
              <td>
                <StateBadge state={hit.state} />
              </td>
              <td className={styles.name}>{hit.dagId}</td>
              <th scope="row" className={styles.name}>
                <button type="button" className={styles.link} onClick={() => onOpen(hit)}>
                  {hit.runId}
                </button>
              </th>
              <td>
                <RelativeTime at={hit.queuedAt} />
              </td>
              <td className={styles.number}>{formatCount(hit.tasks)}</td>
              <td className={styles.name}>{hit.keys.map(({ key, value }) => `${key} = ${value}`).join(", ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ArchivedRunDialog({ run: name, onClose }: { readonly run: RunName; readonly onClose: () => void }): ReactNode {
  const { data, error } = useQuery(useRpc().archive.get.queryOptions({ input: { dagId: name.dagId, runId: name.runId } }));
  return (
    <Dialog title={t("{{dagId}}, archived", { dagId: name.dagId })} size={760} onClose={onClose}>
      {data === undefined && error === null && <SkeletonRows rows={4} label={t("Reading the archived run")} />}
      {error !== null && (
        <p className={styles.trouble} role="alert">
          {toFailure(error).message}
        </p>
      )}
      {data !== undefined && (
        <>
          <div className={styles.head}>
            <StateBadge state={data.run.state} />
            <p>
              {data.run.runId} · <RelativeTime at={data.run.queuedAt} /> · {tookOf(data.run)}
            </p>
          </div>
          {data.run.reason !== null && <p>{data.run.reason}</p>}
          <Tasks tasks={data.run.tasks} />
          <p className="dw-dim">{data.run.searchKeys.map(({ key, value }) => `${key} = ${value}`).join(", ")}</p>
          <p className="dw-dim">{t("From {{file}}; its logs went when it was dropped.", { file: data.archive.file })}</p>
        </>
      )}
    </Dialog>
  );
}

function Tasks({ tasks }: { readonly tasks: readonly ArchivedTask[] }): ReactNode {
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={t("Tasks of the archived run")}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("Task")}</th>
            <th scope="col">{t("State")}</th>
            <th scope="col" className={styles.number}>{t("Tries")}</th>
            <th scope="col" className={styles.number}>{t("Took")}</th>
            <th scope="col">{t("Reason")}</th>
          </tr>
        </thead>
        <tbody>
          {tasks.map((task) => (
            <tr key={`${task.taskId} ${task.mapIndex ?? ""}`}>
              <th scope="row" className={styles.name}>{task.mapIndex === null ? task.taskId : `${task.taskId}[${task.mapIndex}]`}</th>
              <td>{task.state}</td>
              <td className={styles.number}>{formatCount(task.tries.length)}</td>
              <td className={styles.number}>{tookOf(task)}</td>
              <td className={styles.name}>{task.reason ?? ""}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function tookOf({ startedAt, endedAt }: { readonly startedAt: number | null; readonly endedAt: number | null }): string {
  return startedAt === null || endedAt === null ? "" : formatDuration(endedAt - startedAt);
}
