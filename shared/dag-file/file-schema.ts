/**
 * What a person may write in a `*.dag.yaml` file, short forms included: the one list of keys, from which both the
 * validation and the JSON Schema of the editor come. It transforms nothing; to-dag.ts gives it its meaning.
 * Each `error` says what is right, and completes "found …; expected".
 */
import { z } from "zod";
import { OnCrash, Overlap, ParamSpec, WeightRule } from "../model/dag.ts";
import { TriggerRule } from "../model/states.ts";
import { AssetScheduleForm, outletFields } from "./asset-schema.ts";
import { CheckForm } from "./check-schema.ts";
import { mapping } from "./expand-schema.ts";
import { dagDeadlineFields, taskDeadlineFields } from "./deadline-schema.ts";
import { DurationForm, durationForm, SpanForm } from "./duration-forms.ts";
import { httpFields } from "./http-schema.ts";
import { QueueForm } from "./queue-schema.ts";
import { sensorFields } from "./sensor-schema.ts";
import { triggerFields } from "./trigger-schema.ts";
import { dagMessageFields, notifyFields, taskMessageFields } from "./message-schema.ts";
import { Bool, Text, TextList, TextMap, TextSourceForm, oneOf } from "./field-forms.ts";

/** What holds when neither the task nor the file's `defaults` say anything. */
export const builtIn = {
  retries: 0,
  retry_delay: "30s",
  retry_backoff: "fixed",
  retry_max_delay: "1h",
  pool: "default",
  pool_slots: 1,
  priority_weight: 1,
  weight_rule: "downstream",
  trigger_rule: "all_success",
  timezone: "UTC",
  max_active_runs: 1,
  overlap: "queue",
  prep_schema: "staging",
  final_schema: "warehouse",
} as const;

const Count = z.int({ error: "a whole number, 0 or more" }).min(0, { error: "a whole number, 0 or more" });

const positive = { error: "a whole number, 1 or more" };
const Positive = z.int(positive).min(1, positive);
const weight = { error: "a whole number of at most nine digits, such as 10" };
const Weight = z.int(weight).min(-999_999_999, weight).max(999_999_999, weight);

const behaviour = {
  retries: Count.max(1000, { error: "at most 1000" }).optional().meta({ description: "How often a failed try is repeated.", default: builtIn.retries }),
  retry_delay: DurationForm.optional().meta({ description: "Wait before the next try: 30s, 10m, 2h.", default: builtIn.retry_delay }),
  retry_backoff: oneOf(["fixed", "exponential"]).optional().meta({ description: "`exponential` doubles the wait with every try, and adds up to as much again, so that tasks that failed together do not come back together.", default: builtIn.retry_backoff }),
  retry_max_delay: DurationForm.optional().meta({ description: "The longest wait that back-off may reach.", default: builtIn.retry_max_delay }),
  timeout: DurationForm.optional().meta({ description: "A try that runs longer is stopped and fails. None by default; 5m for an HttpTask; the wait of a SensorTask ends after its own, or 7d, that of a TriggerDagTask after its own, if it has one." }),
  retry_exponential_backoff: Bool.optional().meta({ description: "Airflow's word: `true` is `retry_backoff: exponential`." }),
  max_retry_delay: DurationForm.optional().meta({ description: "Airflow's word for `retry_max_delay`." }),
  pool: Text.optional().meta({ description: "Pool whose slots bound how many tasks run at once.", default: builtIn.pool }),
  pool_slots: Positive.optional().meta({ description: "How many slots of its pool the task takes while it runs.", default: builtIn.pool_slots }),
  priority_weight: Weight.optional().meta({ description: "Where slots are short, the task with the greater weight goes first.", default: builtIn.priority_weight }),
  weight_rule: oneOf(WeightRule.options).optional().meta({ description: "Whose weights are added to its own: of all that waits for it (`downstream`), of all it waits for (`upstream`), or nobody's.", default: builtIn.weight_rule }),
  max_active_tis_per_dag: Positive.optional().meta({ description: "How many of the task may run at one time in all runs of the DAG together. Unbounded by default." }),
  max_active_tis_per_dagrun: Positive.optional().meta({ description: "How many of the task may run at one time in one run; it bounds a mapped task. Unbounded by default." }),
  trigger_rule: oneOf(TriggerRule.options).optional().meta({ description: "Which outcomes upstream let the task start.", default: builtIn.trigger_rule }),
  depends_on_past: Bool.optional().meta({ description: "Waits until the same task has succeeded, or was skipped, in the run before this one by logical date.", default: false }),
  wait_for_downstream: Bool.optional().meta({ description: "Waits in the same way for the tasks right after it in the run before, too; means `depends_on_past`.", default: false }),
  ignore_first_depends_on_past: Bool.optional().meta({ description: "A task that is new in the DAG may start, although the run before does not have it.", default: true }),
  env: TextMap.optional().meta({ description: "Environment variables of the task's process. May hold templates." }),
  cwd: Text.optional().meta({ description: "Working folder, relative to the workspace; the workspace itself by default." }),
  on_crash: oneOf(OnCrash.options).optional().meta({
    description: "What happens to a try whose outcome a crash has hidden: stay `interrupted`, or run again. `rerun` by default where the load is atomic (a `ddl` is given).",
  }),
  ...taskMessageFields,
};

/** Judged apart (read-ui.ts), because a mistake in it is only a warning. */
const Ui = z.unknown().optional().meta({ description: "Places and folds of the drawing; the run does not read it." });

const GroupForm = z.union(
  [
    z.null(),
    z.strictObject({
      doc: Text.optional().meta({ description: "What the tasks of the group have in common, in Markdown." }),
      group: Text.optional().meta({ description: "The group that this one lies in." }),
    }),
  ],
  { error: "a mapping such as {doc: Loads the raw tables}, or nothing" },
);

const common = {
  deps: TextList.optional().meta({ description: "Tasks that must end before this one starts.", default: [] }),
  ...behaviour,
  ...taskDeadlineFields,
  ...outletFields,
  doc: Text.optional().meta({ description: "What the task is for, in Markdown." }),
  enabled: Bool.optional().meta({ description: "false leaves the task out of runs.", default: true }),
  setup: Bool.optional().meta({ description: "It prepares what later tasks need. What lies between it and its teardown waits for it and is cleared with it.", default: false }),
  teardown: Bool.optional().meta({ description: "It cleans up after the setups right before it: it runs when one of them succeeded, whatever happened between, also in a run that is cancelled. Its failure does not fail the run.", default: false }),
  on_failure_fail_dagrun: Bool.optional().meta({ description: "Of a teardown: its state counts for that of the run.", default: false }),
  group: Text.optional().meta({ description: "Task group that the task is drawn in; runs do not read it." }),
  ui: Ui,
};

const LoadForm = z
  .union(
    [
      z.enum(["replace", "append"]),
      z.strictObject({ merge: TextList }),
      z.strictObject({ mode: z.enum(["replace", "append", "merge"]), keys: TextList.optional() }),
    ],
    { error: "replace, append, or {merge: [key columns]}" },
  )
  .meta({ description: "How the checked table gets into the final schema: replace it, append to it, or {merge: [key columns]}.", default: "replace" });

const table = {
  ddl: TextSourceForm.optional().meta({ description: "CREATE TABLE of the end table: built and checked in `prep_schema`, then published to `final_schema`." }),
  load: LoadForm.optional(),
  connection: Text.optional().meta({ description: "SQL connection; the DAG's by default." }),
  checks: z.array(CheckForm, { error: "a list of checks, such as [{ unique: id }]" }).optional().meta({ description: "Tests of the new table. A failed one publishes nothing.", default: [] }),
};

const PythonForm = z
  .union(
    [
      Text,
      z.strictObject({
        file: Text.optional().meta({ description: "Script file, relative to `base_path`." }),
        text: Text.optional().meta({ description: "The program itself." }),
        args: TextList.optional().meta({ description: "Arguments of the script." }),
        interpreter: Text.optional().meta({ description: "Python to run it with; `python3` by default." }),
        venv: Text.optional().meta({ description: "Folder of an existing virtual environment, relative to the workspace." }),
        requirements: TextList.optional().meta({ description: "Packages, or one requirements .txt; built once into a cached environment." }),
        warm: Bool.optional().meta({ description: "false forces a new interpreter for every try.", default: true }),
      }),
    ],
    { error: "a script such as extract.py, program text, or {file: …, venv: …}" },
  )
  .meta({ description: "A `.py` file relative to `base_path`, program text, or a mapping." });

const kind = <const K extends string>(name: K, description: string) => z.literal(name).meta({ description });

export const SqlTaskForm = z.strictObject({
  config_type: kind("SqlTask", "Runs SQL; with `ddl` it builds, checks and publishes a table."),
  sql: TextSourceForm.meta({ description: "A `.sql` file relative to `base_path`, or SQL text." }),
  ...table,
  ...mapping,
  ...common,
});
export const PythonTaskForm = z.strictObject({
  config_type: kind("PythonTask", "Runs a Python script; with `ddl` its rows become a table."),
  python: PythonForm,
  ...table,
  ...mapping,
  ...common,
});
export const BashTaskForm = z.strictObject({
  config_type: kind("BashTask", "Runs a shell command or script."),
  bash: TextSourceForm.meta({ description: "A command, or a `.sh` file relative to `base_path`." }),
  ...mapping,
  ...common,
});
export const HttpTaskForm = z.strictObject({ config_type: kind("HttpTask", "Calls a server over HTTP and keeps what it answers."), ...httpFields, ...mapping, ...common });
export const SensorTaskForm = z.strictObject({ config_type: kind("SensorTask", "Waits for a file, a time, a query or another DAG, and holds no slot meanwhile."), ...sensorFields, ...common });
export const TriggerDagTaskForm = z.strictObject({ config_type: kind("TriggerDagTask", "Starts a run of another DAG, and waits for its end if asked to, without a slot."), ...triggerFields, ...mapping, ...common });
export const NotifyTaskForm = z.strictObject({ config_type: kind("NotifyTask", "Sends a message to people."), ...notifyFields, ...common });
export const EmptyTaskForm = z.strictObject({ config_type: kind("EmptyTask", "Does nothing; joins or names a point of the graph."), ...common });

/** A program instead of templates; which one decides is judged in check-branching.ts. */
const decider = {
  python: PythonForm.optional(),
  bash: TextSourceForm.optional().meta({ description: "A command, or a `.sh` file relative to `base_path`." }),
};

export const ConditionForm = Text.meta({ description: "A template that renders to true or false, such as {{ params.size > 10 }}." });
export const BranchForm = z.strictObject(
  {
    when: ConditionForm,
    to: TextList.meta({ description: "Tasks after the branch that are then followed: one, or a list." }),
  },
  { error: "a mapping such as {when: '{{ params.full }}', to: load_all}" },
);

export const BranchTaskForm = z.strictObject({
  config_type: kind("BranchTask", "Follows some of the tasks after it and skips the others."),
  branches: z.array(BranchForm, { error: "a list such as [{when: '{{ params.full }}', to: load_all}]" }).optional().meta({ description: "The first condition that is true says which tasks are followed." }),
  otherwise: TextList.optional().meta({ description: "Tasks that are followed when no condition is true; without it, none." }),
  ...decider,
  ...common,
});
export const ShortCircuitTaskForm = z.strictObject({
  config_type: kind("ShortCircuitTask", "Goes on when its condition is true, and else skips what comes after it."),
  condition: ConditionForm.optional(),
  ...decider,
  ignore_downstream_trigger_rules: Bool.optional().meta({ description: "true skips all tasks below, whatever their trigger rules; false only the next ones, and the rules decide of the rest.", default: true }),
  ...common,
});

const forms = [SqlTaskForm, PythonTaskForm, BashTaskForm, HttpTaskForm, SensorTaskForm, TriggerDagTaskForm, NotifyTaskForm, EmptyTaskForm, BranchTaskForm, ShortCircuitTaskForm] as const;
export const TaskForm = z.discriminatedUnion("config_type", forms, { error: "a mapping such as {config_type: BashTask, bash: echo hello}" });
export type TaskForm = z.infer<typeof TaskForm>;
export const taskForms = { SqlTask: SqlTaskForm, PythonTask: PythonTaskForm, BashTask: BashTaskForm, HttpTask: HttpTaskForm, SensorTask: SensorTaskForm, TriggerDagTask: TriggerDagTaskForm, NotifyTask: NotifyTaskForm, EmptyTask: EmptyTaskForm, BranchTask: BranchTaskForm, ShortCircuitTask: ShortCircuitTaskForm } as const;

const { type: _type, default: _default, ...paramRules } = ParamSpec.shape;
export const ParamFullForm = z.strictObject({
  default: z.unknown().optional().meta({ description: "Value when a run gives none; without it every run has to be given one." }),
  type: oneOf(["string", "integer", "number", "boolean", "array", "object"]).optional(),
  ...paramRules,
});
export const ParamForm = z
  .union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.unknown()), ParamFullForm], {
    error: "a default value, or a mapping such as {default: 1, type: integer}",
  })
  .meta({ description: "A default value, or a mapping with `default`, `type` and bounds." });
export type ParamForm = z.infer<typeof ParamForm>;

const oneScheduleForm = [
  Text,
  z.strictObject({ cron: Text, timezone: Text.optional() }),
  z.strictObject({ every: DurationForm }),
  z.strictObject({ at: TextList, timezone: Text.optional() }),
  AssetScheduleForm,
] as const;
const oneScheduleError = "a cron expression in quotes, a preset such as '@daily', `every 10s`, a date, {cron: …, timezone: …}, {at: [dates], timezone: …} or {assets: …}";
const ScheduleForm = z
  .union([...oneScheduleForm, z.null(), z.array(z.union(oneScheduleForm, { error: oneScheduleError })).min(1, { error: "at least one schedule" })], {
    error: "a cron expression in quotes, a preset such as '@daily', `every 10s`, a date, {cron: …, timezone: …}, {at: [dates]}, {assets: …}, a list of these, or null",
  })
  .meta({ description: "Cron, preset (@daily …), `every 10s`, a date, {cron, timezone}, {at: [dates]}, {assets: [names]} (when these were loaded), a list of these, or null for runs by hand only.", default: null });

const DateText = z.string({ error: "a date such as 2026-01-31, or with time 2026-01-31T06:00:00" });

const Catchup = z
  .union([z.boolean(), z.literal("latest")], { error: "false, latest or true" })
  .meta({ description: "Runs that were missed: none (false), only the newest (latest), or all (true).", default: false });

export const RetentionForm = z.strictObject(
  {
    max_age: durationForm((ms) => ms >= 3_600_000, "a duration of at least an hour, such as 30d or 12h").optional().meta({ description: "Runs that ended longer ago may go: 30d, 12h." }),
    max_runs: Positive.optional().meta({ description: "Of the newest runs so many stay." }),
  },
  { error: "a mapping such as {max_age: 30d, max_runs: 500}" },
);

export const DagForm = z
  .strictObject(
    {
      dag: Text.meta({ description: "Id of the DAG, unique in the workspace." }),
      owner: Text.optional().meta({ description: "Team or person to ask." }),
      doc: Text.optional().meta({ description: "What the DAG is for, in Markdown." }),
      tags: TextList.optional().meta({ description: "Words to find it by." }),
      schedule: ScheduleForm.optional(),
      timezone: Text.optional().meta({ description: "Zone of the schedule, such as America/New_York.", default: builtIn.timezone }),
      start_date: DateText.optional().meta({ description: "No run is scheduled before this date, which is in the zone of `timezone` unless it names an offset." }),
      end_date: DateText.optional().meta({ description: "No run is scheduled after this moment; a day without a time is its midnight, as in Airflow." }),
      catchup: Catchup.optional(),
      historical_drop: Bool.optional().meta({ description: "The first run by schedule covers everything from `start_date` on as one data interval; later ones are increments.", default: false }),
      max_active_runs: Positive.optional().meta({ description: "Runs of this DAG at one time.", default: builtIn.max_active_runs }),
      latency_sensitive: Bool.optional().meta({ description: "Somebody waits for its runs: its tasks have slots of their own (setting `fastLaneSlots`), however much else waits.", default: false }),
      max_active_tasks: Positive.optional().meta({ description: "Tasks of one run at one time. Unbounded by default." }),
      dagrun_timeout: SpanForm.optional().meta({ description: "A run that takes longer fails: what runs is stopped, what waits is skipped. Counted from when the run starts. None by default." }),
      ...dagDeadlineFields,
      overlap: oneOf(Overlap.options).optional().meta({ description: "An instant that comes while `max_active_runs` are unfinished: its run waits (queue), there is none (skip), or the oldest run by schedule is cancelled (cancel_old).", default: builtIn.overlap }),
      retention: RetentionForm.optional().meta({ description: "Which of its finished runs are kept, in place of what the workspace says: those younger than `max_age`, and of them the newest `max_runs`. {} keeps all." }),
      queue: QueueForm.optional(),
      prep_schema: Text.optional().meta({ description: "Schema where tables are built and checked.", default: builtIn.prep_schema }),
      final_schema: Text.optional().meta({ description: "Schema where checked tables are published.", default: builtIn.final_schema }),
      base_path: Text.optional().meta({ description: "Folder of the SQL and script files, relative to the workspace." }),
      connection: Text.optional().meta({ description: "SQL connection of the tasks; the embedded DuckDB by default." }),
      params: z.record(z.string(), ParamForm, { error: "a mapping of names to default values" }).optional().meta({ description: "Values a run may be given; `{{ params.name }}` in templates." }),
      search_keys: TextMap.optional().meta({ description: "What a run can be looked up by: name and template, such as user_id: '{{ conf.user_id }}'." }),
      ...dagMessageFields,
      defaults: z.strictObject(behaviour, { error: "a mapping such as {retries: 2}" }).optional().meta({ description: "What the tasks have unless they say otherwise." }),
      ui: Ui,
      task_groups: z.record(z.string(), GroupForm, { error: "a mapping of group ids to groups" }).optional().meta({ description: "Groups that tasks are drawn in; they never change what runs." }),
      tasks: z.record(z.string(), TaskForm, { error: "a mapping of task ids to tasks" }).meta({ description: "The tasks, by id." }),
    },
    { error: "a mapping with `dag` and `tasks`" },
  )
  .meta({ title: "DAG", description: "A DAG of Dagwright: one per `*.dag.yaml` file." });
export type DagForm = z.infer<typeof DagForm>;
