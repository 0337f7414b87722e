/** What a change of the clock does to a schedule, as a sentence. */
import type { ScheduleForecast } from "../../../shared/contract/schedules.ts";
import { t } from "../../strings/t.ts";

type Oddity = ScheduleForecast["oddities"][number];

export function oddityWords({ kind, wallTime, count }: Oddity): string {
  const more = count - 1;
  const times = more === 0 ? wallTime : t("{{wallTime}} and {{count}} more times", { wallTime, count: more });
  if (kind === "moved") return t("{{times}} does not exist that day: it runs later by what is skipped", { times });
  if (kind === "lost") return t("{{times}}: no such time that day, and no run", { times });
  return kind === "second" ? t("{{times}}: shown twice, runs the second time", { times }) : t("{{times}}: shown twice, runs both times", { times });
}
