/** One pool: its slots and how many are taken, the tasks that hold them and wait for them, and the DAGs that use it. */
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { Pencil, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import type { PoolState } from "../../../shared/contract/pools.ts";
import { formatRoute } from "../../app/route.ts";
import { t } from "../../strings/t.ts";
import { formatCount } from "../../ui/format.ts";
import styles from "./pools.module.css";

export interface PoolCardProps {
  readonly pool: PoolState;
  /** Why its slots cannot be changed. */
  readonly whyNot: string | null;
  readonly onSlots: () => void;
  readonly onRemove: () => void;
}

export function PoolCard({ pool, whyNot, onSlots, onRemove }: PoolCardProps): ReactNode {
  const { name, slots, used, running, runningCount, waiting, waitingCount, dags, dagCount } = pool;
  return (
    <section className={styles.pool} aria-label={t("Pool {{name}}", { name })}>
      <header className={styles.head}>
        <h2 className={styles.name} title={name}>
          {name}
        </h2>
        <SlotBar slots={slots} used={used} />
        <span className="dw-num">{slots === null ? t("{{used}} slots taken, no bound", { used: formatCount(used) }) : t("{{used}} of {{slots}} slots taken", { used: formatCount(used), slots: formatCount(slots) })}</span>
        <span className={waitingCount > 0 ? "dw-num" : "dw-dim dw-num"}>{t("{{count}} tasks wait", { count: waitingCount })}</span>
        <span className={styles.gap} />
        <Button size="compact-sm" variant="default" leftSection={<Pencil size={13} />} disabled={whyNot !== null} title={whyNot ?? undefined} aria-label={slots === null ? t("Bound pool {{name}}", { name }) : t("Change the slots of {{name}}", { name })} onClick={onSlots}>
          {slots === null ? t("Bound it…") : t("Slots…")}
        </Button>
        {slots !== null && (
          <Tooltip label={t("Remove the pool")}>
            <ActionIcon variant="subtle" color="gray" size={26} disabled={whyNot !== null} aria-label={t("Remove pool {{name}}", { name })} onClick={onRemove}>
              <Trash2 size={15} />
            </ActionIcon>
          </Tooltip>
        )}
      </header>
      <div className={styles.lists}>
        <Tasks name={t("Takes slots")} none={t("nobody")} tasks={running} count={runningCount} />
        <Tasks name={t("Waits, the next first")} none={t("nothing")} tasks={waiting} count={waitingCount} hasOrder />
        <Dags dags={dags} count={dagCount} />
      </div>
    </section>
  );
}

/** Of a pool without a bound nothing can be full. */
function SlotBar({ slots, used }: Pick<PoolState, "slots" | "used">): ReactNode {
  const share = slots === null ? 0 : Math.min(1, used / slots);
  return (
    <span className={styles.bar} data-full={share >= 1 || undefined} data-boundless={slots === null || undefined} aria-hidden>
      <i style={{ width: `${share * 100}%` }} />
    </span>
  );
}

interface TasksProps {
  readonly name: string;
  readonly none: string;
  readonly tasks: PoolState["running"];
  readonly count: number;
  readonly hasOrder?: boolean;
}

function Tasks({ name, none, tasks, count, hasOrder = false }: TasksProps): ReactNode {
  const List = hasOrder ? "ol" : "ul";
  return (
    <div className={styles.part}>
      <h3>{name}</h3>
      {tasks.length === 0 && <p className="dw-dim">{none}</p>}
      <List aria-label={name} className={styles.list}>
        {tasks.map(({ dagId, runId, taskId, slots, priority }) => (
          <li key={`${dagId}\n${runId}\n${taskId}`}>
            <a className="dw-link dw-ellipsis" href={formatRoute({ page: "run", dagId, runId, taskId })} title={`${dagId} · ${runId} · ${taskId}`}>
              {dagId} · {taskId}
            </a>
            {slots > 1 && <span className="dw-dim dw-num">{t("{{count}} slots", { count: slots })}</span>}
            {hasOrder && <span className="dw-dim dw-num">{t("priority {{priority}}", { priority })}</span>}
          </li>
        ))}
        {count > tasks.length && <li className="dw-dim">{t("and {{rest}} more", { rest: formatCount(count - tasks.length) })}</li>}
      </List>
    </div>
  );
}

function Dags({ dags, count }: { readonly dags: PoolState["dags"]; readonly count: number }): ReactNode {
  return (
    <div className={styles.part}>
      <h3>{count === 0 ? t("Used by") : t("Used by {{count}} DAGs", { count })}</h3>
      {dags.length === 0 && <p className="dw-dim">{t("no DAG")}</p>}
      <ul aria-label={t("Used by")} className={styles.list}>
        {dags.map(({ dagId, tasks }) => (
          <li key={dagId}>
            <a className="dw-link dw-ellipsis" href={formatRoute({ page: "dag", dagId })} title={dagId}>
              {dagId}
            </a>
            <span className="dw-dim dw-num">{t("{{count}} tasks", { count: tasks })}</span>
          </li>
        ))}
        {count > dags.length && <li className="dw-dim">{t("and {{rest}} more", { rest: formatCount(count - dags.length) })}</li>}
      </ul>
    </div>
  );
}
