/** The queue of the DAG: whether it is on, what waits, and what became of its last events. Nothing for a DAG without one. */
import { Switch } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { notifications } from "@mantine/notifications";
import type { ReactNode } from "react";
import { useEngineInfo } from "../../rpc/engine-info.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { whyStill } from "../../rpc/why-still.ts";
import { t } from "../../strings/t.ts";
import { formatDuration } from "../../ui/format.ts";
import { QueueEvents } from "./queue-events.tsx";
import { SourceFact, SourceHelp } from "./queue-source.tsx";
import styles from "./queue-section.module.css";

export function QueueSection({ dagId }: { dagId: string }): ReactNode {
  const rpc = useRpc();
  const client = useQueryClient();
  const whyNot = whyStill(useEngineInfo());
  const { data } = useQuery(rpc.queues.get.queryOptions({ input: { dagId } }));
  const set = useMutation(
    rpc.queues.set.mutationOptions({
      onSuccess: (now) => void client.setQueryData(rpc.queues.get.queryKey({ input: { dagId } }), { queue: now }),
      onError: (thrown) => void notifications.show({ color: "red", title: t("The queue of {{dagId}} was not changed", { dagId }), message: toFailure(thrown).message }),
    }),
  );
  const queue = data?.queue ?? null;
  if (queue === null) return null;
  const title = t("Queue");
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <div className={styles.head}>
        <Switch size="xs" checked={set.isPending ? set.variables.on : queue.isOn} disabled={whyNot !== null} title={whyNot ?? undefined} label={t("Each event starts a run")} onChange={(event) => set.mutate({ dagId, on: event.currentTarget.checked })} />
        <span className="dw-num">{t("{{waiting}} waiting, {{taken}} taken, {{setAside}} set aside", { waiting: queue.waiting, taken: queue.taken, setAside: queue.setAside })}</span>
        <SourceFact source={queue.source} />
      </div>
      {queue.latency !== null && <p className={`dw-num dw-dim ${styles.latency}`}>{t("From event to first task: p50 {{p50}}, p95 {{p95}}, p99 {{p99}} (last {{count}})", { p50: formatDuration(queue.latency.p50Ms), p95: formatDuration(queue.latency.p95Ms), p99: formatDuration(queue.latency.p99Ms), count: queue.latency.count })}</p>}
      <SourceHelp dagId={dagId} isOn={queue.isOn} source={queue.source} />
      {queue.trouble !== null && (
        <p className={styles.reason} role="alert">
          {t("It takes no events: {{trouble}}", { trouble: queue.trouble })}
        </p>
      )}
      <QueueEvents dagId={dagId} taken={queue.taken} setAside={queue.setAside} />
    </section>
  );
}
