import { describe, expect, it } from "vitest";
import { parseDag } from "./parse-dag.ts";

const file = { file: "a.dag.yaml" };
const tasks = "tasks:\n  a: {config_type: EmptyTask}\n";
const found = (text: string): string[] => parseDag(text, file).diagnostics.map((one) => `${one.line}:${one.column} ${one.code} ${one.field ?? ""}`.trim());
const messages = (text: string): string => parseDag(text, file).diagnostics.map((one) => one.message).join("\n");

describe("parseDag", () => {
  const table: readonly (readonly [string, string, string, string])[] = [
    ["an empty text", "", "1:1 dag/missing-key", "no content"],
    ["a list", "- a", "1:1 dag/invalid-value", "expected a mapping"],
    ["a missing id", tasks, "1:1 dag/missing-key dag", "expected text"],
    ["no tasks", "dag: x\ntasks:\n", "2:1 dag/no-tasks tasks", "no tasks yet"],
    ["a slip in a key", `dag: x\nshedule: '@daily'\n${tasks}`, "2:1 dag/unknown-key shedule", "Did you mean `schedule`?"],
    ["a field of another kind", "dag: x\ntasks:\n  a: {config_type: EmptyTask, sql: x}\n", "3:31 dag/unknown-key tasks.a.sql", "SqlTask"],
    ["what tasks have, at the DAG", "dag: x\non_crash: rerun\ntasks: {a: {config_type: EmptyTask}}\n", "2:1 dag/unknown-key on_crash", "It belongs to `defaults`, for all tasks, or to a task."],
    ["what some tasks have, at the DAG", "dag: x\nbash: echo\ntasks: {a: {config_type: EmptyTask}}\n", "2:1 dag/unknown-key bash", "It belongs to a task: BashTask."],
    ["what every task has, at the DAG", "dag: x\ndeps: [a]\ntasks: {a: {config_type: EmptyTask}}\n", "2:1 dag/unknown-key deps", "It belongs to a task."],
    ["the defaults of Airflow", "dag: x\ndefault_args: {retries: 2}\ntasks: {a: {config_type: EmptyTask}}\n", "2:1 dag/unknown-key default_args", "Did you mean `defaults`?"],
    ["a comma in braces", "dag: x\ntasks:\n  a: {config_type: SqlTask, sql: select b, c from d}\n", "3:44 dag/unknown-key tasks.a[\"c from d\"]", "in quotes"],
    ["two words for one thing", "dag: x\ntasks:\n  a: {config_type: EmptyTask, retry_backoff: fixed, retry_exponential_backoff: true}\n", "3:80 dag/invalid-value tasks.a.retry_exponential_backoff", "Keep one"],
    ["slots that are none", "dag: x\ntasks:\n  a: {config_type: EmptyTask, pool_slots: 0}\n", "3:43 dag/invalid-value tasks.a.pool_slots", "1 or more"],
    ["a weight that is no number", "dag: x\ntasks:\n  a: {config_type: EmptyTask, priority_weight: high}\n", "3:48 dag/invalid-value tasks.a.priority_weight", "such as 10"],
    ["a weight rule that is none", "dag: x\ntasks:\n  a: {config_type: EmptyTask, weight_rule: downsteam}\n", "3:44 dag/invalid-value tasks.a.weight_rule", "downstream"],
    ["a bound of none", "dag: x\nmax_active_tasks: 0\ntasks: {a: {config_type: EmptyTask}}\n", "2:19 dag/invalid-value max_active_tasks", "1 or more"],
    ["no duration", "dag: x\ndagrun_timeout: soon\ntasks: {a: {config_type: EmptyTask}}\n", "2:17 dag/invalid-value dagrun_timeout", "longer than nothing"],
    ["no time at all", "dag: x\ndagrun_timeout: 0s\ntasks: {a: {config_type: EmptyTask}}\n", "2:17 dag/invalid-value dagrun_timeout", "longer than nothing"],
    ["another word for it", "dag: x\nrun_timeout: 2h\ntasks: {a: {config_type: EmptyTask}}\n", "2:1 dag/unknown-key run_timeout", "`dagrun_timeout`"],
    ["an old word for a bound", "dag: x\nconcurrency: 4\ntasks: {a: {config_type: EmptyTask}}\n", "2:1 dag/unknown-key concurrency", "`max_active_tasks`"],
    ["an empty key that is not known", "dag: x\ntasks:\n  a:\n    config_type: EmptyTask\n    retires:\n", "5:5 dag/unknown-key tasks.a.retires", "Did you mean `retries`?"],
    ["a slip in config_type", "dag: x\ntasks:\n  a: {config_type: BashTsk}\n", "3:20 dag/unknown-config-type tasks.a.config_type", "Did you mean `BashTask`?"],
    ["a missing config_type", "dag: x\ntasks:\n  a: {}\n", "3:3 dag/missing-key tasks.a.config_type", "SqlTask, PythonTask"],
    ["a missing dep", "dag: x\ntasks:\n  load: {config_type: EmptyTask, deps: [laod2]}\n  load2: {config_type: EmptyTask}\n", "3:41 dag/missing-task tasks.load.deps[0]", "Did you mean `load2`?"],
    ["a dep on itself", "dag: x\ntasks:\n  a: {config_type: EmptyTask, deps: a}\n", "3:37 dag/self-dependency tasks.a.deps", "depends on itself"],
    ["a dep twice", `dag: x\n${tasks}  b: {config_type: EmptyTask, deps: [a, a]}\n`, "4:41 dag/duplicate-dependency tasks.b.deps[1]", "twice"],
    ["a bad trigger rule", "dag: x\ntasks:\n  a: {config_type: EmptyTask, trigger_rule: al_done}\n", "3:45 dag/invalid-value tasks.a.trigger_rule", "Did you mean `all_done`?"],
    ["a bad duration", "dag: x\ntasks:\n  a: {config_type: EmptyTask, timeout: 5 parsecs}\n", "3:40 dag/invalid-value tasks.a.timeout", "30s, 10m"],
    ["a retention of no time", `dag: x\nretention: {max_age: 5m}\n${tasks}`, "2:22 dag/invalid-value retention.max_age", "at least an hour"],
    ["a bad cron field", `dag: x\nschedule: 60 * * * *\n${tasks}`, "2:11 dag/invalid-schedule schedule", "0–59"],
    ["a bad cron field in a list", `dag: x\nschedule: ['@daily', 0 25 * * *]\n${tasks}`, "2:22 dag/invalid-schedule schedule[1]", "0–23"],
    ["a schedule on a day that is not", `dag: x\nschedule: {at: [2026-02-01, 2026-02-30]}\n${tasks}`, "2:29 dag/invalid-schedule schedule.at[1]", "no such date"],
    ["a mapped task over nothing", "dag: x\ntasks:\n  a: {config_type: BashTask, bash: x, expand: {}}\n", "3:47 dag/missing-key tasks.a.expand", "names nothing to expand over"],
    ["a mapped task over a word", "dag: x\ntasks:\n  a: {config_type: BashTask, bash: x, expand: files}\n", "3:47 dag/invalid-value tasks.a.expand", "a template that renders to a JSON list"],
    ["a mapped task over a number by name", "dag: x\ntasks:\n  a: {config_type: BashTask, bash: x, expand: {n: 3}}\n", "3:51 dag/invalid-value tasks.a.expand.n", "{xcom: task}"],
    ["a name that is taken in a mapped task", "dag: x\ntasks:\n  a: {config_type: BashTask, bash: x, expand: {index: [1]}}\n", "3:55 dag/id-clash tasks.a.expand.index", "a meaning of its own"],
    ["names of one variable in a mapped task", "dag: x\ntasks:\n  a: {config_type: BashTask, bash: x, expand: {zip: {n: [1], N: [2]}}}\n", "3:65 dag/id-clash tasks.a.expand.zip.N", "one environment variable"],
    ["a mapped task over an XCom of nobody", "dag: x\ntasks:\n  list: {config_type: BashTask, bash: x}\n  a: {config_type: BashTask, bash: x, deps: list, expand: {xcom: lst}}\n", "4:66 dag/missing-task tasks.a.expand.xcom", "Did you mean `list`?"],
    ["a mapped task over an XCom of no one before", "dag: x\ntasks:\n  list: {config_type: BashTask, bash: x}\n  a: {config_type: BashTask, bash: x, expand: {xcom: list}}\n", "4:54 dag/missing-task tasks.a.expand.xcom", "Add `list` to its deps"],
    ["an XCom and a query at once", "dag: x\ntasks:\n  l: {config_type: BashTask, bash: x}\n  a: {config_type: BashTask, bash: x, deps: l, expand: {xcom: l, query: select 1}}\n", "4:73 dag/conflict tasks.a.expand.query", "exclude each other"],
    ["a bound of instances where there are none", "dag: x\ntasks:\n  a: {config_type: BashTask, bash: x, max_map_length: 3}\n", "3:39 dag/missing-key tasks.a.max_map_length", "no `expand`"],
    ["a bound of instances that is too high", "dag: x\ntasks:\n  a: {config_type: BashTask, bash: x, expand: [1], max_map_length: 1000000}\n", "3:68 dag/invalid-value tasks.a.max_map_length", "from 1 to 100000"],
    ["instances that replace one table", "dag: x\ntasks:\n  a: {config_type: SqlTask, sql: select 1 as n, ddl: create table t (n int), expand: [1]}\n", "3:54 dag/conflict tasks.a.ddl", "only the rows of the last one stay"],
    ["a slip in what is expanded over", "dag: x\ntasks:\n  a: {config_type: BashTask, bash: x, expnd: [1]}\n", "3:39 dag/unknown-key tasks.a.expnd", "Did you mean `expand`?"],
    ["@once beside others", `dag: x\nschedule: ['@daily', '@once']\n${tasks}`, "2:22 dag/invalid-schedule schedule[1]", "write the date"],
    ["a list of no schedule", `dag: x\nschedule: []\n${tasks}`, "2:11 dag/invalid-value schedule", "schedule"],
    ["an end before the start", `dag: x\nschedule: '@daily'\nstart_date: 2026-02-02\nend_date: 2026-02-01\n${tasks}`, "4:11 dag/invalid-date end_date", "is before"],
    ["a historical drop without a start", `dag: x\nschedule: '@daily'\nhistorical_drop: true\n${tasks}`, "3:18 dag/invalid-date historical_drop", "add `start_date`"],
    ["an unknown zone", `dag: x\ntimezone: Mars/Olympus\n${tasks}`, "2:11 dag/unknown-time-zone timezone", "Mars/Olympus"],
    ["a day that is not", `dag: x\nstart_date: 2026-02-30\n${tasks}`, "2:13 dag/invalid-date start_date", "a date that exists"],
    ["a base path outside", `dag: x\nbase_path: /\n${tasks}`, "2:12 dag/outside-workspace base_path", "outside the workspace"],
    ["a file outside", "dag: x\nbase_path: sql\ntasks:\n  a: {config_type: SqlTask, sql: ../../a.sql}\n", "4:34 dag/outside-workspace tasks.a.sql", "outside the workspace"],
    ["an include", "dag: x\ntasks:\n  a: {config_type: SqlTask, sql: !include ../../etc/passwd}\n", "3:43 yaml/unknown-tag tasks.a.sql", "Nothing is included"],
    ["a Python tag", `dag: !!python/object/apply:os.system x\n${tasks}`, "1:38 yaml/unknown-tag dag", "Nothing of it is run"],
    ["an unknown check", "dag: x\ntasks:\n  a: {config_type: SqlTask, sql: x, checks: [{severity: warn}]}\n", "3:46 dag/invalid-value tasks.a.checks[0]", "unique, not_null"],
    ["a check without bounds", "dag: x\ntasks:\n  a: {config_type: SqlTask, sql: x, checks: [{row_count: {}}]}\n", "3:58 dag/invalid-value tasks.a.checks[0].row_count", "`min`, `max` or both"],
    ["a merge without keys", "dag: x\ntasks:\n  a: {config_type: SqlTask, sql: x, load: {mode: merge}}\n", "3:43 dag/missing-key tasks.a.load", "{merge: [id]}"],
    ["one schema for both", "dag: x\nprep_schema: s\nfinal_schema: S\ntasks:\n  a: {config_type: SqlTask, sql: x, ddl: d.sql}\n", "3:15 dag/conflict final_schema", "two names"],
    ["an unknown param in a template", "dag: x\nparams: {min_rows: 1}\ntasks:\n  a: {config_type: BashTask, bash: 'echo {{ params.min_row }}'}\n", "4:52 dag/unknown-param tasks.a.bash", "Did you mean `min_rows`?"],
    ["a default of the wrong type", `dag: x\nparams: {n: {default: a, type: integer}}\n${tasks}`, "2:13 dag/invalid-param params.n", "not of type integer"],
    ["a param without a default under a schedule", `dag: x\nschedule: '@daily'\nparams: {m: {default: null, type: integer}, n: {type: integer}}\n${tasks}`, "3:45 dag/required-param params.n", "Give it a `default`"],
    ["a param without a default under assets", `dag: x\nschedule: {assets: mart.paid}\nparams: {n: {type: integer}}\n${tasks}`, "3:10 dag/required-param params.n", "runs by `schedule` are given no values"],
    ["a deadline without a time", `dag: x\ndeadlines: {d: {fail_run: true}}\n${tasks}`, "2:13 dag/missing-key deadlines.d", "one of `by`, `interval`, `at` or `no_success_by`"],
    ["a deadline at no date", `dag: x\ndeadlines: {d: {at: 2026-02-30T06:00}}\n${tasks}`, "2:21 dag/invalid-date deadlines.d.at", 'found "2026-02-30T06:00"; expected a date that exists'],
    ["a deadline by two times", `dag: x\ndeadlines: {d: {at: 2026-02-20T06:00, interval: 1h}}\n${tasks}`, "2:17 dag/conflict deadlines.d.at", "has both `interval` and `at`"],
    ["an average of no runs", `dag: x\ndeadlines: {d: {interval: 1h, reference: average_runtime, max_runs: 0}}\n${tasks}`, "2:69 dag/invalid-value deadlines.d.max_runs", "found the number 0; expected a whole number of runs, from 1 to 100"],
    ["more runs asked for than looked at", `dag: x\ndeadlines: {d: {interval: 1h, reference: average_runtime, min_runs: 11}}\n${tasks}`, "2:69 dag/conflict deadlines.d.min_runs", "found 11, more than the 10 of `max_runs`"],
    ["a number of runs of no average", `dag: x\ndeadlines: {d: {interval: 1h, max_runs: 5}}\n${tasks}`, "2:41 dag/conflict deadlines.d.max_runs", "goes with `reference: average_runtime`, not with `logical_date`; take it out."],
    ["an unquoted template", `dag: x\nowner: {{ ds }}\n${tasks}`, "2:8 yaml/unquoted-template owner", "'{{ ds }}'"],
    ["an unquoted template with more", `dag: x\nowner: {{ ds }}/a\n${tasks}`, "2:8 yaml/unquoted-template", "'{{ ds }}/a'"],
    ["an unquoted cron", `dag: x\nschedule: */5 * * * *\n${tasks}`, "2:11 yaml/unknown-alias", "needs quotes"],
    ["a tab", "dag: x\ntasks:\n\ta: 1\n", "3:1 yaml/tab", "spaces"],
    ["a key twice", `dag: x\ndag: y\n${tasks}`, "2:1 yaml/duplicate-key", "stands twice"],
    ["__proto__", `dag: x\n__proto__: {a: 1}\n${tasks}`, "2:1 yaml/forbidden-key", "not taken"],
    ["an alias to itself", "dag: x\nx-a: &a [*a]\n", "2:10 yaml/alias-cycle x-a[0]", "inside the node"],
    ["two documents", `dag: x\n${tasks}---\na: 1\n`, "4:1 yaml/multiple-documents", "holds one"],
    ["a NUL", "dag: x\0", "1:7 yaml/nul", "offset 6"],
    ["ids equal but for case", "dag: x\ntasks:\n  a: {config_type: EmptyTask}\n  A: {config_type: EmptyTask}\n", "4:3 dag/id-clash tasks.A", "case"],
    ["ids equal but for Unicode form", "dag: x\ntasks:\n  \u00e9: {config_type: EmptyTask}\n  e\u0301: {config_type: EmptyTask}\n", "4:3 dag/id-clash tasks", "Unicode forms"],
    ["an id with a slash", "dag: x\ntasks:\n  a/b: {config_type: EmptyTask}\n", "3:3 dag/invalid-id tasks", "letters, digits"],
    ["an id with a space", "dag: x\ntasks:\n  a b: {config_type: EmptyTask}\n", "3:3 dag/invalid-id tasks", "no spaces"],
    ["no as a boolean", "dag: x\ntasks:\n  a: {config_type: EmptyTask, enabled: no}\n", "3:40 yaml/ambiguous tasks.a.enabled", "take it for false"],
    ["012", `dag: x\nx-at: 012\n${tasks}`, "2:7 yaml/ambiguous x-at", "octal number 10"],
    ["1:30", `dag: x\nx-at: 1:30\n${tasks}`, "2:7 yaml/ambiguous x-at", "number 90"],
    ["a date as text", `dag: x\nx-at: 2024-01-01\n${tasks}`, "2:7 yaml/ambiguous x-at", "a date"],
    ["1.10", `dag: x\nx-at: 1.10\n${tasks}`, "2:7 yaml/ambiguous x-at", "last zero"],
    ["a default too big to be exact", `dag: x\nparams: {n: {type: integer, default: 9007199254740993}}\n${tasks}`, "2:13 dag/invalid-param params.n", "the default 9007199254740993 is too big to be an exact number (over 9007199254740991); make it `type: string` and put the default in quotes."],
    ["a bound too big to be exact", `dag: x\nparams: {n: {type: integer, maximum: 9223372036854775807, default: 1}}\n${tasks}`, "2:38 dag/invalid-value params.n.maximum", "found 9223372036854775807, which is too big to be an exact number (over 9007199254740991); expected a number"],
    ["a big number in hex", `dag: x\nparams: {n: 0x20000000000001}\n${tasks}`, "2:13 yaml/big-number params.n", "kept as text"],
    ["a branch to a task that is no child", `dag: x\n${tasks}  b: {config_type: BranchTask, branches: [{when: '{{ true }}', to: [c, a]}]}\n  c: {config_type: EmptyTask, deps: b}\n`, "4:72 dag/not-a-child tasks.b.branches[0].to[1]", "does not depend on `b`; a branch chooses among the tasks right after it (c)"],
    ["a branch to a task that is nowhere", `dag: x\n${tasks}  b: {config_type: BranchTask, branches: [{when: '{{ true }}', to: laod}], otherwise: d}\n  load: {config_type: EmptyTask, deps: b}\n`, "4:68 dag/missing-task tasks.b.branches[0].to", "Did you mean `load`?"],
    ["an otherwise that is no child", `dag: x\n${tasks}  b: {config_type: BranchTask, branches: [{when: '{{ true }}', to: []}], otherwise: a}\n`, "4:85 dag/not-a-child tasks.b.otherwise", "Add `b` to the deps of `a`"],
    ["a child in no branch", `dag: x\ntasks:\n  b: {config_type: BranchTask, branches: [{when: '{{ true }}', to: c}]}\n  c: {config_type: EmptyTask, deps: b}\n  d: {config_type: EmptyTask, deps: b}\n`, "3:3 dag/never-followed tasks.b", "no branch leads to `d`"],
    ["a branch without children", `dag: x\n${tasks}  b: {config_type: BranchTask, bash: x}\n`, "4:3 dag/no-children tasks.b", "nothing to choose"],
    ["a condition without braces", `dag: x\n${tasks}  b: {config_type: ShortCircuitTask, condition: params.size > 1}\n`, "4:49 dag/invalid-value tasks.b.condition", "'{{ params.size > 1 }}'"],
    ["a branch that nothing decides", `dag: x\n${tasks}  b: {config_type: BranchTask}\n`, "4:3 dag/missing-key tasks.b", "`branches: [{when:"],
    ["a branch that two decide", `dag: x\n${tasks}  b: {config_type: ShortCircuitTask, condition: 'true', bash: x}\n`, "4:57 dag/conflict tasks.b.bash", "both `condition` and `bash`"],
    ["an otherwise beside a program", `dag: x\n${tasks}  b: {config_type: BranchTask, bash: x, otherwise: []}\n`, "4:52 dag/conflict tasks.b.otherwise", "names all that is followed"],
    ["a slip in a branch", `dag: x\n${tasks}  b: {config_type: BranchTask, branches: [{when: '{{ true }}', too: c}]}\n  c: {config_type: EmptyTask, deps: b}\n`, "4:43 dag/missing-key tasks.b.branches[0].to", "Is `too` meant to be it?"],
    ["a big number", "dag: 12345678901234567890\n" + tasks, "1:6 yaml/big-number dag", "kept as text"],
  ];
  it.each(table)("names %s", (_name, text, line, words) => {
    expect(found(text).some((one) => one.startsWith(line)), found(text).join("\n")).toBe(true);
    expect(messages(text)).toContain(words);
  });

  const slips: readonly (readonly [string, string, string])[] = [
    ["another tool's word for config_type", "dag: x\ntasks:\n  a: {type: BashTask, bash: ls}\n", "Is `type` meant to be it?"],
    ["a task without config_type", "dag: x\ntasks:\n  a: {sql: select 1}\n", "With `sql` it is a SqlTask."],
    ["a task that is a word", "dag: x\ntasks:\n  a: EmptyTask\n", 'found the text "EmptyTask"; expected a mapping such as {config_type:'],
    ["a task that is nothing", "dag: x\ntasks:\n  a:\n", "`tasks.a` is missing; expected a mapping such as {config_type:"],
    ["an operator of Airflow", "dag: x\ntasks:\n  a: {config_type: BashOperator, bash: x}\n", "Did you mean `BashTask`?"],
    ["an operator that chooses", "dag: x\ntasks:\n  a: {config_type: BranchPythonOperator, python: x}\n", "Did you mean `BranchTask`?"],
    ["a sensor of Airflow", "dag: x\ntasks:\n  a: {config_type: SqlSensor, sql: select 1}\n", "Did you mean `SensorTask`?"],
    ["Airflow's word for a callback", "dag: x\ntasks:\n  a: {config_type: EmptyTask, on_failure_callback: ops}\n", "Did you mean `on_failure`?"],
    ["Airflow's word for a run of another DAG", "dag: x\ntasks:\n  a: {config_type: SensorTask, time: '06:30', external_dag_id: y}\n", "Did you mean `dag_run`?"],
    ["the DAG to start by a shorter word", "dag: x\ntasks:\n  a: {config_type: TriggerDagTask, dag: y}\n", "Is `dag` meant to be it?"],
    ["a slip in the retention", `dag: x\nretention: {max_run: 5}\n${tasks}`, "Did you mean `max_runs`?"],
    ["a slip in a deadline", `dag: x\ndeadlines: {early: {by: '07:00', dais: [mon]}}\n${tasks}`, "Did you mean `days`?"],
    ["an instant by Airflow's name", `dag: x\ndeadlines: {early: {interval: 1h, reference: FIXED_DATETIME}}\n${tasks}`, "Write `at: 2026-03-01T06:00` in place of `interval` and `reference`."],
    ["a reference by Airflow's name", `dag: x\ndeadlines: {early: {interval: 1h, reference: DAGRUN_QUEUED_AT}}\n${tasks}`, "Did you mean `queued_at`?"],
    ["a slip in the deadline of a task", "dag: x\ntasks:\n  a: {config_type: EmptyTask, deadlines: {early: {interval: 1h, referance: queued_at}}}\n", "Did you mean `reference`?"],
    ["a slip in a message", "dag: x\ntasks:\n  a: {config_type: EmptyTask, on_retry: [{channel: ops, mesage: hi}]}\n", "Did you mean `message`?"],
    ["a slip in a group", `dag: x\ntask_groups: {g: {dok: Loads}}\n${tasks}`, "Did you mean `doc`?"],
    ["another tool's word for deps", "dag: x\ntasks:\n  a: {config_type: EmptyTask, depends_on: []}\n", "Did you mean `deps`?"],
    ["another tool's word for the id", `dag_id: x\n${tasks}`, "`dag` is missing; expected text. Is `dag_id` meant to be it?"],
    ["a slip in a check", "dag: x\ntasks:\n  a: {config_type: SqlTask, sql: x, checks: [{rowcount: {min: 1}}]}\n", "Did you mean `row_count` by `rowcount`?"],
    ["a type by its name in Python", `dag: x\nparams: {n: {type: int, default: 1}}\n${tasks}`, "Did you mean `integer`?"],
    ["a date as a type", `dag: x\nparams: {n: {type: date}}\n${tasks}`, "Write `type: string, format: date`."],
    ["a bound in quotes", `dag: x\nparams: {n: {type: number, minimum: "0", default: 1}}\n${tasks}`, 'found the text "0"; expected a number, without quotes.'],
  ];
  it.each(slips)("tells once of %s, and what was meant", (_name, text, words) => {
    expect(parseDag(text, file).diagnostics.map((one) => one.message)).toEqual([expect.stringContaining(words)]);
  });

  it("names all problems at once, cycles with their path", () => {
    const text = "dag: x\ntasks:\n  a: {config_type: EmptyTask, deps: [c]}\n  b: {config_type: EmptyTask, deps: [a, gone]}\n  c: {config_type: EmptyTask, deps: [b], retries: many}\n";
    expect(found(text)).toEqual(["3:38 dag/cycle tasks.a.deps[0]", "4:41 dag/missing-task tasks.b.deps[1]", "5:51 dag/invalid-value tasks.c.retries"]);
    expect(messages(text)).toContain("a → c → b → a");
  });

  it("names a cycle of 5,000 tasks without running out of stack", () => {
    const body = Array.from({ length: 5000 }, (_, index) => `  t${index}: {config_type: EmptyTask, deps: [t${(index + 1) % 5000}]}\n`).join("");
    const message = messages(`dag: x\ntasks:\n${body}`);
    expect(message).toContain("5000 tasks depend on one another in a circle: t0 → t1 → t2 → t3 → … 4993 more … → t4997 → t4998 → t4999 → t0");
  }, 30_000);

  const hostile: readonly (readonly [string, string, string])[] = [
    ["a billion laughs", Array.from({ length: 10 }, (_, i) => `a${i}: &a${i} [${i === 0 ? "x" : Array(10).fill(`*a${i - 1}`).join(",")}]`).join("\n"), "yaml/alias-limit"],
    ["a merge bomb", Array.from({ length: 3000 }, (_, i) => `a${i}: &a${i} {${i === 0 ? "" : `<<: *a${i - 1}, `}k${i}: 1}`).join("\n"), "yaml/alias-limit"],
    ["10,000 open lists", "[".repeat(10_000), "yaml/too-deep"],
    ["5,000 nested maps", "{a: ".repeat(5000), "yaml/too-deep"],
    ["10,000 dashes", "- ".repeat(10_000), "yaml/too-deep"],
    ["10 MB", "x".repeat(10_000_000), "yaml/too-large"],
    ["a million commas", `[${",".repeat(1_900_000)}`, "yaml/too-large"],
    ["17 MB of tasks", `tasks:\n${"  a: {}\n".repeat(2_200_000)}`, "yaml/too-large"],
    ["a million tasks", `tasks:\n${"  a: {}\n".repeat(1_000_000)}`, "yaml/too-large"],
    ["one task of 3 MB", `tasks:\n  a: {bash: '${"x".repeat(3_000_000)}'}\n`, "yaml/too-large"],
    ["ten million open lists in a task", `tasks:\n  a: ${"[".repeat(10_000_000)}`, "yaml/too-large"],
    ["a long file with an open list in each task", `tasks:\n${`  a: ${"[".repeat(500)}\n`.repeat(5_000)}`, "yaml/too-deep"],
    ["a long file with aliases", `tasks:\n${`  a: ${"x".repeat(1000)}\n`.repeat(2_500)}  b: &b {}\n  c: *b\n`, "yaml/too-large"],
    ["a long file of two documents", `tasks:\n${`  a: ${"x".repeat(1000)}\n`.repeat(2_500)}---\ntasks: {}\n`, "yaml/too-large"],
  ];
  it.each(hostile)("refuses %s", (_name, text, code) => {
    const { dag, diagnostics } = parseDag(text, file);
    expect([dag, diagnostics.map((one) => one.code).includes(code)]).toEqual([null, true]);
    expect(diagnostics.every((one) => one.message.length < 700)).toBe(true);
  }, 20_000);

  it("reads a text of more than 2 MB, and says where it is wrong", () => {
    const tasks = Array.from({ length: 2_500 }, (_, index) => `  t${index}:\n    config_type: BashTask\n    bash: echo ${"x".repeat(900)}\n    deps: [${index === 0 ? "" : `t${index - 1}`}]\n`);
    const read = parseDag(`dag: x\ntasks:\n${tasks.join("")}owner: Me\n`, file);
    expect([read.diagnostics, read.dag?.tasks.length, read.dag?.owner, read.dag?.tasks[2_499]?.deps]).toEqual([[], 2_500, "Me", ["t2498"]]);
    tasks[2_000] = "  t2000:\n    config_type: BashTask\n    bash: echo\n    deps: [gone]\n";
    expect(found(`dag: x\ntasks:\n${tasks.join("")}`)).toEqual(["8006:12 dag/missing-task tasks.t2000.deps[0]"]);
    tasks[2_001] = "  t2001: {config_type: BashTask\n";
    expect(messages(`dag: x\ntasks:\n${tasks.join("")}`)).toContain("before line 8008");
  }, 60_000);

  it("reads short and full forms alike and applies the defaults", () => {
    const text = `dag: x
defaults: {retries: 2, retry_delay: 5s, env: {A: 1.10}}
params: {n: 1000, day: {default: today, type: string}}
tasks:
  a:
    config_type: SqlTask
    sql: {file: a.sql}
    ddl: a_ddl.sql
    load: {merge: id}
    env: {B: 012}
    checks: [{unique: id, severity: warn}, {check: not_null, columns: [a, b], name: nn}, {freshness: {column: t, max_age: 2h}}, {check: range, column: c, min: 1}]
  b: {config_type: PythonTask, python: {file: b.py, requirements: reqs.txt, warm: no}, deps: a, retries: 0}
  c: {config_type: BashTask, bash: run.sh now}
`;
    const { dag, diagnostics } = parseDag(text, file);
    expect(diagnostics.filter((one) => one.severity === "error")).toEqual([]);
    expect(dag?.params).toEqual({ n: { type: "integer", default: 1000 }, day: { type: "string", default: "today" } });
    const [a, b, c] = dag?.tasks ?? [];
    expect(a).toMatchObject({ sql: { kind: "file", path: "a.sql" }, load: { mode: "merge", keys: ["id"] }, env: { A: "1.10", B: "012" }, onCrash: "rerun", retries: 2, retryDelayMs: 5000 });
    expect(a?.kind === "SqlTask" ? a.checks : null).toEqual([
      { kind: "unique", columns: ["id"], severity: "warn", name: "unique(id)" },
      { kind: "not_null", columns: ["a", "b"], severity: "error", name: "nn" },
      { kind: "freshness", column: "t", maxAgeMs: 7_200_000, severity: "error", name: "freshness(t)" },
      { kind: "range", column: "c", min: 1, severity: "error", name: "range(c, min 1)" },
    ]);
    expect(b).toMatchObject({ deps: ["a"], retries: 0, onCrash: "interrupt", python: { source: { kind: "file", path: "b.py" }, requirements: ["reqs.txt"], warm: false } });
    expect(c).toMatchObject({ bash: { kind: "inline", text: "run.sh now" } });
  });

  it("reads which runs are kept, an empty retention being one that keeps all", () => {
    const of = (text: string): unknown => parseDag(`dag: x\n${text}tasks: {a: {config_type: EmptyTask}}\n`, file).dag?.retention;
    expect([of("retention: {max_age: 2d, max_runs: 5}\n"), of("retention: {}\n"), of("")]).toEqual([{ maxAgeMs: 172_800_000, maxRuns: 5 }, { maxAgeMs: null, maxRuns: null }, undefined]);
  });

  it("reads Airflow's words for retries, the task's before those of the defaults", () => {
    const text = "dag: x\nlatency_sensitive: true\nmax_active_tasks: 3\ndefaults: {retry_exponential_backoff: true, max_retry_delay: 5m, weight_rule: upstream}\ntasks:\n  a: {config_type: EmptyTask, pool_slots: 2, priority_weight: -4}\n  b: {config_type: EmptyTask, retry_backoff: fixed, max_retry_delay: 10, weight_rule: absolute, max_active_tis_per_dag: 4, max_active_tis_per_dagrun: 1}\n";
    const { dag, diagnostics } = parseDag(text, file);
    expect(diagnostics).toEqual([]);
    expect(dag).toMatchObject({
      ...{ latencySensitive: true, maxActiveTasks: 3 },
      tasks: [
        { retryBackoff: "exponential", retryMaxDelayMs: 300_000, weightRule: "upstream", poolSlots: 2, priorityWeight: -4 },
        { retryBackoff: "fixed", retryMaxDelayMs: 10_000, weightRule: "absolute", maxActiveTisPerDag: 4, maxActiveTisPerDagrun: 1 },
      ],
    });
  });

  it("gives the place of every field, also behind a byte order mark", () => {
    const text = "\uFEFFdag: x\r\ntasks:\r\n  a.b: {config_type: EmptyTask, deps: []}\r\n";
    const { nodeRanges, dag } = parseDag(text, file);
    const { key, value } = nodeRanges.get('tasks["a.b"].config_type') ?? { key: null, value: { start: 0, end: 0 } };
    expect([dag?.id, text.slice(key?.start, key?.end), text.slice(value.start, value.end)]).toEqual(["x", "config_type", "EmptyTask"]);
  });
});
