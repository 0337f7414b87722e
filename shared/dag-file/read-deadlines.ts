/** Gives `deadlines` of a DAG or a task their meaning, and says which of their fields do not go together. */
import { parseDuration } from "../base/duration.ts";
import { deadlineReferences, weekdays, type DeadlineRule, type DeadlineWhen, type TimeOfDay } from "../model/deadline.ts";
import { formatPath, type FieldPath } from "./field-path.ts";
import { specsOf } from "./read-messages.ts";
import type { Report } from "./report.ts";
import { child, nodeAt, spanAt, textOf, textsOf, type TreeNode } from "./yaml-tree.ts";

interface Around {
  readonly root: TreeNode;
  readonly timezone: string;
  readonly report: Report;
}

const kinds = ["by", "interval", "no_success_by"] as const;
/** Each of these means something only beside one of those. */
const companions: Readonly<Record<string, readonly string[]>> = { reference: ["interval"], days: ["by", "no_success_by"], within: ["no_success_by"], fail_run: ["by", "interval"] };

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
    report.add({ code: "dag/missing-key", message: `\`${formatPath(path)}\` names no time; expected one of \`by\`, \`interval\` or \`no_success_by\`.`, span: spanAt(root, path, "key"), path });
    return null;
  }
  if (second !== undefined) report.add({ code: "dag/conflict", message: `\`${formatPath(path)}\` has both \`${kind}\` and \`${second}\`; a deadline has one of them. Make two deadlines of it.`, ...place(second) });
  for (const [key, needs] of Object.entries(companions)) {
    if (child(node, key) === null || needs.includes(kind)) continue;
    report.add({ code: "dag/conflict", message: `\`${formatPath([...path, key])}\` goes with ${needs.map((one) => `\`${one}\``).join(" or ")}, not with \`${kind}\`; take it out.`, ...place(key) });
  }
  if (kind === "interval") return { kind, reference: deadlineReferences.find((one) => one === textOf(child(node, "reference"))) ?? "logical_date", intervalMs: spanOf(child(node, "interval")) ?? 0 };
  const time = readTime(node, kind, around.timezone);
  return kind === "by" ? { kind, time } : { kind, time, withinMs: spanOf(child(node, "within")) };
}

function readTime(node: TreeNode, key: string, timezone: string): TimeOfDay {
  const [hours = "0", minutes = "0"] = (textOf(child(node, key)) ?? "").split(":");
  const days = textsOf(child(node, "days")).flatMap((day) => weekdays.flatMap((one, index) => (one === day ? [index] : [])));
  return { minutes: Number(hours) * 60 + Number(minutes), days: days.length === 0 ? null : days, timezone };
}

const spanOf = (node: TreeNode | null): number | null => parseDuration(textOf(node) ?? "");

function isTrue(node: TreeNode | null): boolean {
  return node?.kind === "scalar" && /^(?:true|yes|on)$/i.test(node.source);
}
