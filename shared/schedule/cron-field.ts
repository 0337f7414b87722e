/**
 * Reads one field of a cron expression into the numbers it stands for, with croniter's meaning of each form.
 * Forms whose meaning differs between cron dialects are refused with the spelling that every dialect shares.
 */
export type CronFieldName = "minute" | "hour" | "day of month" | "month" | "day of week";

export type FieldValues = {
  /** The field does not restrict anything. */
  star: boolean;
  /** Ascending, without repeats; every allowed number when `star`. */
  values: readonly number[];
  /** `L` in day of month: the last day. */
  last: boolean;
  /** `5#2` and `L5` in day of week: the second and the last Friday. */
  nth: readonly { day: number; which: number | "last" }[];
};

type FieldReading = { ok: true; values: FieldValues } | { ok: false; problem: string };
type Item =
  | { kind: "values"; values: number[] }
  | { kind: "last" }
  | { kind: "nth"; days: number[]; which: number | "last" }
  | { kind: "problem"; problem: string };

type Range = { low: number; high: number; names: readonly string[]; nameFrom: number };
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const ranges: Readonly<Record<CronFieldName, Range>> = {
  minute: { low: 0, high: 59, names: [], nameFrom: 0 },
  hour: { low: 0, high: 23, names: [], nameFrom: 0 },
  "day of month": { low: 1, high: 31, names: [], nameFrom: 0 },
  month: { low: 1, high: 12, names: months, nameFrom: 1 },
  "day of week": { low: 0, high: 6, names: weekdays, nameFrom: 0 },
};

/** Reads the text of one field. */
export function readField(field: CronFieldName, text: string): FieldReading {
  const range = ranges[field];
  const isDay = field === "day of month" || field === "day of week";
  if (text === "*" || (text === "?" && isDay)) {
    return { ok: true, values: { star: true, values: span(range.low, range.high, 1), last: false, nth: [] } };
  }
  const values = new Set<number>();
  const nth: { day: number; which: number | "last" }[] = [];
  let last = false;
  for (const part of text.toLowerCase().split(",")) {
    const item = readItem(field, part);
    if (item.kind === "problem") return { ok: false, problem: item.problem };
    if (item.kind === "last") last = true;
    else if (item.kind === "nth") nth.push(...item.days.map((day) => ({ day, which: item.which })));
    else for (const value of item.values) values.add(value);
  }
  if (nth.length > 0 && values.size > 0) {
    return { ok: false, problem: `${field} "${text}" mixes plain weekdays with "#" or "L"; use one of the two.` };
  }
  const sorted = [...values].sort((a, b) => a - b);
  // Day fields keep "every day listed" apart from "*": with both given, cron means "or" (see cron.ts).
  const star = !isDay && sorted.length === range.high - range.low + 1;
  return { ok: true, values: { star, values: sorted, last, nth } };
}

function readItem(field: CronFieldName, text: string): Item {
  if (text === "") return problem(`${field} has an empty item; remove the extra comma.`);
  if (field === "day of month" && text === "l") return { kind: "last" };
  if (field === "day of month" && /^(\d+w|w\d+|lw)$/.test(text)) {
    return problem(`day of month "${text}" (nearest weekday) is not known to every Airflow; list the days or weekdays.`);
  }
  if (field === "day of week") {
    const special = readSpecialWeekday(text);
    if (special !== null) return special;
  }
  return readRange(field, text);
}

/** `fri#2`, `1-5#1` (the nth) and `l5` (the last), as croniter writes them; null when it is none of these. */
function readSpecialWeekday(text: string): Item | null {
  const last = /^l([0-7]|[a-z]{3})$/.exec(text);
  const nth = /^([^#]+)#(.*)$/.exec(text);
  const days = last?.[1] ?? nth?.[1];
  if (days === undefined) return null;
  const item = readRange("day of week", days);
  if (item.kind !== "values") return item;
  if (last) return { kind: "nth", days: item.values, which: "last" };
  const which = nth?.[2] ?? "";
  if (!/^[1-5]$/.test(which)) return problem(`day of week "${text}" asks for week "${which}"; use #1 to #5, or L5 for the last.`);
  return { kind: "nth", days: item.values, which: Number(which) };
}

function readRange(field: CronFieldName, text: string): Item {
  const match = /^(\*|[^-/*]+)(?:-([^-/*]+))?(?:\/(.*))?$/.exec(text);
  if (!match || (match[1] === "*" && match[2] !== undefined)) {
    return problem(`${field} "${text}" is not a number, a range a-b, a list a,b or a step */n.`);
  }
  const [, first = "", second, stepText] = match;
  if (first === "*" && stepText === undefined) return problem(`${field} has "*" inside a list; write "*" alone.`);
  const step = stepText === undefined ? 1 : readStep(field, text, stepText);
  if (typeof step !== "number") return step;
  const range = ranges[field];
  const from = first === "*" ? range.low : readNumber(field, first);
  if (typeof from !== "number") return from;
  // A start with a step runs to the field's end: 5/15 is 5-59/15.
  const openEnd = first === "*" || stepText !== undefined ? range.high : from;
  const to = second === undefined ? openEnd : readNumber(field, second);
  if (typeof to !== "number") return to;
  return expandRange(field, text, { from, to, step, written: second !== undefined });
}

function expandRange(
  field: CronFieldName,
  text: string,
  { from, to, step, written }: { from: number; to: number; step: number; written: boolean },
): Item {
  const isWeekday = field === "day of week";
  // Sunday is 0 and 7: as the end of a range it is 7, as anything else 0.
  const start = isWeekday && from === 7 ? 0 : from;
  const end = isWeekday && written && to === 0 ? 7 : written ? to : Math.max(to === 7 && isWeekday ? 0 : to, start);
  if (written && from === to) {
    return problem(`${field} "${text}" is a range from ${from} to itself, which cron dialects read differently; write ${from} or *.`);
  }
  if (end < start) return problem(`${field} "${text}" runs backwards; ${backwardsAdvice(field, from, to)}`);
  const values = span(start, end, step).map((value) => (isWeekday ? value % 7 : value));
  return { kind: "values", values };
}

function backwardsAdvice(field: CronFieldName, from: number, to: number): string {
  const { low, high } = ranges[field];
  return `put the smaller number first, or write ${from}-${high},${low}-${to} to wrap around.`;
}

function readStep(field: CronFieldName, text: string, stepText: string): number | Item {
  if (!/^\d{1,4}$/.test(stepText)) return problem(`${field} "${text}" has the step "${stepText}"; use a whole number from 1.`);
  const step = Number(stepText);
  return step === 0 ? problem(`${field} "${text}" has the step 0, which never moves; use a step from 1.`) : step;
}

function readNumber(field: CronFieldName, text: string): number | Item {
  const { low, high, names, nameFrom } = ranges[field];
  const named = names.indexOf(text);
  if (named >= 0) return named + nameFrom;
  const top = field === "day of week" ? 7 : high;
  const allowed = `${low}–${top}${names.length > 0 ? ` or ${names[0]}–${names.at(-1)}` : ""}`;
  if (!/^\d+$/.test(text)) return problem(`${field} "${text}" is not a number; use ${allowed}.`);
  const value = Number(text);
  return value < low || value > top ? problem(`${field} ${text} is out of range; use ${allowed}.`) : value;
}

function span(from: number, to: number, step: number): number[] {
  const values: number[] = [];
  for (let value = from; value <= to; value += step) values.push(value);
  return values;
}

function problem(text: string): Item {
  return { kind: "problem", problem: text };
}
