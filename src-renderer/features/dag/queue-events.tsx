/** What became of a queue's events, the newest first: of all, or only of those that were set aside. */
import { Button, SegmentedControl } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import type { QueueEvent } from "../../../shared/contract/queues.ts";
import { formatRoute } from "../../app/route.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { RelativeTime } from "../../ui/time-text.tsx";
import styles from "./queue-section.module.css";

const firstPage = 20;
const olderPage = 200;

export function QueueEvents({ dagId, taken, setAside }: { dagId: string; taken: number; setAside: number }): ReactNode {
  const [isOnlySetAside, setOnlySetAside] = useState(false);
  // Where the last of them was taken after all there is no switch to go back by.
  const only = isOnlySetAside && setAside > 0;
  const list = useInfiniteQuery(
    useRpc().queues.events.infiniteOptions({
      input: (before: number | undefined) => ({ dagId, setAside: only, limit: before === undefined ? firstPage : olderPage, ...(before === undefined ? {} : { before }) }),
      initialPageParam: undefined as number | undefined,
      getNextPageParam: (last) => (last.more ? last.events.at(-1)?.id : undefined),
      placeholderData: keepPreviousData,
    }),
  );
  if (list.isError) return <ErrorState title={t("The events could not be read")} failure={toFailure(list.error)} onRetry={() => void list.refetch()} />;
  if (taken + setAside === 0) return null;
  const events = list.data?.pages.flatMap((page) => page.events) ?? [];
  return (
    <>
      {setAside > 0 && (
        <SegmentedControl
          size="xs"
          mt={8}
          aria-label={t("Events of the queue")}
          data={[
            { value: "all", label: t("All events") },
            { value: "setAside", label: t("Set aside ({{count}})", { count: setAside }) },
          ]}
          value={only ? "setAside" : "all"}
          onChange={(next) => setOnlySetAside(next === "setAside")}
        />
      )}
      <ul className={styles.events} aria-label={t("Events of the queue")} aria-busy={list.isPlaceholderData}>
        {events.map((event) => (
          <Row key={event.id} dagId={dagId} event={event} />
        ))}
        {list.hasNextPage && (
          <li className={styles.more}>
            <Button size="compact-xs" variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t("Show older ones")}
            </Button>
          </li>
        )}
      </ul>
    </>
  );
}

function Row({ dagId, event: { name, at, runId, reason } }: { dagId: string; event: QueueEvent }): ReactNode {
  return (
    <li>
      <code className={styles.name} title={name}>
        {name}
      </code>
      {runId === null ? (
        <span className={styles.reason}>{t("set aside: {{reason}}", { reason: reason ?? "" })}</span>
      ) : (
        <a className={styles.run} href={formatRoute({ page: "run", dagId, runId })}>
          {runId}
        </a>
      )}
      <span className="dw-dim">
        <RelativeTime at={at} />
      </span>
    </li>
  );
}
