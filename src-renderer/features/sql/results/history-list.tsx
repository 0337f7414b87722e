/** What was run before, newest first: searched, of this connection or of all, brought back into the text or run again. */
import { ActionIcon, Button, SegmentedControl, TextInput, Tooltip } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { CircleX, Play, Search, TextCursorInput, Trash2 } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { HistoryEntry } from "../../../../shared/contract/sql.ts";
import { toFailure } from "../../../rpc/failure.ts";
import { useEngineClient, useRpc } from "../../../rpc/rpc-provider.tsx";
import { t } from "../../../strings/t.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { formatDuration } from "../../../ui/format.ts";
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx";
import { RelativeTime } from "../../../ui/time-text.tsx";
import { shownKey } from "../kept-params.ts";
import styles from "./history.module.css";
import resultStyles from "./results.module.css";

export interface HistoryListProps {
  readonly connection: string;
  /** Changes when something more was run. */
  readonly stamp: number | null;
  readonly onTake: (entry: HistoryEntry) => void;
  readonly onRun: (entry: HistoryEntry) => void;
}

const pageSize = 100;

export function HistoryList({ connection, stamp, onTake, onRun }: HistoryListProps): ReactNode {
  const rpc = useRpc();
  const client = useEngineClient();
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 120);
  const [isOfAll, setOfAll] = useState(false);
  const filter = { ...(isOfAll ? {} : { connection }), ...(search === "" ? {} : { search }) };
  const query = useInfiniteQuery({
    queryKey: [...rpc.sql.history.key(), filter, stamp],
    queryFn: ({ pageParam }) => client.sql.history({ ...filter, limit: pageSize, ...(pageParam === null ? {} : { before: pageParam }) }),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => (last.more ? (last.entries.at(-1)?.id ?? null) : null),
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
  const entries = query.data?.pages.flatMap((page) => page.entries);
  const forget = (ids: number[]): void => void client.sql.forgetHistory({ ids }).then(() => query.refetch());
  return (
    <div className={resultStyles.result}>
      <div className={resultStyles.tools}>
        <TextInput w={260} size="xs" aria-label={t("Search the history")} placeholder={t("Search the history")} leftSection={<Search size={13} aria-hidden />} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
        <SegmentedControl
          size="xs"
          aria-label={t("Connections")}
          data={[
            { value: "one", label: connection === "" ? t("This connection") : connection },
            { value: "all", label: t("All connections") },
          ]}
          value={isOfAll ? "all" : "one"}
          onChange={(next) => setOfAll(next === "all")}
        />
      </div>
      {query.isError && <ErrorState title={t("The history could not be read")} failure={toFailure(query.error)} onRetry={() => void query.refetch()} />}
      {entries === undefined && !query.isError && <SkeletonRows rows={6} label={t("Reading the history")} />}
      {entries?.length === 0 && <EmptyState title={search === "" ? t("Nothing was run on this connection yet") : t("Nothing in the history has these words")} />}
      {entries !== undefined && entries.length > 0 && (
        <ul className={styles.list} aria-label={t("History")}>
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} isOfAll={isOfAll} onTake={onTake} onRun={onRun} onForget={() => forget([entry.id])} />
          ))}
          {query.hasNextPage && (
            <li className={styles.more}>
              <Button size="compact-xs" variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {t("Show older ones")}
              </Button>
            </li>
          )}
        </ul>
      )}
    </div>
  );
}

interface EntryProps {
  readonly entry: HistoryEntry;
  readonly isOfAll: boolean;
  readonly onTake: (entry: HistoryEntry) => void;
  readonly onRun: (entry: HistoryEntry) => void;
  readonly onForget: () => void;
}

function Entry({ entry, isOfAll, onTake, onRun, onForget }: EntryProps): ReactNode {
  const outcome = entry.state === "cancelled" ? "cancelled" : (entry.error ?? (entry.rows === null ? "done" : t("{{count}} rows", { count: entry.rows })));
  const values = Object.entries(entry.params ?? {})
    .map(([key, { value }]) => `${shownKey(key)} = ${value === null ? "NULL" : value.slice(0, 200)}`)
    .join(", ");
  return (
    <li className={styles.entry}>
      <button type="button" className={styles.text} title={entry.text.slice(0, 2000)} onClick={() => onTake(entry)}>
        {entry.text.replaceAll(/\s+/g, " ").slice(0, 500)}
      </button>
      <span className={styles.facts}>
        {isOfAll && <span className="dw-mono">{entry.connection}</span>}
        <RelativeTime at={entry.startedAt} />
        <span className="dw-num">{formatDuration(entry.ms)}</span>
        {entry.state === "failed" && <CircleX size={13} color="var(--dw-error)" aria-label={t("Failed")} style={{ flex: "none" }} />}
        <span className="dw-ellipsis" title={outcome}>
          {outcome}
        </span>
        {values !== "" && (
          <span className={`dw-mono dw-ellipsis ${styles.values}`} title={values}>
            {values}
          </span>
        )}
      </span>
      <span className={styles.acts}>
        <Act title={t("Put it at the end of this query")} icon={<TextCursorInput size={14} aria-hidden />} onClick={() => onTake(entry)} />
        <Act title={t("Run it again on {{connection}}", { connection: entry.connection })} icon={<Play size={14} aria-hidden />} onClick={() => onRun(entry)} />
        <Act title={t("Forget it")} icon={<Trash2 size={14} aria-hidden />} onClick={onForget} />
      </span>
    </li>
  );
}

function Act({ title, icon, onClick }: { title: string; icon: ReactNode; onClick: () => void }): ReactNode {
  return (
    <Tooltip label={title}>
      <ActionIcon size="sm" variant="subtle" color="gray" aria-label={title} onClick={onClick}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
