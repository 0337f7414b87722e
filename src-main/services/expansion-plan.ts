/** What the first try of a mapped task is to do: the values of its lists and XComs, and the queries that have to be asked for the rest. */
import { parseExactJson } from "../../shared/base/exact-json.ts";
import type { Dag, Expand, MapSource, Task } from "../../shared/model/dag.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { labelOf, mapWords, textOf, type SourceValues } from "../core/map-values.ts";
import { hasTemplate } from "../core/template-marks.ts";
import type { SqlJob } from "../ports/sql-host.ts";
import { FieldWriter, type ExpandPlan, type PlanParts, type PlanSubject } from "./attempt-plan.ts";

export interface ExpansionSubject extends PlanSubject {
  readonly task: Task & { readonly expand: Expand };
  /** By task, then key. */
  readonly xcoms: () => Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Throws AppError with the field that is at fault. */
export function planExpansion(parts: PlanParts, subject: ExpansionSubject): ExpandPlan {
  const { expand } = subject.task;
  const writer = new FieldWriter(parts, subject);
  const sources = expand.sources.map(({ name, from }) => {
    const field = expand.combine === "one" ? "expand" : `expand.${name}`;
    return from.kind === "query" ? { name, job: jobOf(parts, subject, writer, { from, field }) } : { name, values: valuesOf(subject, writer, { from, field }) };
  });
  const label = (item: unknown, index: number): string => labelOf(expand.label === null ? textOf(item) : nameOf(parts, subject, { template: expand.label, item, index }));
  return { kind: "expand", expand, sources, label, rendered: writer.fields, timeoutMs: subject.task.timeoutMs };
}

function nameOf(parts: PlanParts, subject: ExpansionSubject, { template, item, index }: { template: string; item: unknown; index: number }): string {
  const map = mapWords(subject.task.expand, { index, item, label: "" });
  return new FieldWriter(parts, { ...subject, context: () => ({ ...subject.context(), map }) }).render("map_index_template", template);
}

interface Place<From> {
  readonly from: From;
  readonly field: string;
}

function valuesOf(subject: ExpansionSubject, writer: FieldWriter, { from, field }: Place<Exclude<MapSource, { kind: "query" }>>): SourceValues["values"] {
  if (from.kind === "list") return from.items.map((item, index) => renderedItem(writer, `${field}[${index}]`, item));
  if (from.kind === "template") return listIn(subject, field, writer.text(field, { kind: "inline", text: plainly(field, from.text) }));
  const pushed = subject.xcoms()[from.task] ?? {};
  if (!Object.hasOwn(pushed, from.key)) {
    const keys = Object.keys(pushed);
    throw failed(subject, field, `task "${from.task}" pushed no XCom "${from.key}"${keys.length === 0 ? "; it pushed none" : `; it pushed ${keys.slice(0, 10).join(", ")}`}`);
  }
  const value = pushed[from.key];
  if (!Array.isArray(value)) throw failed(subject, field, `the XCom "${from.key}" of task "${from.task}" is ${kindOf(value)}; expected a list`);
  return value;
}

function renderedItem(writer: FieldWriter, field: string, item: unknown): unknown {
  if (typeof item === "string") return writer.render(field, plainly(field, item));
  if (Array.isArray(item)) return item.map((one, index) => renderedItem(writer, `${field}[${index}]`, one));
  if (typeof item !== "object" || item === null) return item;
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, renderedItem(writer, `${field}.${name}`, value)]));
}

/** Items are kept and shown: none may hold a secret. */
function plainly(field: string, template: string): string {
  if (!hasTemplate(template) || !/\bsecret\b/.test(template)) return template;
  throw new AppError("template/failed", `${field}: a secret is no value to expand over, because values are kept and shown; use {{ secret.… }} in the task itself.`, { field });
}

function listIn(subject: ExpansionSubject, field: string, text: string): readonly unknown[] {
  let value: unknown;
  try {
    value = parseExactJson(text);
  } catch {
    throw failed(subject, field, `the template renders to ${JSON.stringify(text.slice(0, 80))}, which is no JSON; expected a list, such as {{ params.files | tojson }} gives`);
  }
  if (!Array.isArray(value)) throw failed(subject, field, `the template renders to ${kindOf(value)}; expected a list`);
  return value;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "object") return "a mapping";
  return `${typeof value === "string" ? "the text" : `the ${typeof value}`} ${textOf(JSON.stringify(textOf(value).slice(0, 80)))}`;
}

function failed({ task }: ExpansionSubject, field: string, why: string): AppError {
  return new AppError("template/failed", `Task "${task.id}", ${field}: ${why}.`, { field });
}

function jobOf(parts: PlanParts, subject: ExpansionSubject, writer: FieldWriter, { from, field }: Place<Extract<MapSource, { kind: "query" }>>): SqlJob {
  const { dag, task, attemptId, logPath } = subject;
  const connection = parts.connection(from.connection ?? connectionOf(task, dag));
  const sql = writer.text(`${field}.query`, from.query);
  // One over the bound tells that there are too many.
  return { attemptId, connection, work: { kind: "rows", sql, finalSchema: dag.finalSchema, most: task.expand.maxLength + 1 }, timeoutMs: task.timeoutMs, logPath, secrets: parts.secrets(), trial: subject.trial?.areaOn(connection) };
}

const connectionOf = (task: Task, dag: Dag): string | null => ("connection" in task ? task.connection : null) ?? dag.connection;
