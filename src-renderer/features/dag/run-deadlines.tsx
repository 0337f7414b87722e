/** The deadlines of the shown run, beside its facts: the time that is left while it runs, and by how much one was missed. */
import { useQuery } from "@tanstack/react-query";
import { AlarmClock } from "lucide-react";
import type { ReactNode } from "react";
import type { Deadline } from "../../../shared/model/deadline.ts";
import type { RunSummary } from "../../../shared/model/run.ts";
import { isRunFinished } from "../../../shared/model/states.ts";
import { howMissed, nameOfDeadline } from "../../run-acts/deadline-words.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { rich } from "../../strings/rich.tsx";
import { t } from "../../strings/t.ts";
import { useNow } from "../../ui/clock.ts";
import { RelativeTime } from "../../ui/time-text.tsx";
import styles from "./dag-header.module.css";

/** The answer comes first, and there is little room: the first one missed and the next ahead; the Details have all. */
const shownOfEach = 1;

export function RunDeadlines({ run: { dagId, runId, state } }: { run: RunSummary }): ReactNode {
  const { data } = useQuery(useRpc().deadlines.list.queryOptions({ input: { dagId, runId, states: ["waiting", "missed"] } }));
  const all = data?.deadlines ?? [];
  const missed = all.filter((one) => one.state === "missed").slice(0, shownOfEach);
  const ahead = isRunFinished(state) ? [] : all.filter((one) => one.state === "waiting").slice(0, shownOfEach);
  return [...missed.map((one) => <Missed key={one.id} deadline={one} />), ...ahead.map((one) => <Ahead key={one.id} deadline={one} />)];
}

function Ahead({ deadline }: { deadline: Deadline }): ReactNode {
  return (
    <span className={styles.deadline} title={t("Deadline {{name}}", { name: nameOfDeadline(deadline) })}>
      <AlarmClock size={12} aria-hidden /> <span>{rich("{{name}} due {{when}}", { name: nameOfDeadline(deadline), when: <RelativeTime at={deadline.dueAt} upcoming /> })}</span>
    </span>
  );
}

function Missed({ deadline }: { deadline: Deadline }): ReactNode {
  const now = useNow(deadline.metAt === null && deadline.endedAt === null);
  return (
    <span className={`${styles.deadline} ${styles.missed}`} title={deadline.reason ?? undefined}>
      <AlarmClock size={12} aria-hidden /> {t("{{name}} {{how}}", { name: nameOfDeadline(deadline), how: howMissed(deadline, now) })}
    </span>
  );
}
