/** Gives `deadlines` of a DAG or a task their meaning, and says which of their fields do not go together. */
import { parseDuration } from "../base/duration.ts";
import { averagedRuns, runMoments, weekdays, type DeadlineRule, type DeadlineWhen, type TimeOfDay } from "../model/deadline.ts";
import { checkTimeZone } from "../schedule/time-zone.ts";
import { instantOfDate } from "../schedule/wall-date.ts";
import { formatPath, type FieldPath } from "./field-path.ts";
import { specsOf } from "./read-messages.ts";
import type { Report } from "./report.ts";
import { child, nodeAt, spanAt, textOf, textsOf, type TreeNode } from "./yaml-tree.ts";

interface Around {
  readonly root: TreeNode;
  readonly timezone: string;
  readonly report: Report;
}

const kinds = ["by", "interval", "at", "no_success_by"] as const;
/** Each of these means something only beside one of those. */
const companions: Readonly<Record<string, readonly string[]>> = { reference: ["interval"], max_runs: ["interval"], min_runs: ["interval"], days: ["by", "no_success_by"], within: ["no_success_by"], fail_run: ["by", "interval", "at"] };
const averageOnly = ["max_runs", "min_runs"] as const;

/** Undefined where there are none; `path` is that of the mapping. */
export function readDeadlines(path: FieldPath, around: Around): DeadlineRule[] | undefined {
  const node = nodeAt(around.root, path);
  if (node?.kind !== "map" || node.entries.size === 0) return undefined;
  return [...node.entries].flatMap(([name, { value }]) => readOne(name, value, { ...around, path: [...path, name] }) ?? []);
}

function readOne(name: string, node: TreeNode, around: Around & { readonly path: FieldPath }): DeadlineRule | null {
  const when = readWhen(node, around);
  if (when === null) return null;
  const told = child(node, "on_deadline");
  return { name, when, failRun: isTrue(child(node, "fail_run")), whenPaused: isTrue(child(node, "when_paused")), ...(told === null ? {} : { messages: specsOf(told) }) };
}

function readWhen(node: TreeNode, around: Around & { readonly path: FieldPath }): DeadlineWhen | null {
  const { root, report, path } = around;
  const [kind, second] = kinds.filter((key) => child(node, key) !== null);
  const place = (key: string) => ({ span: spanAt(root, [...path, key], "key"), path: [...path, key] });
  if (kind === undefined) {
    report.add({ code: "dag/missing-key", message: `\`${formatPath(path)}\` names no time; expected one of \`by\`, \`interval\`, \`at\` or \`no_success_by\`.`, span: spanAt(root, path, "key"), path });
    return null;
  }
  if (second !== undefined) report.add({ code: "dag/conflict", message: `\`${formatPath(path)}\` has both \`${kind}\` and \`${second}\`; a deadline has one of them. Make two deadlines of it.`, ...place(second) });
  for (const [key, needs] of Object.entries(companions)) {
    if (child(node, key) === null || needs.includes(kind)) continue;
    report.add({ code: "dag/conflict", message: `\`${formatPath([...path, key])}\` goes with ${needs.map((one) => `\`${one}\``).join(" or ")}, not with \`${kind}\`; take it out.`, ...place(key) });
  }
  if (kind === "interval") return readInterval(node, around);
  if (kind === "at") return readInstant(node, around);
  const time = readTime(node, kind, around.timezone);
  return kind === "by" ? { kind, time } : { kind, time, withinMs: spanOf(child(node, "within")) };
}

function readInterval(node: TreeNode, { root, report, path }: Around & { readonly path: FieldPath }): DeadlineWhen {
  const intervalMs = spanOf(child(node, "interval")) ?? 0;
  const reference = textOf(child(node, "reference"));
  const place = (key: string) => ({ span: spanAt(root, [...path, key]), path: [...path, key] });
  if (reference !== "average_runtime") {
    for (const key of averageOnly) if (child(node, key) !== null) report.add({ code: "dag/conflict", message: `\`${formatPath([...path, key])}\` goes with \`reference: average_runtime\`, not with \`${reference ?? "logical_date"}\`; take it out.`, ...place(key) });
    return { kind: "interval", reference: runMoments.find((one) => one === reference) ?? "logical_date", intervalMs };
  }
  const maxRuns = countOf(child(node, "max_runs")) ?? averagedRuns.usual;
  const minRuns = countOf(child(node, "min_runs")) ?? maxRuns;
  if (minRuns > maxRuns) {
    report.add({ code: "dag/conflict", message: `\`${formatPath([...path, "min_runs"])}\`: found ${minRuns}, more than the ${maxRuns} of \`max_runs\`, so that there would never be a deadline; expected at most ${maxRuns}.`, ...place("min_runs") });
  }
  return { kind: "average_runtime", intervalMs, maxRuns, minRuns };
}

/** Null where it is none, which is told; a zone that is none was told of already. */
function readInstant(node: TreeNode, { root, report, path, timezone }: Around & { readonly path: FieldPath }): DeadlineWhen | null {
  if (!checkTimeZone(timezone).ok) return null;
  const text = textOf(child(node, "at")) ?? "";
  const at = instantOfDate(text, timezone);
  if (at !== null) return { kind: "at", at, timezone };
  const place = [...path, "at"];
  report.add({ code: "dag/invalid-date", message: `\`${formatPath(place)}\`: found "${text.slice(0, 60)}"; expected a date that exists, such as 2026-03-01T06:00 or 2026-03-01T06:00Z.`, span: spanAt(root, place), path: place });
  return null;
}

function readTime(node: TreeNode, key: string, timezone: string): TimeOfDay {
  const [hours = "0", minutes = "0"] = (textOf(child(node, key)) ?? "").split(":");
  const days = textsOf(child(node, "days")).flatMap((day) => weekdays.flatMap((one, index) => (one === day ? [index] : [])));
  return { minutes: Number(hours) * 60 + Number(minutes), days: days.length === 0 ? null : days, timezone };
}

const countOf = (node: TreeNode | null): number | null => (node === null ? null : Number(textOf(node)));

const spanOf = (node: TreeNode | null): number | null => parseDuration(textOf(node) ?? "");

function isTrue(node: TreeNode | null): boolean {
  return node?.kind === "scalar" && /^(?:true|yes|on)$/i.test(node.source);
}
