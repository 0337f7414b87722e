/** Puts a schedule into words for a person. Says "or" where cron means it (day of month and weekday both given). */
import cronstrue from "cronstrue";
import type { Schedule } from "../model/dag.ts";
import { assertNever } from "../base/assert-never.ts";
import { isNever, patternOf, readCron, cronPresets, type Cron } from "./cron.ts";

/** "At 00:30, on day 1 of the month or on Monday (America/New_York)". Text it cannot read is given back as it is. */
export function describeSchedule(schedule: Schedule): string {
  switch (schedule.kind) {
    case "cron":
      return describeCron(schedule.expression, schedule.timezone);
    case "every":
      return `Every ${describeSpan(schedule.everyMs)}`;
    case "once":
      return "Once";
    default:
      return assertNever(schedule);
  }
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
