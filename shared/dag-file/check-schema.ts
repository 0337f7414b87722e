/**
 * The checks as written: `{unique: id}`, `{row_count: {min: 1}}`, or the full form `{check: unique, columns: [id]}`,
 * each with `severity` and `name` beside it. One flat object, because a union of sixteen gives useless messages.
 */
import { z } from "zod";
import { parseDuration } from "../base/duration.ts";
import { Severity } from "../model/dag.ts";
import { Text, TextList, TextSourceForm, oneOf } from "./field-forms.ts";

const Bound = z.union([z.number(), z.string()], { error: "a number or a template" });
const MaxAge = z.union([z.number(), z.string()], { error: "a duration such as 2h" }).refine((value) => parseDuration(value) !== null, { error: "a duration such as 2h" });
const Value = z.union([z.string(), z.number(), z.boolean()], { error: "text, a number, true or false" });

const bounds = {
  min: Bound.optional().meta({ description: "Least value that passes." }),
  max: Bound.optional().meta({ description: "Greatest value that passes." }),
};
const hasBound = (spec: { min?: unknown; max?: unknown }): boolean => spec.min !== undefined || spec.max !== undefined;
const boundError = { error: "`min`, `max` or both" };

/** What stands under each kind's key. */
export const checkSpecs = {
  unique: TextList,
  not_null: TextList,
  accepted_values: z.strictObject({ column: Text, values: z.array(Value, { error: "a list of values" }) }, { error: "{column: …, values: […]}" }),
  row_count: z.strictObject(bounds, { error: "{min: …, max: …}" }).refine(hasBound, boundError),
  range: z.strictObject({ column: Text, ...bounds }, { error: "{column: …, min: …, max: …}" }).refine(hasBound, boundError),
  relationship: z.strictObject({ column: Text, to: Text, field: Text }, { error: "{column: …, to: table, field: …}" }),
  freshness: z.strictObject({ column: Text, max_age: MaxAge }, { error: "{column: …, max_age: 2h}" }),
  sql: TextSourceForm,
} as const;

export type CheckKind = keyof typeof checkSpecs;
export const checkKinds = Object.keys(checkSpecs) as readonly CheckKind[];

export const CheckForm = z
  .strictObject(
    {
      unique: checkSpecs.unique.optional().meta({ description: "Column or columns whose values never repeat." }),
      not_null: checkSpecs.not_null.optional().meta({ description: "Columns that are never NULL." }),
      accepted_values: checkSpecs.accepted_values.optional().meta({ description: "A column has only these values." }),
      row_count: checkSpecs.row_count.optional().meta({ description: "The table has at least `min` and at most `max` rows." }),
      range: checkSpecs.range.optional().meta({ description: "A column's values lie between `min` and `max`." }),
      relationship: checkSpecs.relationship.optional().meta({ description: "Every value of `column` is in `field` of the table `to`." }),
      freshness: checkSpecs.freshness.optional().meta({ description: "The newest value of `column` is at most `max_age` old." }),
      sql: checkSpecs.sql.optional().meta({ description: "A query that must return no row; `{{ this }}` is the table." }),
      severity: oneOf(Severity.options).optional().meta({ description: "`warn` reports and goes on; `error` publishes nothing.", default: "error" }),
      name: Text.optional().meta({ description: "Name in reports; made from the check when absent." }),
      check: oneOf(Object.keys(checkSpecs)).optional().meta({ description: "The kind, in the full form." }),
      columns: TextList.optional().meta({ description: "Full form of unique and not_null." }),
      column: Text.optional().meta({ description: "Full form: the column." }),
      values: checkSpecs.accepted_values.shape.values.optional().meta({ description: "Full form of accepted_values." }),
      ...bounds,
      to: Text.optional().meta({ description: "Full form of relationship: the other table." }),
      field: Text.optional().meta({ description: "Full form of relationship: its column." }),
      max_age: MaxAge.optional().meta({ description: "Full form of freshness." }),
      query: TextSourceForm.optional().meta({ description: "Full form of sql." }),
    },
    { error: "a check such as {unique: id} or {row_count: {min: 1}}" },
  )
  .superRefine((form, context) => {
    const problem = problemOf(form);
    if (problem !== null) context.addIssue({ code: "custom", message: problem });
  });
export type CheckForm = z.infer<typeof CheckForm>;

/** The kind that a form names, short or full; null when it names none. */
export function kindOfCheck(form: Readonly<Record<string, unknown>>): CheckKind | null {
  const named = form["check"] ?? checkKinds.find((kind) => form[kind] !== undefined);
  return checkKinds.find((kind) => kind === named) ?? null;
}

const outside: ReadonlySet<string> = new Set(["check", "severity", "name"]);

/** What the full form says about its kind, in the shape that stands under the key of the short form. */
export function specOfFullForm(form: Readonly<Record<string, unknown>>, kind: CheckKind): unknown {
  if (kind === "unique" || kind === "not_null") return form["columns"] ?? form["column"];
  if (kind === "sql") return form["query"] ?? form["sql"];
  return Object.fromEntries(Object.entries(form).filter(([key, value]) => !outside.has(key) && value !== undefined));
}

function problemOf(form: Readonly<Record<string, unknown>>): string | null {
  const short = checkKinds.filter((kind) => form[kind] !== undefined);
  if (form["check"] !== undefined) return problemOfFull(form);
  if (short.length === 0) return `one of the checks ${checkKinds.join(", ")}`;
  if (short.length > 1) return `one check an item; ${short.join(" and ")} stand together`;
  const kind = short[0];
  const stray = Object.keys(form).find((key) => key !== kind && !outside.has(key) && key in CheckForm.shape && form[key] !== undefined);
  return stray === undefined ? null : `\`${stray}\` inside \`${kind}: {…}\`, not beside it`;
}

function problemOfFull(form: Readonly<Record<string, unknown>>): string | null {
  const kind = kindOfCheck(form);
  if (kind === null) return null;
  const read = checkSpecs[kind].safeParse(specOfFullForm(form, kind));
  if (read.success) return null;
  const issue = read.error.issues[0];
  return `${kind} with ${issue?.path.length ? `\`${issue.path.join(".")}\`: ` : ""}${issue?.message ?? "its fields"}`;
}
