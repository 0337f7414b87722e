/** The messages that the shown run has called for: sent, waiting, or given up and why. Nothing where there are none. */
import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleX, Clock } from "lucide-react";
import type { ReactNode } from "react";
import type { Message, MessageEvent, MessageState } from "../../../shared/model/message.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { RelativeTime } from "../../ui/time-text.tsx";
import styles from "./run-messages.module.css";

const looks: Readonly<Record<MessageState, { readonly icon: typeof Clock; readonly color: string; readonly word: string }>> = {
  sent: { icon: CircleCheck, color: "var(--dw-state-success)", word: t("Sent") },
  waiting: { icon: Clock, color: "var(--dw-warn)", word: t("Waiting") },
  failed: { icon: CircleX, color: "var(--dw-error)", word: t("Given up") },
};
const events: Readonly<Record<MessageEvent, string>> = { failure: t("failed"), success: t("succeeded"), retry: t("is tried again"), skipped: t("was skipped"), deadline: t("missed a deadline") };

export function RunMessages({ dagId, runId }: { dagId: string; runId: string }): ReactNode {
  const { data, error, refetch } = useQuery(useRpc().messages.ofRun.queryOptions({ input: { dagId, runId } }));
  const title = t("Messages");
  if (error) return <ErrorState title={t("The messages of this run could not be read")} failure={toFailure(error)} onRetry={() => void refetch()} />;
  if (data === undefined || data.messages.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul className={styles.list}>
        {data.messages.map((message) => (
          <Row key={message.id} message={message} />
        ))}
      </ul>
    </section>
  );
}

function Row({ message }: { message: Message }): ReactNode {
  const { icon: Icon, color, word } = looks[message.state];
  const subject = message.taskId ?? t("The run");
  return (
    <li data-state={message.state}>
      <span className={styles.state} style={{ color }}>
        <Icon size={14} aria-hidden /> {word}
      </span>
      <span className={styles.what}>
        {t("{{subject}} {{event}}, to {{channel}}", { subject, event: events[message.event], channel: message.channel })}
        {message.trouble !== null && <span className={styles.trouble}>{message.trouble}</span>}
      </span>
      <span className={styles.when}>
        {message.nextAt === null || message.tries === 0 ? <RelativeTime at={message.endedAt ?? message.madeAt} /> : <Again at={message.nextAt} tries={message.tries} />}
      </span>
    </li>
  );
}

function Again({ at, tries }: { at: number; tries: number }): ReactNode {
  return (
    <>
      {t("tried {{count}} times, again", { count: tries })} <RelativeTime at={at} upcoming />
    </>
  );
}
