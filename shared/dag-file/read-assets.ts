/** Assets in a DAG file: the condition of the schedule, and what tasks load. What is wrong with a name is told where it stands. */
import { assetOf, problemOfAssetName, type AssetCondition } from "../model/asset.ts";
import { formatPath, type FieldPath } from "./field-path.ts";
import type { Report } from "./report.ts";
import { child, nodeAt, spanAt, textOf, type TreeNode } from "./yaml-tree.ts";

interface Context {
  readonly root: TreeNode;
  readonly report: Report;
}

/** Where the schedule names its assets: the whole of it, or one item of its list. */
export function assetPaths(root: TreeNode): FieldPath[] {
  const schedule = child(root, "schedule");
  if (schedule?.kind === "seq") return schedule.items.flatMap(({ value }, index): FieldPath[] => (child(value, "assets") === null ? [] : [["schedule", index, "assets"]]));
  return child(schedule, "assets") === null ? [] : [["schedule", "assets"]];
}

/** Null where the schedule names no assets, or nothing sensible. */
export function readAssets(root: TreeNode, report: Report): AssetCondition | null {
  const [path, second] = assetPaths(root);
  if (second !== undefined) {
    const message = `\`${formatPath(second)}\`: a schedule has one condition on assets, and ${formatPath(path ?? [])} is one. Write both as one: {assets: {any: […]}}.`;
    report.add({ code: "dag/conflict", message, span: spanAt(root, second), path: second });
  }
  if (path === undefined) return null;
  refuseBeside(path, ["cron", "every", "at"], "a time and assets are two items of a list: ['@daily', {assets: […]}]", { root, report });
  return readCondition(path, { root, report });
}

/** Keys that exclude the last one of the path. */
function refuseBeside(path: FieldPath, others: readonly string[], remedy: string, { root, report }: Context): void {
  const around = path.slice(0, -1);
  const beside = others.find((key) => child(nodeAt(root, around), key) !== null);
  if (beside === undefined) return;
  const at = [...around, beside];
  report.add({ code: "dag/conflict", message: `\`${formatPath(at)}\` stands beside \`${String(path.at(-1))}\`; ${remedy}.`, span: spanAt(root, at, "key"), path: at });
}

function readCondition(path: FieldPath, context: Context): AssetCondition | null {
  const node = nodeAt(context.root, path);
  if (node?.kind === "seq") return readList(path, "all", context);
  if (node?.kind === "map") {
    const kind = child(node, "any") === null ? "all" : "any";
    if (kind === "any") refuseBeside([...path, kind], ["all"], "put one into the other: {all: [a, {any: [b, c]}]}", context);
    return readList([...path, kind], kind, context);
  }
  const name = readName(path, context);
  return name === null ? null : { kind: "asset", name };
}

function readList(path: FieldPath, kind: "all" | "any", context: Context): AssetCondition | null {
  const node = nodeAt(context.root, path);
  const parts = node?.kind === "seq" ? node.items.map((_, index) => readCondition([...path, index], context)) : [];
  parts.forEach((part, index) => {
    const first = part === null ? -1 : parts.findIndex((one) => JSON.stringify(one) === JSON.stringify(part));
    if (part?.kind === "asset" && first < index) refuseTwin(part.name, [...path, index], context);
  });
  const of = parts.flatMap((part) => part ?? []);
  const [only, ...others] = of;
  return only === undefined || others.length === 0 ? (only ?? null) : { kind, of };
}

function refuseTwin(name: string, path: FieldPath, { root, report }: Context): void {
  report.add({ code: "dag/conflict", message: `\`${formatPath(path)}\`: the asset "${name}" stands in this list already; name it once.`, span: spanAt(root, path), path });
}

function readName(path: FieldPath, { root, report }: Context): string | null {
  const text = textOf(nodeAt(root, path));
  if (text === null) return null;
  const problem = problemOfAssetName(text);
  if (problem === null) return assetOf(text);
  report.add({ code: "dag/invalid-value", message: `\`${formatPath(path)}\`: the asset name ${JSON.stringify(text.slice(0, 60))} ${problem}.`, span: spanAt(root, path), path });
  return null;
}

/** `outlets` of a task; undefined where it has none. */
export function readOutlets(task: FieldPath, context: Context): string[] | undefined {
  const path = [...task, "outlets"];
  const node = nodeAt(context.root, path);
  if (node === null) return undefined;
  const paths = node.kind === "seq" ? node.items.map((_, index): FieldPath => [...path, index]) : [path];
  const names: string[] = [];
  for (const each of paths) {
    const name = readName(each, context);
    if (name !== null && names.includes(name)) refuseTwin(name, each, context);
    else if (name !== null) names.push(name);
  }
  return names;
}
