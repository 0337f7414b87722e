/**
 * The DAG as the engine runs it: the meaning of a `*.dag.yaml` file after defaults were applied.
 * The text stays the truth for editing; this is what it means. Durations are milliseconds.
 */
import { z } from "zod";
import { TriggerRule } from "./states.ts";

/** Text given in the DAG file itself, or a path relative to the DAG's `base_path` (inside the workspace). */
export const TextSource = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("inline"), text: z.string() }),
  z.object({ kind: z.literal("file"), path: z.string() }),
]);
export type TextSource = z.infer<typeof TextSource>;

/** `cron` keeps the text as written (presets included); `every` is an interval in ms. */
export const Schedule = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("cron"), expression: z.string(), timezone: z.string() }),
  z.object({ kind: z.literal("every"), everyMs: z.number() }),
  z.object({ kind: z.literal("once") }),
]);
export type Schedule = z.infer<typeof Schedule>;

export const ParamSpec = z.object({
  type: z.enum(["string", "integer", "number", "boolean", "array", "object"]).nullable(),
  default: z.unknown(),
  title: z.string().optional(),
  description: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  pattern: z.string().optional(),
  format: z.enum(["date", "date-time"]).optional(),
});
export type ParamSpec = z.infer<typeof ParamSpec>;

export const Severity = z.enum(["warn", "error"]);
export type Severity = z.infer<typeof Severity>;

/** A bound that is a number or a template that renders to one. */
const Bound = z.union([z.number(), z.string()]);

const checkBase = { name: z.string(), severity: Severity };
export const Check = z.discriminatedUnion("kind", [
  z.object({ ...checkBase, kind: z.literal("unique"), columns: z.array(z.string()) }),
  z.object({ ...checkBase, kind: z.literal("not_null"), columns: z.array(z.string()) }),
  z.object({
    ...checkBase,
    kind: z.literal("accepted_values"),
    column: z.string(),
    values: z.array(z.union([z.string(), z.number(), z.boolean()])),
  }),
  z.object({ ...checkBase, kind: z.literal("row_count"), min: Bound.optional(), max: Bound.optional() }),
  z.object({ ...checkBase, kind: z.literal("range"), column: z.string(), min: Bound.optional(), max: Bound.optional() }),
  z.object({
    ...checkBase,
    kind: z.literal("relationship"),
    column: z.string(),
    /** `table` or `schema.table`; a bare table means the final schema. */
    to: z.string(),
    field: z.string(),
  }),
  z.object({ ...checkBase, kind: z.literal("freshness"), column: z.string(), maxAgeMs: z.number() }),
  /** A query that must return no row; `{{ this }}` is the table under audit. */
  z.object({ ...checkBase, kind: z.literal("sql"), query: TextSource }),
]);
export type Check = z.infer<typeof Check>;

export const Load = z.discriminatedUnion("mode", [
  z.object({ mode: z.literal("replace") }),
  z.object({ mode: z.literal("append") }),
  z.object({ mode: z.literal("merge"), keys: z.array(z.string()) }),
]);
export type Load = z.infer<typeof Load>;

/** What happens to a try whose outcome was lost in a crash: stay `interrupted`, or run again as a new try. */
export const OnCrash = z.enum(["interrupt", "rerun"]);
export type OnCrash = z.infer<typeof OnCrash>;

const taskBase = {
  id: z.string(),
  deps: z.array(z.string()),
  retries: z.number().int(),
  retryDelayMs: z.number(),
  retryBackoff: z.enum(["fixed", "exponential"]),
  /** Upper bound of a backed-off delay. */
  retryMaxDelayMs: z.number(),
  timeoutMs: z.number().nullable(),
  pool: z.string(),
  triggerRule: TriggerRule,
  env: z.record(z.string(), z.string()),
  /** Working directory, relative to the workspace; null is the workspace itself. */
  cwd: z.string().nullable(),
  doc: z.string().nullable(),
  enabled: z.boolean(),
  onCrash: OnCrash,
};

export const SqlTask = z.object({
  ...taskBase,
  kind: z.literal("SqlTask"),
  sql: TextSource,
  ddl: TextSource.nullable(),
  load: Load,
  connection: z.string().nullable(),
  checks: z.array(Check),
});
export const PythonTask = z.object({
  ...taskBase,
  kind: z.literal("PythonTask"),
  python: z.object({
    source: TextSource,
    args: z.array(z.string()),
    interpreter: z.string().nullable(),
    /** Folder of an existing virtual environment, relative to the workspace. */
    venv: z.string().nullable(),
    /** Requirement lines, or a single `*.txt` path; built once into a cached environment. */
    requirements: z.array(z.string()).nullable(),
    /** False forces a cold interpreter for this task. */
    warm: z.boolean(),
  }),
  ddl: TextSource.nullable(),
  load: Load,
  connection: z.string().nullable(),
  checks: z.array(Check),
});
export const BashTask = z.object({ ...taskBase, kind: z.literal("BashTask"), bash: TextSource });
export const EmptyTask = z.object({ ...taskBase, kind: z.literal("EmptyTask") });

export const Task = z.discriminatedUnion("kind", [SqlTask, PythonTask, BashTask, EmptyTask]);
export type Task = z.infer<typeof Task>;
export type SqlTask = z.infer<typeof SqlTask>;
export type PythonTask = z.infer<typeof PythonTask>;
export type BashTask = z.infer<typeof BashTask>;
export type EmptyTask = z.infer<typeof EmptyTask>;
export type TaskKind = Task["kind"];

export const Dag = z.object({
  id: z.string(),
  owner: z.string().nullable(),
  doc: z.string().nullable(),
  tags: z.array(z.string()),
  schedule: Schedule.nullable(),
  timezone: z.string(),
  startDate: z.string().nullable(),
  endDate: z.string().nullable(),
  catchup: z.union([z.boolean(), z.literal("latest")]),
  maxActiveRuns: z.number().int(),
  prepSchema: z.string(),
  finalSchema: z.string(),
  /** Relative to the workspace; "" is the workspace itself. */
  basePath: z.string(),
  connection: z.string().nullable(),
  params: z.record(z.string(), ParamSpec),
  searchKeys: z.record(z.string(), z.string()),
  /** In file order. */
  tasks: z.array(Task),
});
export type Dag = z.infer<typeof Dag>;

/** The shape of a DAG without its work: what a graph needs. */
export const GraphTask = z.object({
  id: z.string(),
  kind: z.string(),
  deps: z.array(z.string()),
  enabled: z.boolean(),
  /** The task group it is drawn in. */
  group: z.string().optional(),
});
export type GraphTask = z.infer<typeof GraphTask>;
