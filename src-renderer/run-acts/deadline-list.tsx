/** The deadlines that were missed lately, of one DAG (with those that come next) or of all. Nothing where there are none. */
import { useQuery } from "@tanstack/react-query";
import { AlarmClock, AlarmClockOff, Clock } from "lucide-react";
import type { ReactNode } from "react";
import type { Deadline } from "../../shared/model/deadline.ts";
import { formatRoute } from "../app/route.ts";
import { useRpc } from "../rpc/rpc-provider.tsx";
import { t } from "../strings/t.ts";
import { useNow } from "../ui/clock.ts";
import { RelativeTime } from "../ui/time-text.tsx";
import { howMissed, nameOfDeadline } from "./deadline-words.ts";
import styles from "./deadline-list.module.css";

const shown = 20;
const looks = { missed: { icon: AlarmClock, className: styles.bad }, passed: { icon: AlarmClockOff, className: styles.calm }, waiting: { icon: Clock, className: styles.calm } } as const;

export function DeadlineList({ dagId, title }: { dagId?: string; title: string }): ReactNode {
  const of = dagId === undefined ? {} : { dagId };
  const rpc = useRpc();
  const waiting = useQuery({ ...rpc.deadlines.list.queryOptions({ input: { ...of, states: ["waiting"], limit: shown } }), enabled: dagId !== undefined }).data?.deadlines ?? [];
  const missed = useQuery(rpc.deadlines.list.queryOptions({ input: { ...of, states: dagId === undefined ? ["missed"] : ["missed", "passed"], limit: shown } })).data?.deadlines ?? [];
  const now = useNow(missed.some(({ metAt, endedAt }) => metAt === null && endedAt === null));
  if (waiting.length + missed.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul className={styles.list}>
        {[...waiting, ...missed].map((one) => (
          <Row key={one.id} deadline={one} now={now} withDag={dagId === undefined} />
        ))}
      </ul>
    </section>
  );
}

function Row({ deadline, now, withDag }: { deadline: Deadline; now: number; withDag: boolean }): ReactNode {
  const { dagId, runId, state, dueAt, reason } = deadline;
  const { icon: Icon, className } = looks[state];
  const words = { waiting: t("waits"), passed: t("did not count"), missed: howMissed(deadline, now) };
  return (
    <li data-state={state}>
      <span className={className}>
        <Icon size={14} aria-hidden /> {words[state]}
      </span>
      <span className={styles.what}>
        <strong>{nameOfDeadline(deadline)}</strong>
        {withDag && (
          <a className="dw-link" href={formatRoute({ page: "dag", dagId })}>
            {dagId}
          </a>
        )}
        {runId !== null && (
          <a className="dw-link dw-mono" href={formatRoute({ page: "run", dagId, runId })}>
            {runId}
          </a>
        )}
        {reason !== null && <span className="dw-dim">{reason}</span>}
      </span>
      <span className={styles.when}>
        <RelativeTime at={dueAt} upcoming={state === "waiting"} />
      </span>
    </li>
  );
}
