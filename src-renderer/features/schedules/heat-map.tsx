/** Starts of all DAGs, or the slots of a pool, hour by hour: a row a day. */
import { Select } from "@mantine/core";
import { Fragment, useState, type ReactNode } from "react";
import type { ScheduleForecast } from "../../../shared/contract/schedules.ts";
import { t } from "../../strings/t.ts";
import { formatCount, formatInstant } from "../../ui/format.ts";
import { useDisplayZone } from "../../ui/preferences.tsx";
import { heatDays, heatOf } from "./heat-cells.ts";
import styles from "./schedules.module.css";

const startsKey = "starts";
const marks = [0, 6, 12, 18];
/** As many as the height of the map has room for; more are scrolled, by keys too. */
const daysWithoutScrolling = 91;
const sum = (one: number, other: number): number => one + other;

export function HeatMap({ forecast }: { forecast: ScheduleForecast }): ReactNode {
  const [shown, setShown] = useState(startsKey);
  const zone = useDisplayZone() ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const pool = forecast.pools.find((one) => `pool:${one.pool}` === shown) ?? null;
  const values = pool?.demand ?? forecast.starts;
  const most = values.reduce((high, value) => Math.max(high, value), 0);
  // The first hour has begun already, and the last one may be a part.
  const least = values.slice(1, -1).reduce((low, value) => Math.min(low, value), most);
  const options = [{ value: startsKey, label: t("Runs that start") }, ...forecast.pools.map((one) => ({ value: `pool:${one.pool}`, label: one.slots === null ? t("Slots taken in {{pool}}", { pool: one.pool }) : t("Slots taken in {{pool}}, of {{slots}}", { pool: one.pool, slots: one.slots }) }))];
  const days = heatDays(forecast.from, values, zone, pool === null ? sum : Math.max);
  const summary = pool === null ? t("{{count}} runs in the busiest hour", { count: most }) : poolWords(pool);
  return (
    <section className={styles.part} aria-label={t("Hour by hour")}>
      <div className={styles.partHead}>
        <h2>{t("Hour by hour, {{zone}}", { zone })}</h2>
        <Select aria-label={t("What is shown")} data={options} value={pool === null ? startsKey : shown} onChange={(value) => setShown(value ?? startsKey)} allowDeselect={false} size="xs" w={280} />
        <span className="dw-dim">{summary}</span>
      </div>
      <div className={styles.heat} role="img" aria-label={summary} tabIndex={days.length > daysWithoutScrolling ? 0 : undefined}>
        <span />
        {Array.from({ length: 24 }, (_, hour) => (
          <span key={hour} className={styles.hour}>
            {marks.includes(hour) ? `${String(hour).padStart(2, "0")}:00` : ""}
          </span>
        ))}
        {days.map((day) => (
          <Fragment key={day.name}>
            <span className={styles.day}>{day.name}</span>
            {day.hours.map((hour, index) => (
              <span key={index} className={styles.cell} data-heat={hour === null ? undefined : heatOf(hour.value, least, most)} data-over={pool?.slots != null && hour !== null && hour.value > pool.slots ? true : undefined} title={hour === null ? undefined : cellWords(formatInstant(hour.at, zone), hour.value, pool !== null)} />
            ))}
          </Fragment>
        ))}
      </div>
    </section>
  );
}

function cellWords(when: string, value: number, isPool: boolean): string {
  return isPool ? t("{{when}}: {{slots}} slots on average", { when, slots: value.toFixed(2) }) : t("{{when}}: {{runs}} runs start", { when, runs: formatCount(value) });
}

function poolWords({ peak, slots, hoursOver }: ScheduleForecast["pools"][number]): string {
  const words = t("at most {{peak}} slots on average in an hour, by what runs took before", { peak: peak.toFixed(2) });
  return slots === null || hoursOver === 0 ? words : `${words}; ${t("{{count}} hours ask for more than there are", { count: hoursOver })}`;
}
