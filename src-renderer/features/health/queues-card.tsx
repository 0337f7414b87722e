/** Queues that are on: what waits, what was taken since the engine started, and what keeps one from taking events. */
import type { ReactNode } from "react";
import type { HealthQueue } from "../../../shared/contract/health.ts";
import { formatRoute } from "../../app/route.ts";
import { t } from "../../strings/t.ts";
import { formatCount, formatDuration } from "../../ui/format.ts";
import { HealthCard, type Light } from "./health-card.tsx";
import styles from "./health-page.module.css";

const mostShown = 5;

/** Nothing where none is on. Those in trouble and those with the oldest event come first. */
export function QueuesCard({ queues }: { readonly queues: readonly HealthQueue[] }): ReactNode {
  if (queues.length === 0) return null;
  const shown = queues.toSorted((one, other) => Number(other.trouble !== null) - Number(one.trouble !== null) || other.oldestWaitMs - one.oldestWaitMs).slice(0, mostShown);
  return (
    <HealthCard title={t("Queues")} light={lightOf(queues)}>
      {shown.map((queue) => (
        <OneQueue key={queue.dagId} queue={queue} />
      ))}
      {queues.length > mostShown && <p className="dw-dim">{t("and {{count}} more", { count: queues.length - mostShown })}</p>}
    </HealthCard>
  );
}

function lightOf(queues: readonly HealthQueue[]): Light {
  const blocked = queues.filter(({ trouble }) => trouble !== null).length;
  if (blocked === 0) return ["good", t("Taking events")];
  return ["bad", queues.length === 1 ? t("Takes no events") : t("{{blocked}} of {{all}} take no events", { blocked, all: queues.length })];
}

function OneQueue({ queue }: { readonly queue: HealthQueue }): ReactNode {
  const { dagId, taken, setAside, trouble } = queue;
  return (
    <section aria-label={dagId} className={styles.fast}>
      <div className={styles.fastHead}>
        <a className="dw-link dw-ellipsis" href={formatRoute({ page: "dag", dagId })}>
          {dagId}
        </a>
        <span className="dw-num">{waitingWords(queue)}</span>
      </div>
      {trouble !== null && <p className={styles.queueTrouble}>{trouble}</p>}
      <p className={`dw-dim dw-num ${styles.queueLine}`}>{t("{{taken}} taken, {{setAside}} set aside since the engine started", { taken: formatCount(taken), setAside: formatCount(setAside) })}</p>
    </section>
  );
}

/** In trouble nobody knows of what came since. */
function waitingWords({ waiting, oldestWaitMs, trouble }: HealthQueue): string {
  if (waiting > 0) return t("{{waiting}} waiting, the oldest for {{span}}", { waiting: formatCount(waiting), span: formatDuration(oldestWaitMs) });
  return trouble === null ? t("none waiting") : "";
}
