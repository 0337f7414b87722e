/** The schedule, its time zone and the dates around it. */
import { parseDuration } from "../base/duration.ts";
import type { Schedule } from "../model/dag.ts";
import { parseCron } from "../schedule/cron.ts";
import { checkTimeZone } from "../schedule/time-zone.ts";
import { suggestion } from "./did-you-mean.ts";
import { builtIn } from "./file-schema.ts";
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

export function readSchedule(root: TreeNode, report: Report): { schedule: Schedule | null; timezone: string } {
  const timezone = readZone(root, ["timezone"], report) ?? builtIn.timezone;
  const node = child(root, "schedule");
  if (node?.kind === "map") {
    const own = readZone(root, ["schedule", "timezone"], report);
    const path = child(node, "cron") === null ? ["schedule", "every"] : ["schedule", "cron"];
    return { schedule: readText(root, path, own ?? timezone, report), timezone };
  }
  return { schedule: readText(root, ["schedule"], timezone, report), timezone };
}

function readText(root: TreeNode, path: FieldPath, timezone: string, report: Report): Schedule | null {
  const text = textOf(nodeAt(root, path));
  if (text === null) return null;
  const place = { span: spanAt(root, path), path };
  const every = path.at(-1) === "every" ? text : (/^\s*every\s+(.*)$/i.exec(text)?.[1] ?? null);
  if (every !== null) return readEvery(every, place, report);
  if (text.trim() === "@once") return { kind: "once" };
  const verdict = parseCron(text);
  if (verdict.ok) return { kind: "cron", expression: text, timezone };
  const hint = text.startsWith("@") || text.length > 40 ? suggestion(text, ["@hourly", "@daily", "@weekly", "@monthly", "@quarterly", "@yearly", "@once"]) : "";
  report.add({ code: "dag/invalid-schedule", message: verdict.message + hint, ...place });
  return null;
}

function readEvery(text: string, place: { span: { start: number; end: number }; path: FieldPath }, report: Report): Schedule | null {
  const everyMs = parseDuration(text);
  if (everyMs !== null && everyMs >= shortestEveryMs) return { kind: "every", everyMs };
  const message = `Schedule "every ${text}": ${everyMs === null ? "not a duration" : "shorter than a second"}; write one such as \`every 10s\` or \`every 2h\`.`;
  report.add({ code: "dag/invalid-schedule", message, ...place });
  return null;
}

const isoDate = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[-+]\d\d:?\d\d)?)?$/;

/** The date as written, or null; impossible dates are reported. */
export function readDate(root: TreeNode, key: "start_date" | "end_date", report: Report): string | null {
  const text = textOf(child(root, key));
  if (text === null) return null;
  const match = isoDate.exec(text);
  if (match !== null && isReal(match)) return text;
  const message = `\`${key}\`: found "${text.slice(0, 60)}"; expected a date that exists, such as 2026-01-31 or 2026-01-31T06:00:00.`;
  report.add({ code: "dag/invalid-date", message, span: spanAt(root, [key]), path: [key] });
  return null;
}

function isReal([, year, month, day, hour, minute, second]: RegExpExecArray): boolean {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const sameDay = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day) && Number(year) > 0;
  return sameDay && Number(hour ?? 0) < 24 && Number(minute ?? 0) < 60 && Number(second ?? 0) < 60;
}
