/** Puts a schedule into words for a person. Says "or" where cron means it (day of month and weekday both given). */
import cronstrue from "cronstrue";
import { conditionText, conditionWords } from "../model/asset.ts";
import type { Dag, Schedule } from "../model/dag.ts";
import { assertNever } from "../base/assert-never.ts";
import { wallAt } from "./wall-clock.ts";
import { isNever, patternOf, readCron, cronPresets, type Cron } from "./cron.ts";

/** The schedule and the assets of a DAG, in words; null for one that only people start. */
export function describeStart({ schedule, assets }: Pick<Dag, "schedule" | "assets">): string | null {
  const parts = [...(schedule === null ? [] : [describeSchedule(schedule)]), ...(assets === undefined ? [] : [conditionWords(assets)])];
  return parts.length === 0 ? null : parts.join("; ");
}

/** The same as a person would write it, short. */
export function startText({ schedule, assets }: Pick<Dag, "schedule" | "assets">): string | null {
  const parts = [...(schedule === null ? [] : [scheduleText(schedule)]), ...(assets === undefined ? [] : [conditionText(assets)])];
  return parts.length === 0 ? null : parts.join("; ");
}

/** "At 00:30, on day 1 of the month or on Monday (America/New_York)". Text it cannot read is given back as it is. */
export function describeSchedule(schedule: Schedule): string {
  switch (schedule.kind) {
    case "cron":
      return describeCron(schedule.expression, schedule.timezone);
    case "every":
      return `Every ${describeSpan(schedule.everyMs)}`;
    case "once":
      return schedule.at === undefined ? "Once" : `Once, on ${wallText(schedule.at, "UTC")} UTC`;
    case "dates":
      return describeDates(schedule.at, schedule.timezone);
    case "several":
      return schedule.of.map(describeSchedule).join("; ");
    default:
      return assertNever(schedule);
  }
}

const namedDates = 3;

/** "Once, on 2026-03-01 06:00 (Europe/London)". */
function describeDates(dates: readonly number[], timezone: string): string {
  const named = dates.slice(0, namedDates).map((at) => wallText(at, timezone));
  const more = dates.length > namedDates ? ` and ${dates.length - namedDates} more` : "";
  const zone = timezone === "UTC" ? "" : ` (${timezone})`;
  return dates.length === 1 ? `Once, on ${named.join("")}${zone}` : `On ${dates.length} dates: ${named.join(", ")}${more}${zone}`;
}

function wallText(at: number, timezone: string): string {
  const text = new Date(wallAt(at, timezone)).toISOString();
  const time = text.slice(11, 19);
  return time === "00:00:00" ? text.slice(0, 10) : `${text.slice(0, 10)} ${time.endsWith(":00") ? time.slice(0, 5) : time}`;
}

/** The schedule as a person would write it, short. */
export function scheduleText(schedule: Schedule): string {
  switch (schedule.kind) {
    case "cron":
      return schedule.expression;
    case "every":
      return `every ${shortSpan(schedule.everyMs)}`;
    case "once":
      return "@once";
    case "dates":
      return schedule.at.map((at) => wallText(at, schedule.timezone)).join(", ");
    case "several":
      return schedule.of.map(scheduleText).join("; ");
    default:
      return assertNever(schedule);
  }
}

function shortSpan(ms: number): string {
  const [name, size] = units.find(([, unit]) => ms >= unit && ms % unit === 0) ?? ["millisecond", 1];
  return name === "millisecond" ? `${ms}ms` : `${ms / size}${name.charAt(0)}`;
}

function describeCron(expression: string, timezone: string): string {
  const read = readCron(expression);
  if (!read.ok) return expression;
  if (read.reading.kind === "once") return "Once";
  const words = inWords(cronPresets[expression.trim()] ?? expression.trim(), read.reading.cron);
  const never = isNever(read.reading.cron) ? " – no such day: it never fires" : "";
  return `${words}${timezone === "UTC" ? "" : ` (${timezone})`}${never}`;
}

function inWords(expression: string, cron: Cron): string {
  // "?" means "*", and "L5" is "5#L" to us and "5L" to the library that writes the words.
  const [minute = "*", hour = "*", dom = "*", month = "*", dow = "*"] = expression.replaceAll("?", "*").split(/\s+/);
  const weekday = cron.dayOfWeek.nth.length > 0 ? (patternOf(cron).split(" ")[4] ?? dow).replaceAll("#L", "L") : dow;
  if (cron.dayOfMonth.star || cron.dayOfWeek.star) {
    const days = `${cron.dayOfMonth.star ? "*" : dom} ${month} ${cron.dayOfWeek.star ? "*" : weekday}`;
    return say(`${minute} ${hour} ${days}`);
  }
  const time = say(`${minute} ${hour} * * *`);
  const rest = (text: string): string => say(text).slice(time.length).replace(/^, /, "");
  const byDate = rest(`${minute} ${hour} ${dom} * *`);
  const byWeekday = rest(`${minute} ${hour} * * ${weekday}`).replace(/^only /, "");
  const inMonths = month === "*" ? "" : `, ${rest(`${minute} ${hour} * ${month} *`)}`;
  return `${time}, ${byDate} or ${byWeekday}${inMonths}`;
}

function say(expression: string): string {
  return cronstrue.toString(expression, { use24HourTimeFormat: true });
}

const units: readonly [name: string, ms: number][] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
  ["millisecond", 1],
];

function describeSpan(ms: number): string {
  const [name, size] = units.find(([, unit]) => ms >= unit && ms % unit === 0) ?? ["millisecond", 1];
  const count = ms / size;
  return count === 1 ? name : `${count} ${name}s`;
}
