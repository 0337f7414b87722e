/** What was run before, newest first, in every query of the workspace. A click brings the text back. */
import { TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useState, type ReactNode } from "react";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatDuration, formatPlural } from "../../ui/format.ts";
import { SkeletonRows } from "../../ui/skeleton-rows.tsx";
import { RelativeTime } from "../../ui/time-text.tsx";
import styles from "./sql.module.css";

export interface HistoryListProps {
  readonly connection: string;
  /** Changes when something more was run. */
  readonly stamp: number | null;
  readonly onTake: (text: string) => void;
}

const shownEntries = 200;

export function HistoryList({ connection, stamp, onTake }: HistoryListProps): ReactNode {
  const rpc = useRpc();
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 120);
  const options = rpc.sql.history.queryOptions({ input: { connection, limit: shownEntries, ...(search === "" ? {} : { search }) } });
  const query = useQuery({ ...options, queryKey: [...options.queryKey, stamp], staleTime: 0, placeholderData: keepPreviousData });
  return (
    <>
      <TextInput m={8} size="xs" aria-label="Search the history" placeholder="Search the history" leftSection={<Search size={13} aria-hidden />} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
      {query.isError && <ErrorState title="The history could not be read" failure={toFailure(query.error)} onRetry={() => void query.refetch()} />}
      {query.data === undefined && !query.isError && <SkeletonRows rows={6} label="Reading the history" />}
      {query.data?.entries.length === 0 && <EmptyState title={search === "" ? "Nothing was run on this connection yet" : "Nothing in the history has these words"} />}
      <ul className={styles.history}>
        {query.data?.entries.map((entry) => (
          <li key={entry.id}>
            <button type="button" className={styles.historyItem} title="Put it at the end of this query" onClick={() => onTake(entry.text)}>
              <span className={styles.historyText}>{entry.text.replaceAll(/\s+/g, " ")}</span>
              <RelativeTime at={entry.startedAt} />
              <span className="dw-dim dw-ellipsis">{entry.error ?? (entry.rows === null ? "done" : formatPlural(entry.rows, "row"))}</span>
              <span className="dw-dim dw-num">{formatDuration(entry.ms)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
