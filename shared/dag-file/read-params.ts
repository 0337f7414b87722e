/** The params of a DAG: short form `min_rows: 1000` (its type is inferred) and full form with rules; checks the default against them. */
import type { Dag, ParamSpec } from "../model/dag.ts";
import { requiredParams } from "../model/params.ts";
import { formatPath } from "./field-path.ts";
import { isPlain } from "./plain-form.ts";
import type { Report } from "./report.ts";
import { isWhole } from "./yaml-traps.ts";
import { child, spanAt, toPlain, type TreeNode } from "./yaml-tree.ts";

export function readParams(root: TreeNode, report: Report): Record<string, ParamSpec> {
  const params: Record<string, ParamSpec> = {};
  const node = child(root, "params");
  if (node?.kind !== "map") return params;
  for (const [name, entry] of node.entries) {
    const spec = readParam(toPlain(entry.value));
    params[name] = spec;
    const problem = problemOf(spec);
    if (problem === null) continue;
    const path = ["params", name];
    const message = `\`${formatPath(path)}\`: ${problem}`;
    report.add({ code: "dag/invalid-param", message, span: spanAt(root, path), path });
  }
  return params;
}

/** Runs that nobody gives a value to need a default of every param, as in Airflow. */
export function checkRequired(root: TreeNode, { params, schedule, assets }: Pick<Dag, "params" | "schedule" | "assets">, report: Report): void {
  if (schedule === null && assets === undefined) return;
  for (const name of requiredParams(params)) {
    const path = ["params", name];
    const message = `\`${formatPath(path)}\`: has no default, and runs by \`schedule\` are given no values, so that none could be made. Give it a \`default\` (null where it may be unset), or take the \`schedule\` away.`;
    report.add({ code: "dag/required-param", message, span: spanAt(root, path, "key"), path });
  }
}

function readParam(form: unknown): ParamSpec {
  if (!isPlain(form)) return { type: typeOf(form), default: form };
  const { default: value, type, ...rules } = form;
  // The schema has judged the rules; unknown keys among them are dropped here.
  const kept = Object.fromEntries(Object.entries(rules).filter(([key, rule]) => ruleNames.has(key) && rule !== null));
  return { ...(kept as Omit<ParamSpec, "type" | "default">), type: (type ?? null) as ParamSpec["type"], default: value };
}

const ruleNames: ReadonlySet<string> = new Set(["title", "description", "enum", "minimum", "maximum", "minLength", "maxLength", "pattern", "format"]);

function typeOf(value: unknown): ParamSpec["type"] {
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  if (typeof value === "boolean") return "boolean";
  return typeof value === "string" ? "string" : null;
}

/** What is wrong with the spec or with its default; an absent default means that a run must give the value. */
function problemOf(spec: ParamSpec): string | null {
  const pattern = spec.pattern === undefined ? null : compile(spec.pattern);
  if (spec.pattern !== undefined && pattern === null) return `the pattern ${JSON.stringify(spec.pattern)} is not a regular expression.`;
  if (spec.minimum !== undefined && spec.maximum !== undefined && spec.minimum > spec.maximum) return `minimum ${spec.minimum} is above maximum ${spec.maximum}.`;
  const value = spec.default;
  if (value === null || value === undefined) return null;
  const shown = JSON.stringify(value);
  if ((spec.type === "integer" || spec.type === "number") && isRounded(value)) return `the default ${String(value)} is too big to be an exact number (over ${Number.MAX_SAFE_INTEGER}); make it \`type: string\` and put the default in quotes.`;
  if (spec.type !== null && !fits(value, spec.type)) return `the default ${shown} is not of type ${spec.type}.`;
  if (spec.enum !== undefined && !spec.enum.some((one) => JSON.stringify(one) === shown)) return `the default ${shown} is not in its enum.`;
  if (typeof value === "number" && spec.minimum !== undefined && value < spec.minimum) return `the default ${shown} is below the minimum ${spec.minimum}.`;
  if (typeof value === "number" && spec.maximum !== undefined && value > spec.maximum) return `the default ${shown} is above the maximum ${spec.maximum}.`;
  if (typeof value === "string" && spec.minLength !== undefined && value.length < spec.minLength) return `the default ${shown} is shorter than ${spec.minLength}.`;
  if (typeof value === "string" && spec.maxLength !== undefined && value.length > spec.maxLength) return `the default ${shown} is longer than ${spec.maxLength}.`;
  return null;
}

/** It would lose digits as a number, so it was kept as the text that it is. */
function isRounded(value: unknown): boolean {
  return typeof value === "string" && isWhole(value) && !Number.isSafeInteger(Number(value));
}

function compile(pattern: string): RegExp | null {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return null;
  }
}

function fits(value: unknown, type: NonNullable<ParamSpec["type"]>): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isPlain(value);
  return typeof value === type;
}
