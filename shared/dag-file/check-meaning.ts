/** Rules over several fields that the schema cannot say: ids, paths that leave the workspace, fields that exclude each other. */
import type { TextSource } from "../model/dag.ts";
import { formatPath, type FieldPath } from "./field-path.ts";
import { taskIdPattern, taskIdWords } from "./check-graph.ts";
import { checkHttp } from "./read-http.ts";
import { checkQueue } from "./read-queue.ts";
import { checkSensor } from "./read-sensor.ts";
import { checkTrigger } from "./read-trigger.ts";
import type { Report } from "./report.ts";
import { readSource, type SourceLanguage } from "./text-source.ts";
import { pathInside } from "./workspace-path.ts";
import { child, nodeAt, spanAt, textOf, textsOf, type TreeNode } from "./yaml-tree.ts";

interface Context {
  readonly root: TreeNode;
  readonly report: Report;
}

/** Runs on any tree, sound or not, so that all problems show at once. */
export function checkMeaning(root: TreeNode, report: Report): void {
  const context = { root, report };
  checkId(context);
  const base = checkPath(["base_path"], "", context) ?? "";
  checkPath(["defaults", "cwd"], "", context);
  checkTwins(["defaults"], context);
  checkPath(["queue", "folder"], base, context);
  checkQueue(root, base, report);
  const tasks = child(root, "tasks");
  if (tasks !== null && (tasks.kind === "map" ? tasks.entries.size === 0 : tasks.kind === "scalar" && tasks.value === null)) report.add({ code: "dag/no-tasks", severity: "warning", message: "The DAG has no tasks yet; a run of it does nothing.", span: spanAt(root, ["tasks"]), path: ["tasks"] });
  if (tasks?.kind !== "map") return;
  for (const id of tasks.entries.keys()) checkTask(id, base, context);
}

function checkId({ root, report }: Context): void {
  const id = textOf(child(root, "dag"));
  if (id === null || taskIdPattern.test(id)) return;
  report.add({ code: "dag/invalid-id", message: `DAG id ${JSON.stringify(id.slice(0, 80))}: an id has ${taskIdWords}.`, span: spanAt(root, ["dag"]), path: ["dag"] });
}

/** The path inside the workspace, or null when there is none or it leaves. */
function checkPath(path: FieldPath, base: string, context: Context): string | null {
  const text = textOf(nodeAt(context.root, path));
  if (text === null) return null;
  const inside = pathInside(base, text);
  if (inside === null) refusePath(text, path, context);
  return inside;
}

function refusePath(text: string, path: FieldPath, { root, report }: Context): void {
  const message = `\`${formatPath(path)}\`: the path "${text.slice(0, 200)}" lies outside the workspace. Write a path inside it, without a leading \`/\`, \`~\` or drive.`;
  report.add({ code: "dag/outside-workspace", message, span: spanAt(root, path), path });
}

const sources: readonly (readonly [string, SourceLanguage])[] = [["sql", "sql"], ["ddl", "sql"], ["bash", "bash"], ["python", "python"]];

/** Two words for one thing: Airflow's, and this format's. */
const twins = [["retry_exponential_backoff", "retry_backoff"], ["max_retry_delay", "retry_max_delay"]] as const;

function checkTwins(path: FieldPath, { root, report }: Context): void {
  const node = nodeAt(root, path);
  for (const [airflows, ours] of twins) {
    if (child(node, airflows) === null || child(node, ours) === null) continue;
    const message = `\`${formatPath([...path, airflows])}\` says the same as \`${ours}\`, which stands beside it. Keep one of them.`;
    report.add({ code: "dag/invalid-value", message, span: spanAt(root, [...path, airflows]), path: [...path, airflows] });
  }
}

function checkTask(id: string, base: string, context: Context): void {
  const path = ["tasks", id];
  const node = nodeAt(context.root, path);
  if (node?.kind !== "map") return;
  for (const [key, language] of sources) {
    const written = child(node, key);
    if (written !== null) checkSource(readSource(written, language), [...path, key], base, context);
  }
  checkPath([...path, "cwd"], "", context);
  checkTwins(path, context);
  const checks = child(node, "checks");
  if (checks?.kind === "seq") checkCheckFiles(checks.items.length, path, base, context);
  const python = child(node, "python");
  if (python?.kind === "map") checkPython(python, [...path, "python"], base, context);
  if (textOf(child(node, "config_type")) === "HttpTask") checkHttp(node, path, context);
  if (textOf(child(node, "config_type")) === "SensorTask") checkSensor(node, path, { ...context, base });
  if (textOf(child(node, "config_type")) === "TriggerDagTask") checkTrigger(node, path, context);
  checkMerge(node, path, context);
  checkSchemas(node, path, context);
}

function checkSource(source: TextSource | null, path: FieldPath, base: string, context: Context): void {
  if (source?.kind === "file" && pathInside(base, source.path) === null) refusePath(source.path, path, context);
}

function checkCheckFiles(count: number, path: FieldPath, base: string, context: Context): void {
  for (let index = 0; index < count; index++) {
    for (const key of ["sql", "query"]) {
      const at = [...path, "checks", index, key];
      const written = nodeAt(context.root, at);
      if (written !== null) checkSource(readSource(written, "sql"), at, base, context);
    }
  }
}

function checkPython(python: TreeNode, path: FieldPath, base: string, context: Context): void {
  const { root, report } = context;
  checkPath([...path, "venv"], "", context);
  const requirements = textsOf(child(python, "requirements"));
  const [only = ""] = requirements;
  if (requirements.length === 1 && /^\S+\.txt$/.test(only)) checkSource({ kind: "file", path: only }, [...path, "requirements"], base, context);
  const has = (key: string): boolean => child(python, key) !== null;
  const clash = has("venv") && has("interpreter") ? ["venv", "interpreter"] : has("venv") && has("requirements") ? ["venv", "requirements"] : has("file") && has("text") ? ["file", "text"] : null;
  if (clash !== null) {
    const message = `\`${formatPath(path)}\` has both \`${clash.join("` and `")}\`; they exclude each other. Keep one.`;
    report.add({ code: "dag/conflict", message, span: spanAt(root, [...path, clash[1] ?? ""], "key"), path: [...path, clash[1] ?? ""] });
  }
  if (!has("file") && !has("text")) {
    const message = `\`${formatPath(path)}\` names no program; expected \`file\` or \`text\`.`;
    report.add({ code: "dag/missing-key", message, span: spanAt(root, path, "key"), path });
  }
}

function checkMerge(node: TreeNode, path: FieldPath, { root, report }: Context): void {
  const load = child(node, "load");
  const mode = textOf(load) ?? textOf(child(load, "mode"));
  const keys = child(load, "merge") ?? child(load, "keys");
  const merges = mode === "merge" || child(load, "merge") !== null;
  if (textOf(load) === "merge" || !merges || textsOf(keys).length > 0) return;
  const message = `\`${formatPath([...path, "load"])}\`: a merge needs the columns that tell rows apart; write {merge: [id]}.`;
  report.add({ code: "dag/missing-key", message, span: spanAt(root, [...path, "load"]), path: [...path, "load"] });
}

function checkSchemas(node: TreeNode, path: FieldPath, { root, report }: Context): void {
  if (child(node, "ddl") === null) return;
  const prep = textOf(child(root, "prep_schema"));
  const final = textOf(child(root, "final_schema"));
  if (prep === null || final === null || prep.toLowerCase() !== final.toLowerCase()) return;
  const message = `Task \`${path[1] ?? ""}\` builds in \`prep_schema\` and publishes to \`final_schema\`, but both are \`${prep}\`. Give them two names.`;
  report.add({ code: "dag/conflict", message, span: spanAt(root, ["final_schema"]), path: ["final_schema"] });
}
