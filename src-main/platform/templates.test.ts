import { describe, expect, it } from "vitest";
import { AppError } from "../../shared/errors/app-error.ts";
import { buildTemplateContext, type TemplateFacts } from "./template-context.ts";
import { printf } from "./template-words.ts";
import { createTemplates } from "./templates.ts";

const facts: TemplateFacts = {
  dag: { id: "claims_daily", owner: "Data", prepSchema: "staging", finalSchema: "warehouse" },
  run: { runId: "manual__1", logicalDate: Date.parse("2026-01-31T04:30:00Z"), dataIntervalStart: Date.parse("2026-01-31T00:30:00Z"), dataIntervalEnd: Date.parse("2026-01-31T04:30:00Z") },
  conf: { user_id: "u-00123", keys: ["a", "b"] },
  params: { min_rows: 1000, code: "00123" },
  xcoms: [
    { taskId: "count", key: "return_value", value: 7 },
    { taskId: "load", key: "return_value", value: { rows: 5 } },
    { taskId: "load", key: "table", value: "t" },
  ],
  vars: { region: "eu" },
  task: { taskId: "fact_claim", tryNumber: 2, attemptId: "x1" },
  thisTable: "staging.fact_claim",
};
const context = buildTemplateContext(facts);
const { render } = createTemplates();

function failure(template: string, given: Readonly<Record<string, unknown>> = context): AppError {
  try {
    const text = render(template, given);
    throw new Error(`rendered ${JSON.stringify(text.slice(0, 200))}`);
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
}

describe("render", () => {
  it.each([
    ["plain { text } % # $", "plain { text } % # $"],
    ["{{ ds }} {{ ds_nodash }} {{ ts }} {{ ts_nodash }}", "2026-01-31 20260131 2026-01-31T04:30:00+00:00 20260131T043000"],
    ["{{ data_interval_start }}/{{ data_interval_end | ds }}", "2026-01-31T00:30:00+00:00/2026-01-31"],
    ["{{ params.min_rows }} {{ params.code }}", "1000 00123"],
    ["{{ conf.user_id }} {{ conf.nope | default('x') }} {{ conf['keys'][-1] }}", "u-00123 x b"],
    ["{{ xcom.count }} {{ xcom.load.return_value.rows }} {{ xcom.load.table }}", "7 5 t"],
    ["{{ xcom_pull(task_ids='load', key='table') }}{{ xcom_pull('count') }}", "t7"],
    ["{{ xcom_pull(task_ids=['count', 'count']) }} {{ xcom_pull('gone', default='none') }}", "[7, 7] none"],
    ["{{ this }} {{ prep_schema }} {{ final_schema }} {{ var.region }} {{ var.value.region }}", "staging.fact_claim staging warehouse eu eu"],
    ["{{ dag.dag_id }} {{ run_id }} {{ task.task_id }} {{ try_number }} {{ attempt_id }}", "claims_daily manual__1 fact_claim 2 x1"],
    ["{% for k in conf['keys'] if k != 'a' %}{{ k }}{% endfor %}{# gone #}", "b"],
    ["{{ '%05d-%s' | format(3, 'x') }} {{ 'a,b'.split(',') | join('+') }} {{ 7*7 }}", "00003-x a+b 49"],
    ["{{ missing | default('z') }}\n", "z\n"],
  ])("%j", (template, text) => expect(render(template, context)).toBe(text));

  it("answers plain text without looking at it", () => {
    const text = "select 1".repeat(100_000);
    expect(render(text, { bad: () => 1 })).toBe(text);
  });

  it("leaves out the dates of a run without a logical date", () => {
    const undated = buildTemplateContext({ ...facts, run: { runId: "r", logicalDate: null, dataIntervalStart: null, dataIntervalEnd: null } });
    expect(failure("{{ ds }}", undated).message).toMatch(/"ds" is not defined/);
  });
});

describe("what a template cannot do", () => {
  it.each([
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__ }}",
    "{{ constructor.constructor('return process')() }}",
    "{{ conf.constructor }}",
    "{{ conf.constructor.constructor('return process')() }}",
    "{{ conf['__proto__'] }}",
    "{{ conf.__proto__.polluted }}",
    "{{ conf['keys'].constructor }}",
    "{{ xcom_pull.constructor('return process')() }}",
    "{{ xcom_pull.__globals__ }}",
    "{{ render.call }}",
    "{{ globalThis }}",
    "{{ process.env }}",
    "{{ require('fs') }}",
    "{{ self.__init__ }}",
    "{{ debug() }}",
    "{{ xcom_pull('__proto__', key='constructor') }}",
    "{{ xcom_pull('load', key='toString') }}",
    "{% include '/etc/passwd' %}",
    "{% import '/etc/passwd' as x %}",
    "{% extends 'x' %}",
  ])("%s is an error, never an evaluation", (template) => expect(failure(template).code).toBe("template/failed"));

  it("does not take functions, classes or cycles into the context", () => {
    const ring: Record<string, unknown> = {};
    ring["ring"] = ring;
    expect(failure("{{ f() }}", { f: () => 1 }).message).toBe("Template: context.f is a function; only plain data may be used.");
    expect(failure("{{ f }}", { f: new Map() }).message).toMatch(/an object of a class/);
    expect(failure("{{ ring }}", { ring }).message).toMatch(/nested deeper/);
  });

  it("keeps a key called __proto__ as data", () => {
    const given = JSON.parse('{"conf": {"__proto__": {"polluted": 1}, "constructor": "c"}}');
    expect(render("{{ conf.constructor }}", given)).toBe("c");
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("does not render what a value holds", () => {
    expect(render("{{ v }}", { v: "{{ 7*7 }}" })).toBe("{{ 7*7 }}");
  });
});

describe("limits", () => {
  it("stops an endless loop", () => {
    const loops = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}";
    expect(failure(loops).message).toMatch(/did not end within its step limit/);
  });

  it("stops endless recursion of a macro", () => {
    expect(failure("{% macro m(x) %}{{ m(x) }}{% endmacro %}{{ m(1) }}").message).toMatch(/recursion limit/);
  });

  it("survives a template that eats memory, and renders the next one", () => {
    const bomb = `{% set ns = namespace(s='xxxxxxxx') %}{% for i in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s | length }}`;
    const before = process.memoryUsage().rss;
    expect(failure(bomb).code).toBe("template/failed");
    expect(failure("{{ 'x' * 4000000000 }}").code).toBe("template/failed");
    expect(render("{{ 1 + 1 }}", {})).toBe("2");
    expect(process.memoryUsage().rss - before).toBeLessThan(600e6);
  });

  it("bounds the output", () => {
    expect(failure("{% for a in range(99999) %}{{ '0123456789' * 20 }}{% endfor %}").message).toMatch(/its result has|step limit/);
  });
});

describe("template errors", () => {
  it("say line, column, what was found, what is defined and what was probably meant", () => {
    const { message, details } = failure("select 1\nwhere x > {{ params.min_row }}");
    expect(message).toBe(
      'Template line 2, column 14: "params.min_row" is not defined; params has code, min_rows. Did you mean params.min_rows?',
    );
    expect(details).toEqual({ line: 2, column: 14, found: "params.min_row" });
  });

  it.each([
    ["{{ logical_date.weekday() }}", 'Template line 1, column 16: "logical_date" is text such as 2026-01-31 or 2026-01-31T04:30:00+00:00 and has no weekday; take'],
    ["{% if ds.strftime('%A') == 'Monday' %}x{% endif %}", '"ds" is text such as'],
    ["{{ data_interval_start.year }}", '"data_interval_start" is text such as 2026-01-31 or 2026-01-31T04:30:00+00:00 and has no year; take'],
    ["{{ logical_date.year + 1 }}", "has no year; take"],
  ])("say that a date is text: %s", (template, words) => expect(failure(template).message).toContain(words));

  it("say that a date is text only where that is what is wrong, and how to take it apart", () => {
    for (const template of ["{{ logical_date.upper() + 1 }}", "{{ logical_date.upper() + params.nope }}", "{{ run_id.weekday() }}", "{{ ds | nope }}"]) expect(failure(template).message).not.toContain("is text such as");
    expect(render("{{ ds[:4] }} {{ ds[5:7] }} {{ ds[8:] }}", { ds: "2026-01-31" })).toBe("2026 01 31");
  });

  it("name a word that is not there at all", () => {
    expect(failure("{{ logical_dat }}").message).toMatch(/^Template line 1, column 4: "logical_dat" is not defined; defined are attempt_id, .*Did you mean logical_date\?$/);
  });

  it("say what a task pushed", () => {
    expect(failure("{{ xcom_pull('load', key='tabel') }}").message).toMatch(/task "load" pushed no "tabel" \(it pushed return_value, table\)/);
  });

  it.each(["{{ unclosed", "{% if %}", "{{ 1 + }}", "{{ x | nofilter }}", "{% endfor %}", "{{ 'abc' }"])("place %s", (template) => {
    expect(failure(`\n${template}`, { x: 1 }).message).toMatch(/^Template line 2/);
  });

  it("never show values of the context", () => {
    const { message } = failure("{{ conf.passwort }} {{ secret }}", { conf: { password: "hunter2" }, secret: "hunter2" });
    expect(message).not.toContain("hunter2");
  });
});

describe("printf", () => {
  it.each([
    ["%05d|%-4s|%+d|%.2f|%x|%%", [42, "a", 7, 1.005, 255], "00042|a   |+7|1.00|ff|%"],
    ["%03d %5.1f", [-7, 2.25], "-07   2.3"],
  ])("%j", (pattern, values, text) => expect(printf(pattern, values)).toBe(text));

  it("refuses too few values and text for a number", () => {
    expect(() => printf("%s %s", [1])).toThrow(/more than 1/);
    expect(() => printf("%d", ["7"])).toThrow(/not a number/);
  });
});
