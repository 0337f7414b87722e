/**
 * Reads a cron expression the way Airflow (croniter) does and says what is wrong with one it would not take.
 * Owns the dialect: five fields and the presets. It computes no instants; that is `next.ts`.
 */
import { readField, type CronFieldName, type FieldValues } from "./cron-field.ts";

export type CronProblem = { ok: false; field: string | null; message: string };

/** A cron expression with every field spelled out. */
export type Cron = {
  minute: FieldValues;
  hour: FieldValues;
  dayOfMonth: FieldValues;
  month: FieldValues;
  dayOfWeek: FieldValues;
};
export type CronReading = { kind: "cron"; cron: Cron } | { kind: "once" };

/** Airflow's presets and the two that croniter adds (`@midnight`, `@annually`). */
export const cronPresets: Readonly<Record<string, string>> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@quarterly": "0 0 1 */3 *",
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
};

const fieldNames: readonly CronFieldName[] = ["minute", "hour", "day of month", "month", "day of week"];
/** Longer than any honest expression (60 minutes listed take 170 characters); keeps hostile input cheap. */
const maxLength = 1_000;

/** Says whether the schedule text is a cron expression or preset that Airflow would read the same way. */
export function parseCron(expression: string): { ok: true } | CronProblem {
  const reading = readCron(expression);
  return reading.ok ? { ok: true } : reading;
}

/** The fields of a cron expression, or what is wrong with it. */
export function readCron(expression: string): { ok: true; reading: CronReading } | CronProblem {
  const refuse = (field: string | null, problem: string): CronProblem => ({
    ok: false,
    field,
    message: `Schedule "${shorten(expression)}": ${problem}`,
  });
  if (expression.length > maxLength) {
    return refuse(null, `${expression.length} characters; a cron expression has at most ${maxLength}.`);
  }
  const text = expression.trim();
  if (text === "@once") return { ok: true, reading: { kind: "once" } };
  const preset = Object.hasOwn(cronPresets, text) ? cronPresets[text] : undefined;
  if (preset === undefined && text.startsWith("@")) {
    return refuse(null, `${text} is not a preset; use one of ${Object.keys(cronPresets).join(", ")}, @once.`);
  }
  const parts = (preset ?? text).split(/\s+/).filter((part) => part !== "");
  const countProblem = problemOfCount(parts);
  if (countProblem !== null) return refuse(countProblem.field, countProblem.problem);
  return readParts(parts, refuse);
}

function problemOfCount(parts: readonly string[]): { field: string; problem: string } | null {
  if (parts.length === 5) return null;
  if (parts.length > 5) {
    const field = "field 6";
    const found = `${field} ("${shorten(parts[5] ?? "")}") is one too many, ${parts.length} fields were found`;
    return { field, problem: `${found}; write minute, hour, day of month, month, day of week, without seconds or year.` };
  }
  const missing = fieldNames.slice(parts.length);
  const found = parts.length === 0 ? "it is empty" : parts.length === 1 ? "1 field was found" : `${parts.length} fields were found`;
  const problem = `${missing.join(", ")} missing, ${found}; write minute, hour, day of month, month, day of week.`;
  return { field: missing[0] ?? "minute", problem };
}

function readParts(
  parts: readonly string[],
  refuse: (field: string, problem: string) => CronProblem,
): { ok: true; reading: CronReading } | CronProblem {
  const fields: FieldValues[] = [];
  for (const [index, name] of fieldNames.entries()) {
    const field = readField(name, parts[index] ?? "");
    if (!field.ok) return refuse(name, field.problem);
    fields.push(field.values);
  }
  const [minute, hour, dayOfMonth, month, dayOfWeek] = fields;
  if (!minute || !hour || !dayOfMonth || !month || !dayOfWeek) return refuse("minute", "five fields are needed.");
  if (dayOfWeek.nth.length > 0 && !dayOfMonth.star) {
    const advice = "Airflow's cron does not combine the two; leave one of them *.";
    return refuse("day of week", `day of week "${parts[4]}" names a week of the month beside a day of month; ${advice}`);
  }
  const days = relaxFullDays(dayOfMonth, dayOfWeek, parts[2] ?? "", parts[4] ?? "");
  return { ok: true, reading: { kind: "cron", cron: { minute, hour, month, ...days } } };
}

/**
 * croniter's rule: a day field that lists every day counts as `*` only when the other day field has a star in it.
 * Otherwise both are given, and given together they mean "or".
 */
function relaxFullDays(dayOfMonth: FieldValues, dayOfWeek: FieldValues, domText: string, dowText: string) {
  const relax = (field: FieldValues, size: number, other: string): FieldValues =>
    field.values.length === size && other.includes("*") ? { ...field, star: true } : field;
  return { dayOfMonth: relax(dayOfMonth, 31, dowText), dayOfWeek: relax(dayOfWeek, 7, domText) };
}

const daysInMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** True when no year has such a day: 30 February, 31 April. */
export function isNever(cron: Cron): boolean {
  if (cron.dayOfMonth.star || !cron.dayOfWeek.star || cron.dayOfMonth.last) return false;
  const longest = Math.max(...cron.month.values.map((month) => daysInMonth[month - 1] ?? 0));
  return cron.dayOfMonth.values.every((day) => day > longest);
}

/** The same expression with only `*`, plain numbers, `L` and `#`, as the cron library wants it. */
export function patternOf(cron: Cron): string {
  const list = (field: FieldValues): string => {
    if (field.star) return "*";
    const nth = field.nth.map(({ day, which }) => (which === "last" ? `${day}#L` : `${day}#${which}`));
    return [...field.values.map(String), ...(field.last ? ["L"] : []), ...nth].join(",");
  };
  return [cron.minute, cron.hour, cron.dayOfMonth, cron.month, cron.dayOfWeek].map(list).join(" ");
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
