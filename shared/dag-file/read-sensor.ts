/** The condition of a SensorTask: what is wrong with it beyond its shape, and what it means. */
import { parseDuration } from "../base/duration.ts";
import { endStates, sensorKinds, type SensorCondition } from "../model/sensor.ts";
import { suggestion } from "./did-you-mean.ts";
import { formatPath, type FieldPath } from "./field-path.ts";
import { parseMoment } from "./parse-moment.ts";
import { checkHttp, checkUrl, readHttp } from "./read-http.ts";
import type { Report } from "./report.ts";
import { sensorBuiltIn } from "./sensor-schema.ts";
import { pathInside } from "./workspace-path.ts";
import { child, nodeAt, spanAt, textOf, textsOf, type TreeNode } from "./yaml-tree.ts";

export interface SensorContext {
  readonly root: TreeNode;
  readonly report: Report;
  /** Of the DAG. */
  readonly base: string;
}

const hasTemplate = (text: string): boolean => text.includes("{{") || text.includes("{%");

export function checkSensor(node: TreeNode, path: FieldPath, context: SensorContext): void {
  const { root, report } = context;
  const named = sensorKinds.filter((kind) => child(node, kind) !== null);
  const [first, second] = named;
  if (first === undefined) report.add({ code: "dag/missing-key", message: `Task \`${String(path.at(-1))}\` waits for nothing; expected one of ${sensorKinds.map((kind) => `\`${kind}\``).join(", ")}.`, span: spanAt(root, path, "key"), path });
  if (second !== undefined) report.add({ code: "dag/conflict", message: `Task \`${String(path.at(-1))}\` waits for both \`${first}\` and \`${second}\`; a sensor waits for one thing. Make two tasks of it.`, span: spanAt(root, [...path, second], "key"), path: [...path, second] });
  if (child(node, "connection") !== null && child(node, "sql") === null) report.add({ code: "dag/conflict", severity: "warning", message: `\`${formatPath([...path, "connection"])}\` is read only together with \`sql\`.`, span: spanAt(root, [...path, "connection"], "key"), path: [...path, "connection"] });
  checkFile(node, path, context);
  checkTime(node, path, context);
  checkDagRun(node, path, context);
  const http = child(node, "http");
  if (http?.kind === "map") checkHttp(http, [...path, "http"], context);
  else checkUrl(textOf(http), [...path, "http"], context);
}

function checkFile(node: TreeNode, path: FieldPath, { root, report, base }: SensorContext): void {
  const at = child(child(node, "file"), "path") === null ? [...path, "file"] : [...path, "file", "path"];
  const text = textOf(nodeAt(root, at));
  if (text === null || hasTemplate(text) || pathInside(base, text) !== null) return;
  report.add({ code: "dag/outside-workspace", message: `\`${formatPath(at)}\`: the path "${text.slice(0, 200)}" lies outside the workspace. Write a path inside it, without a leading \`/\`, \`~\` or drive.`, span: spanAt(root, at), path: at });
}

function checkTime(node: TreeNode, path: FieldPath, { root, report }: SensorContext): void {
  const time = child(node, "time");
  if (time?.kind === "map") {
    const count = ["at", "after"].filter((key) => child(time, key) !== null).length;
    if (count !== 1) report.add({ code: count === 0 ? "dag/missing-key" : "dag/conflict", message: `\`${formatPath([...path, "time"])}\`: found ${count === 0 ? "neither `at` nor `after`" : "both `at` and `after`"}; expected one of them.`, span: spanAt(root, [...path, "time"]), path: [...path, "time"] });
  }
  const at = time?.kind === "map" ? [...path, "time", "at"] : [...path, "time"];
  const text = textOf(nodeAt(root, at));
  if (text === null || hasTemplate(text) || parseMoment(text) !== null) return;
  report.add({ code: "dag/invalid-date", message: `\`${formatPath(at)}\`: found "${text.slice(0, 60)}"; expected a time of day such as '06:30', an instant such as 2026-01-31T06:00, or a template.`, span: spanAt(root, at), path: at });
}

function checkDagRun(node: TreeNode, path: FieldPath, context: SensorContext): void {
  const { root, report } = context;
  const other = child(node, "dag_run");
  if (other?.kind !== "map") return;
  const at = [...path, "dag_run"];
  checkTasks(other, at, context);
  const isRun = child(other, "task") === null && child(other, "tasks") === null;
  const known: readonly string[] = isRun ? endStates.run : endStates.task;
  const seen = new Map<string, string>(child(other, "allowed_states") === null ? sensorBuiltIn.allowed_states.map((state) => [state, "allowed_states"]) : []);
  for (const key of ["allowed_states", "failed_states", "skipped_states"]) {
    const states = textsOf(child(other, key));
    const refuse = (code: string, message: string): void => report.add({ code, message: `\`${formatPath([...at, key])}\`: ${message}`, span: spanAt(root, [...at, key]), path: [...at, key] });
    const unknown = states.find((state) => !known.includes(state));
    const twice = states.find((state) => (seen.get(state) ?? key) !== key);
    if (unknown !== undefined) refuse("dag/invalid-value", `found \`${unknown.slice(0, 60)}\`; expected states in which ${isRun ? "a run" : "a task"} has ended: ${known.join(", ")}.${suggestion(unknown, known)}`);
    else if (twice !== undefined) refuse("dag/conflict", `\`${twice}\` is among \`${seen.get(twice) ?? ""}\` too; a state ends the wait well, fails it, or skips the task.`);
    for (const state of states) seen.set(state, seen.get(state) ?? key);
  }
}

function checkTasks(other: TreeNode, path: FieldPath, { root, report }: SensorContext): void {
  const tasks = child(other, "tasks");
  if (tasks === null) return;
  const at = [...path, "tasks"];
  const refuse = (code: string, message: string): void => report.add({ code, message: `\`${formatPath(at)}\`: ${message}`, span: spanAt(root, at), path: at });
  const names = textsOf(tasks);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (child(other, "task") !== null) refuse("dag/conflict", "there is `task` too, which names one; keep one of them.");
  else if (names.length === 0) refuse("dag/missing-key", "names no task; write some, or take it away to wait for the whole run.");
  else if (twice !== undefined) refuse("dag/conflict", `\`${twice.slice(0, 60)}\` stands twice; name each task once.`);
}

/** Called only with what the checks above and the schema have accepted. */
export function readSensor(node: TreeNode | null): SensorCondition {
  const file = child(node, "file");
  if (file !== null) return { kind: "file", path: textOf(file) ?? textOf(child(file, "path")) ?? "", minAgeMs: spanOf(child(file, "min_age")) ?? 0, minBytes: Number(textOf(child(file, "min_size")) ?? 0) };
  const time = child(node, "time");
  if (time !== null) return { kind: "time", at: textOf(time) ?? textOf(child(time, "at")), afterMs: spanOf(child(time, "after")) };
  const http = child(node, "http");
  if (http !== null) return { kind: "http", request: { ...readHttp(http), ...(http.kind === "scalar" ? { url: textOf(http) ?? "" } : {}) } };
  const other = child(node, "dag_run");
  if (other === null) return { kind: "sql" };
  const states = child(other, "allowed_states");
  return {
    kind: "dag_run",
    dag: textOf(other) ?? textOf(child(other, "dag")) ?? "",
    task: textOf(child(other, "task")),
    ...(child(other, "tasks") === null ? {} : { tasks: textsOf(child(other, "tasks")) }),
    deltaMs: spanOf(child(other, "delta")) ?? 0,
    allowedStates: states === null ? [...sensorBuiltIn.allowed_states] : textsOf(states),
    failedStates: textsOf(child(other, "failed_states")),
    ...(child(other, "skipped_states") === null ? {} : { skippedStates: textsOf(child(other, "skipped_states")) }),
  };
}

function spanOf(node: TreeNode | null): number | null {
  const text = textOf(node);
  return text === null ? null : parseDuration(text);
}
