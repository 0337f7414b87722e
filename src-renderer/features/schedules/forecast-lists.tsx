/** What a person should know of the weeks to come, as lists: what is owed, what starts together, what changes of the clock do. Each is absent where it is empty. */
import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { ScheduleForecast } from "../../../shared/contract/schedules.ts";
import { DagLink } from "./dag-link.tsx";
import { t } from "../../strings/t.ts";
import { formatCount, formatDuration } from "../../ui/format.ts";
import { InstantText } from "../../ui/time-text.tsx";
import { oddityWords } from "./oddity-words.ts";
import styles from "./schedules.module.css";

export function Owed({ dags }: Pick<ScheduleForecast, "dags">): ReactNode {
  const owed = dags.filter((dag) => dag.owed > 0).toSorted((one, other) => other.owed - one.owed);
  return (
    <List title={t("Runs for the past")}>
      {owed.map((dag) => (
        <li key={dag.dagId}>
          <DagLink dagId={dag.dagId} /> {dag.isOn ? t("{{count}} runs, made as room comes", { count: dag.owed }) : t("{{count}} runs, if it is turned on", { count: dag.owed })}
          <span className="dw-dim"> · {dag.owedMs === null ? t("how long they take is not known yet") : t("about {{duration}} in all", { duration: formatDuration(dag.owedMs) })}</span>
        </li>
      ))}
    </List>
  );
}

export function Collisions({ collisions }: Pick<ScheduleForecast, "collisions">): ReactNode {
  return (
    <List title={t("DAGs that start in the same minute")}>
      {collisions.map(({ at, times, dagIds }) => (
        <li key={`${at} ${dagIds.join(" ")}`}>
          <InstantText at={at} /> <span className="dw-dim">{t("and {{count}} times in all:", { count: times })}</span> {t("{{count}} DAGs", { count: dagIds.length })} <span className="dw-dim">{dagIds.slice(0, 8).join(", ")}{dagIds.length > 8 ? ", …" : ""}</span>
        </li>
      ))}
    </List>
  );
}

export function Oddities({ oddities }: Pick<ScheduleForecast, "oddities">): ReactNode {
  return (
    <List title={t("When the clock changes")}>
      {oddities.map((one) => (
        <li key={`${one.dagId} ${one.changeAt} ${one.kind} ${one.wallTime}`}>
          <DagLink dagId={one.dagId} /> {oddityWords(one)}
          <span className="dw-dim">
            {" "}
            {one.timezone}, {one.runAt === null ? <InstantText at={one.changeAt} /> : <InstantText at={one.runAt} />}
          </span>
        </li>
      ))}
    </List>
  );
}

/** Their runs are in no other figure. */
export function ByAssets({ byAssets }: Pick<ScheduleForecast, "byAssets">): ReactNode {
  return (
    <List title={t("When assets are loaded, which cannot be foretold")}>
      {byAssets.map(({ dagId, isOn, scheduleWords }) => (
        <li key={dagId}>
          <DagLink dagId={dagId} /> {scheduleWords} {!isOn && <span className="dw-dim">{t("(off)")}</span>}
        </li>
      ))}
    </List>
  );
}

/** So many leave room for what comes below. */
const fewItems = 4;

/** The first few, until all are asked for. */
function List({ title, children }: { title: string; children: readonly ReactNode[] }): ReactNode {
  const [isWhole, setWhole] = useState(false);
  const count = children.length;
  if (count === 0) return null;
  // One more would take no more room than the button.
  const isLong = count > fewItems + 1;
  return (
    <section className={styles.part} aria-label={title}>
      <div className={styles.partHead}>
        <h2>{title}</h2>
        <span className="dw-dim dw-num">{formatCount(count)}</span>
      </div>
      <ul className={styles.list}>{isLong && !isWhole ? children.slice(0, fewItems) : children}</ul>
      {isLong && (
        <Button size="compact-xs" variant="subtle" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? t("Show less") : t("Show all {{count}}", { count })}
        </Button>
      )}
    </section>
  );
}
