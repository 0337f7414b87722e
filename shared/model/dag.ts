/**
 * The DAG as the engine runs it: the meaning of a `*.dag.yaml` file after defaults were applied.
 * The text stays the truth for editing; this is what it means. Durations are milliseconds.
 */
import { z } from "zod";
import { AssetCondition } from "./asset.ts";
import { HttpRequest } from "./http-request.ts";
import { RetentionRule } from "./retention.ts";
import { SensorCondition } from "./sensor.ts";
import { DeadlineRule } from "./deadline.ts";
import { MessageSpecs } from "./message.ts";
import { TriggerRule } from "./states.ts";
import { TriggerSpec } from "./trigger.ts";

/** Text given in the DAG file itself, or a path relative to the DAG's `base_path` (inside the workspace). */
export const TextSource = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("inline"), text: z.string() }),
  z.object({ kind: z.literal("file"), path: z.string() }),
]);
export type TextSource = z.infer<typeof TextSource>;

const oneSchedule = [
  /** Keeps the text as written, presets included. */
  z.object({ kind: z.literal("cron"), expression: z.string(), timezone: z.string() }),
  /** Counted from the instant `from` (the start date), else from 1970-01-01T00:00Z. */
  z.object({ kind: z.literal("every"), everyMs: z.number(), from: z.number().optional() }),
  /** At `at` (the start date) or as soon after it as there is an engine; without one, at the moment at which it is turned on. */
  z.object({ kind: z.literal("once"), at: z.number().optional() }),
  /** At these instants, ascending. `timezone` is what they were written in. */
  z.object({ kind: z.literal("dates"), at: z.array(z.number()), timezone: z.string() }),
] as const;
const OneSchedule = z.discriminatedUnion("kind", oneSchedule);
/** `several` fires whenever one of its parts does, once where more of them do. */
export const Schedule = z.discriminatedUnion("kind", [...oneSchedule, z.object({ kind: z.literal("several"), of: z.array(OneSchedule) })]);
export type Schedule = z.infer<typeof Schedule>;
export type OneSchedule = z.infer<typeof OneSchedule>;

/** One event a row of a table in PostgreSQL. */
export const TableQueueSpec = z.object({
  connection: z.string(),
  /** `table` or `schema.table`, as the database keeps the names. */
  table: z.string(),
  /** The column that names a row for ever. */
  id: z.string(),
  /** The column with the event; null where the whole row is it. */
  event: z.string().nullable(),
  /** The text column that says what became of a row. */
  mark: z.string(),
  /** The channel on which the database tells of new rows. */
  notify: z.string().nullable(),
});
export type TableQueueSpec = z.infer<typeof TableQueueSpec>;

/** Where events come from that each start a run. */
export const QueueSpec = z.union([
  /** One event a file; relative to the workspace. */
  z.object({ folder: z.string() }),
  /** Posted to the engine. `key` is a template of the key of an event that comes without one. */
  z.object({ http: z.literal(true), key: z.string().optional() }),
  TableQueueSpec,
]);
export type QueueSpec = z.infer<typeof QueueSpec>;

/** What becomes of an instant while `max_active_runs` are unfinished: its run waits, there is none, or the oldest run by schedule is cancelled for it. */
export const Overlap = z.enum(["queue", "skip", "cancel_old"]);
export type Overlap = z.infer<typeof Overlap>;

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

/** Whose weights a task's own is added to when slots are short. */
export const WeightRule = z.enum(["downstream", "upstream", "absolute"]);
export type WeightRule = z.infer<typeof WeightRule>;

/** What bounds or orders a task among others. Absent where the file says nothing, and in versions stored before there was such a field. */
const slotFields = {
  /** 1 when absent. */
  priorityWeight: z.number().int().optional(),
  /** `downstream` when absent. */
  weightRule: WeightRule.optional(),
  /** How many slots of its pool it takes; 1 when absent. */
  poolSlots: z.number().int().optional(),
  /** Instances of the task at one time: in all runs, and in one. */
  maxActiveTisPerDag: z.number().int().optional(),
  maxActiveTisPerDagrun: z.number().int().optional(),
};

/** Where the values of a mapped task come from. Texts of `items` and the query may hold templates; `template` renders to a JSON list. */
export const MapSource = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("list"), items: z.array(z.unknown()) }),
  z.object({ kind: z.literal("template"), text: z.string() }),
  z.object({ kind: z.literal("xcom"), task: z.string(), key: z.string() }),
  z.object({ kind: z.literal("query"), query: TextSource, connection: z.string().nullable() }),
]);
export type MapSource = z.infer<typeof MapSource>;

/** How a mapped task gets its instances. */
export const Expand = z.object({
  /** `one` has a single source without a name, and each of its values is an item; otherwise an item holds a value of each, by name. */
  combine: z.enum(["one", "product", "zip"]),
  sources: z.array(z.object({ name: z.string(), from: MapSource })),
  /** Template of what an instance is called. */
  label: z.string().nullable(),
  maxLength: z.number().int(),
});
export type Expand = z.infer<typeof Expand>;

/** What an earlier run has to have done first. Absent where the file says nothing. */
const pastFields = {
  /** Waits until the same task has succeeded, or was skipped, in the run before. */
  dependsOnPast: z.boolean().optional(),
  /** And until the tasks right after it have too; means `dependsOnPast` as well. */
  waitForDownstream: z.boolean().optional(),
  /** A task that no earlier run has had may start; true when absent. */
  ignoreFirstDependsOnPast: z.boolean().optional(),
};

/** Airflow's setup and teardown. Absent where the file says nothing. */
const setupFields = {
  setup: z.boolean().optional(),
  /** Belongs to the setups that it comes right after; its trigger rule is `all_done_setup_success`. */
  teardown: z.boolean().optional(),
  /** The state of the teardown counts for that of the run; otherwise it does not. */
  onFailureFailDagrun: z.boolean().optional(),
};

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
  ...slotFields,
  triggerRule: TriggerRule,
  ...pastFields,
  ...setupFields,
  env: z.record(z.string(), z.string()),
  /** Working directory, relative to the workspace; null is the workspace itself. */
  cwd: z.string().nullable(),
  doc: z.string().nullable(),
  enabled: z.boolean(),
  onCrash: OnCrash,
  /** Makes it a mapped task: one instance for each value. */
  expand: Expand.optional(),
  /** Whom to tell of what becomes of it. */
  messages: MessageSpecs.optional(),
  deadlines: z.array(DeadlineRule).optional(),
  /** Assets that it loads, besides the table that it publishes. */
  outlets: z.array(z.string()).optional(),
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
export const PythonProgram = z.object({
  source: TextSource,
  args: z.array(z.string()),
  interpreter: z.string().nullable(),
  /** Folder of an existing virtual environment, relative to the workspace. */
  venv: z.string().nullable(),
  /** Requirement lines, or a single `*.txt` path; built once into a cached environment. */
  requirements: z.array(z.string()).nullable(),
  /** False forces a cold interpreter for this task. */
  warm: z.boolean(),
});
export type PythonProgram = z.infer<typeof PythonProgram>;

export const PythonTask = z.object({
  ...taskBase,
  kind: z.literal("PythonTask"),
  python: PythonProgram,
  ddl: TextSource.nullable(),
  load: Load,
  connection: z.string().nullable(),
  checks: z.array(Check),
});
export const BashTask = z.object({ ...taskBase, kind: z.literal("BashTask"), bash: TextSource });
export const HttpTask = z.object({ ...taskBase, kind: z.literal("HttpTask"), request: HttpRequest });
/** Waits without a slot. `timeoutMs` bounds the wait over all its tries. */
export const SensorTask = z.object({
  ...taskBase,
  kind: z.literal("SensorTask"),
  condition: SensorCondition,
  /** The query of a condition on SQL. */
  sql: TextSource.nullable(),
  connection: z.string().nullable(),
  pokeIntervalMs: z.number(),
  softFail: z.boolean(),
  exponentialBackoff: z.boolean(),
  /** Upper bound of a backed-off pause. */
  maxWaitMs: z.number().nullable(),
});
/** Starts a run of another DAG, and waits for its end without a slot where it says so; `timeoutMs` bounds that. */
export const TriggerDagTask = z.object({ ...taskBase, kind: z.literal("TriggerDagTask"), trigger: TriggerSpec });
/** Tells people something; `channels` of the workspace say where. */
export const NotifyTask = z.object({ ...taskBase, kind: z.literal("NotifyTask"), channels: z.array(z.string()), subject: z.string().nullable(), message: z.string() });
export const EmptyTask = z.object({ ...taskBase, kind: z.literal("EmptyTask") });

/** At most one of them is there: what decides is a program, or else templates. */
const decider = { python: PythonProgram.nullable(), bash: TextSource.nullable() };

/** Follows some of its children and skips the others: those of the first condition that holds, or those that its program names. */
export const BranchTask = z.object({
  ...taskBase,
  kind: z.literal("BranchTask"),
  ...decider,
  branches: z.array(z.object({ when: z.string(), to: z.array(z.string()) })),
  /** Followed when no condition holds. */
  otherwise: z.array(z.string()),
});
/** Goes on when its condition holds, and else skips what depends on it. */
export const ShortCircuitTask = z.object({
  ...taskBase,
  kind: z.literal("ShortCircuitTask"),
  ...decider,
  condition: z.string().nullable(),
  /** True skips all that lies below, whatever the trigger rules say; false only the children, and the rules decide of the rest. */
  ignoreDownstreamTriggerRules: z.boolean(),
});

export const Task = z.discriminatedUnion("kind", [SqlTask, PythonTask, BashTask, HttpTask, SensorTask, TriggerDagTask, NotifyTask, EmptyTask, BranchTask, ShortCircuitTask]);
export type Task = z.infer<typeof Task>;
export type SqlTask = z.infer<typeof SqlTask>;
export type PythonTask = z.infer<typeof PythonTask>;
export type BashTask = z.infer<typeof BashTask>;
export type HttpTask = z.infer<typeof HttpTask>;
export type SensorTask = z.infer<typeof SensorTask>;
export type TriggerDagTask = z.infer<typeof TriggerDagTask>;
export type NotifyTask = z.infer<typeof NotifyTask>;
export type EmptyTask = z.infer<typeof EmptyTask>;
export type BranchTask = z.infer<typeof BranchTask>;
export type ShortCircuitTask = z.infer<typeof ShortCircuitTask>;
export type TaskKind = Task["kind"];

export const Dag = z.object({
  id: z.string(),
  owner: z.string().nullable(),
  doc: z.string().nullable(),
  tags: z.array(z.string()),
  schedule: Schedule.nullable(),
  /** Runs are called for when these were loaded, beside what the schedule says; absent where the file names none. */
  assets: AssetCondition.optional(),
  timezone: z.string(),
  startDate: z.string().nullable(),
  endDate: z.string().nullable(),
  catchup: z.union([z.boolean(), z.literal("latest")]),
  /** The first run by schedule covers everything from the start date on; absent in versions from before there was such a thing. */
  historicalDrop: z.boolean().optional(),
  /** `queue` where it is absent. */
  overlap: Overlap.optional(),
  maxActiveRuns: z.number().int(),
  /** Tasks of one run at one time; unbounded when absent. */
  maxActiveTasks: z.number().int().optional(),
  /** A run that takes longer fails; unbounded when absent. */
  dagrunTimeoutMs: z.number().optional(),
  /** Its tasks have slots of their own; false when absent. */
  latencySensitive: z.boolean().optional(),
  /** Which of its runs stay; absent where the workspace decides. */
  retention: RetentionRule.optional(),
  prepSchema: z.string(),
  finalSchema: z.string(),
  /** Relative to the workspace; "" is the workspace itself. */
  basePath: z.string(),
  connection: z.string().nullable(),
  params: z.record(z.string(), ParamSpec),
  searchKeys: z.record(z.string(), z.string()),
  queue: QueueSpec.optional(),
  /** Whom to tell of what becomes of a run; retries and skips are those of any task. */
  messages: MessageSpecs.optional(),
  deadlines: z.array(DeadlineRule).optional(),
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
  role: z.enum(["setup", "teardown"]).optional(),
});
export type GraphTask = z.infer<typeof GraphTask>;
