/** The schedule by time, its time zone and the dates around it; what it says of assets is read by read-assets.ts. */
import { parseDuration } from "../base/duration.ts";
import type { AssetCondition } from "../model/asset.ts";
import type { Dag, OneSchedule, Schedule } from "../model/dag.ts";
import { parseCron } from "../schedule/cron.ts";
import { checkTimeZone } from "../schedule/time-zone.ts";
import { instantOfDate, looksLikeDate } from "../schedule/wall-date.ts";
import { suggestion } from "./did-you-mean.ts";
import { builtIn } from "./file-schema.ts";
import { readAssets } from "./read-assets.ts";
import type { FieldPath } from "./field-path.ts";
import type { Report } from "./report.ts";
import { child, nodeAt, spanAt, textOf, type TreeNode } from "./yaml-tree.ts";

const shortestEveryMs = 1000;

export function readZone(root: TreeNode, path: FieldPath, report: Report): string | null {
  const zone = textOf(nodeAt(root, path));
  if (zone === null) return null;
  const verdict = checkTimeZone(zone);
  const place = { span: spanAt(root, path), path };
  if (!verdict.ok) report.add({ code: "dag/unknown-time-zone", message: verdict.message, ...place });
  else if (verdict.note !== undefined) report.add({ code: "dag/legacy-time-zone", severity: "info", message: verdict.note, ...place });
  return zone;
}

interface Around {
  readonly report: Report;
  readonly timezone: string;
  /** What intervals are counted from, and when `@once` is. */
  readonly startAt: number | null;
}
interface Place {
  readonly span: { start: number; end: number };
  readonly path: FieldPath;
}

export function readSchedule(root: TreeNode, report: Report): { schedule: Schedule | null; assets: AssetCondition | null; timezone: string } {
  const timezone = readZone(root, ["timezone"], report) ?? builtIn.timezone;
  const start = textOf(child(root, "start_date"));
  const around = { report, timezone, startAt: start === null ? null : startInstant(start, timezone) };
  const node = child(root, "schedule");
  return { schedule: node?.kind === "seq" ? readList(root, node.items.length, around) : readOne(root, ["schedule"], around), assets: readAssets(root, report), timezone };
}

/** A zone that is none was told of already. */
function startInstant(start: string, timezone: string): number | null {
  return checkTimeZone(timezone).ok ? instantOfDate(start, timezone) : null;
}

function readList(root: TreeNode, length: number, around: Around): Schedule | null {
  const parts: OneSchedule[] = [];
  for (let index = 0; index < length; index += 1) {
    const part = readOne(root, ["schedule", index], around);
    if (part?.kind === "once") {
      const message = `Schedule, item ${index + 1}: @once beside others has no moment of its own; write the date, such as 2026-03-01T06:00.`;
      around.report.add({ code: "dag/invalid-schedule", message, span: spanAt(root, ["schedule", index]), path: ["schedule", index] });
    } else if (part !== null) parts.push(part);
  }
  const [only, ...others] = parts;
  if (only === undefined || others.length === 0) return only ?? null;
  return { kind: "several", of: parts };
}

function readOne(root: TreeNode, path: FieldPath, around: Around): OneSchedule | null {
  const node = nodeAt(root, path);
  if (node?.kind !== "map") return readText(root, path, around);
  if (child(node, "assets") !== null) return null;
  const timezone = readZone(root, [...path, "timezone"], around.report) ?? around.timezone;
  const key = ["cron", "every", "at"].find((word) => child(node, word) !== null) ?? "cron";
  const place = [...path, key];
  return key === "at" ? readDates(root, place, { ...around, timezone }) : readText(root, place, { ...around, timezone });
}

function readText(root: TreeNode, path: FieldPath, around: Around): OneSchedule | null {
  const text = textOf(nodeAt(root, path));
  if (text === null) return null;
  const { report, timezone, startAt } = around;
  const place = { span: spanAt(root, path), path };
  const every = path.at(-1) === "every" ? text : (/^\s*every\s+(.*)$/i.exec(text)?.[1] ?? null);
  if (every !== null) return readEvery(every, place, around);
  if (looksLikeDate(text)) return datesOf([{ text, place }], around);
  if (text.trim() === "@once") return { kind: "once", ...(startAt === null ? {} : { at: startAt }) };
  const verdict = parseCron(text);
  if (verdict.ok) return { kind: "cron", expression: text, timezone };
  const hint = text.startsWith("@") || text.length > 40 ? suggestion(text, ["@hourly", "@daily", "@weekly", "@monthly", "@quarterly", "@yearly", "@once"]) : "";
  report.add({ code: "dag/invalid-schedule", message: verdict.message + hint, ...place });
  return null;
}

/** `at` of the full form: one date or a list of them. */
function readDates(root: TreeNode, path: FieldPath, around: Around): OneSchedule | null {
  const node = nodeAt(root, path);
  const paths = node?.kind === "seq" ? node.items.map((_, index): FieldPath => [...path, index]) : [path];
  const texts = paths.flatMap((one) => {
    const text = textOf(nodeAt(root, one));
    return text === null ? [] : [{ text, place: { span: spanAt(root, one), path: one } }];
  });
  return datesOf(texts, around);
}

function datesOf(texts: readonly { text: string; place: Place }[], { report, timezone }: Around): OneSchedule | null {
  const at: number[] = [];
  for (const { text, place } of texts) {
    const instant = startInstant(text, timezone);
    if (instant !== null) at.push(instant);
    else if (checkTimeZone(timezone).ok) report.add({ code: "dag/invalid-schedule", message: `Schedule "${text.slice(0, 60)}": no such date; write one that exists, such as 2026-03-01 or 2026-03-01T06:00.`, ...place });
  }
  return at.length === 0 ? null : { kind: "dates", at: [...new Set(at)].sort((one, other) => one - other), timezone };
}

function readEvery(text: string, place: Place, { report, startAt }: Around): OneSchedule | null {
  const everyMs = parseDuration(text);
  if (everyMs !== null && everyMs >= shortestEveryMs) return { kind: "every", everyMs, ...(startAt === null ? {} : { from: startAt }) };
  const message = `Schedule "every ${text}": ${everyMs === null ? "not a duration" : "shorter than a second"}; write one such as \`every 10s\` or \`every 2h\`.`;
  report.add({ code: "dag/invalid-schedule", message, ...place });
  return null;
}

/** The date as written, or null; impossible dates are reported. */
export function readDate(root: TreeNode, key: "start_date" | "end_date", report: Report): string | null {
  const text = textOf(child(root, key));
  if (text === null) return null;
  if (instantOfDate(text, "UTC") !== null) return text.trim();
  const message = `\`${key}\`: found "${text.slice(0, 60)}"; expected a date that exists, such as 2026-01-31 or 2026-01-31T06:00:00.`;
  report.add({ code: "dag/invalid-date", message, span: spanAt(root, [key]), path: [key] });
  return null;
}

/** Dates that leave no room for a run, and a historical drop that has nothing to begin with. */
export function checkDates(root: TreeNode, dag: Pick<Dag, "startDate" | "endDate" | "timezone" | "historicalDrop" | "schedule">, report: Report): void {
  const add = (key: string, message: string): void => report.add({ code: "dag/invalid-date", message, span: spanAt(root, [key]), path: [key] });
  if (dag.startDate !== null && dag.endDate !== null && checkTimeZone(dag.timezone).ok) {
    const [start, end] = [instantOfDate(dag.startDate, dag.timezone), instantOfDate(dag.endDate, dag.timezone)];
    if (start !== null && end !== null && end < start) add("end_date", `\`end_date\`: ${dag.endDate} is before \`start_date\` ${dag.startDate}, so that nothing would ever run; put it later.`);
  }
  if (dag.historicalDrop === true && dag.startDate === null) add("historical_drop", "`historical_drop`: the first run covers everything from `start_date` on, and there is none; add `start_date`, such as 2026-01-01.");
  if (dag.historicalDrop === true && dag.schedule === null) add("historical_drop", "`historical_drop`: says what the first run by schedule covers, and there is no `schedule`; add one, such as '@daily'.");
}
