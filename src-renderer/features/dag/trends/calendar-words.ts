/** Days, months and what became of them in words. */
import type { DayOfRuns } from "../../../../shared/contract/time.ts";
import { dayMs } from "../../../../shared/run-view/day-zones.ts";
import { runsOfDay, type DayOutcome, type Month } from "../../../../shared/run-view/calendar.ts";
import { language } from "../../../strings/language.ts";
import { t } from "../../../strings/t.ts";
import { formatCount } from "../../../ui/format.ts";

export const outcomeWords: Readonly<Record<DayOutcome, string>> = { good: t("All went well"), mixed: t("Some failed"), failed: t("All failed"), running: t("On their way"), none: t("No runs") };

const days = new Intl.DateTimeFormat(language, { timeZone: "UTC", weekday: "short", day: "numeric", month: "long", year: "numeric" });
const months = new Intl.DateTimeFormat(language, { timeZone: "UTC", month: "long", year: "numeric" });
const shortMonths = new Intl.DateTimeFormat(language, { timeZone: "UTC", month: "short" });
const weekdays = new Intl.DateTimeFormat(language, { timeZone: "UTC", weekday: "short" });

export function dayText(day: number): string {
  return days.format(day * dayMs);
}

export function monthText({ year, month }: Month): string {
  return months.format(Date.UTC(year, month - 1, 1));
}

export function shortMonthText(day: number): string {
  return shortMonths.format(day * dayMs);
}

/** 0 is Sunday. */
export function weekdayText(weekday: number): string {
  return weekdays.format((weekday + 3) * dayMs);
}

/** `12 runs, 2 failed`. */
export function countWords(day: DayOfRuns | undefined): string {
  if (day === undefined) return t("no runs");
  const parts = [t("{{count}} runs", { count: runsOfDay(day) })];
  if (day.failed > 0) parts.push(t("{{failed}} failed", { failed: formatCount(day.failed) }));
  if (day.running > 0) parts.push(t("{{running}} running", { running: formatCount(day.running) }));
  if (day.queued > 0) parts.push(t("{{queued}} queued", { queued: formatCount(day.queued) }));
  return parts.join(", ");
}

/** As people here count their weeks; 0 is Sunday. */
export function firstWeekday(): number {
  try {
    const locale = new Intl.Locale(navigator.language) as Intl.Locale & { weekInfo?: { firstDay: number }; getWeekInfo?: () => { firstDay: number } };
    const first = (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay;
    return first === undefined ? 1 : first % 7;
  } catch {
    return 1;
  }
}
