import { describe, expect, it } from "vitest";
import { createTemplates } from "../platform/templates.ts";
import type { TemplateSubject } from "../ports/machine.ts";
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import { templateFilters, templateFunctions, templateMembers, templateWordsAt } from "../../shared/dag-file/template-vocabulary.ts";
import { templateWordsOf } from "../../shared/sql/template-words.ts";
import { contextOf } from "./template-words.ts";

const subject = { dagId: "d", owner: "Ada", runId: "r", runType: "manual", taskId: "t", tryNumber: 1, attemptId: "a", logicalDate: 0, dataIntervalStart: 0, dataIntervalEnd: 0, conf: {}, params: {}, xcoms: {}, vars: {}, secrets: {}, prepSchema: "p", finalSchema: "f" } satisfies TemplateSubject;
const render = (template: string, owner: string | null): string => createTemplates().render(template, contextOf({ ...subject, owner }));

describe("{{ dag.owner }}", () => {
  it("is the owner that the file names", () => {
    expect(render("{{ dag.owner }} of {{ dag.dag_id }}", "Ada")).toBe("Ada of d");
  });

  it("is an error where the file names none, like every word without a value", () => {
    expect(() => render("{{ dag.owner }}", null)).toThrow(/"dag.owner" is not defined; dag has dag_id/);
    expect(render("{{ dag.owner | default('nobody') }}", null)).toBe("nobody");
  });
});

describe("the words that the editor proposes", () => {
  it("are those that templates get", () => {
    const words = new Set(templateWordsOf({}).map(({ name }) => name));
    const given = Object.keys(contextOf({ ...subject, owner: "Ada" })).filter((word) => word !== "xcom_values" && word !== "secret");
    expect(given.filter((word) => ![...words].some((one) => one === word || one.startsWith(`${word}.`)))).toEqual([]);
    const known = contextOf({ ...subject, owner: "Ada" });
    const heads = [...words].map((word) => word.split(".")[0] ?? "").filter((head) => head !== "this" && head !== "xcom_pull");
    expect(heads.filter((head) => !(head in known))).toEqual([]);
  });
});

describe("the words that a DAG file may use without a warning", () => {
  const context = { ...contextOf({ ...subject, owner: "Ada" }), secret: {}, this: "t", xcom: { other: { key: 1 } }, xcom_values: { other: { key: 1 } }, params: { size: 1 }, var: { a: 1, value: { a: 1 } } };
  const templates = createTemplates();
  const fails = (template: string): boolean => {
    try {
      return templates.render(template, context) === null;
    } catch {
      return true;
    }
  };

  it("are those that templates get", () => {
    expect([...templateWordsAt("task", false)].sort()).toEqual(Object.keys(context).sort());
    for (const word of ["dag", "dag_run", "task"]) expect(templateMembers[word]?.toSorted(), word).toEqual(Object.keys(Object(contextOf({ ...subject, owner: "Ada" })[word])).sort());
    expect(templateFunctions.filter((name) => fails(`{{ ${name} is defined }}{{ ${name} }}`))).toEqual([]);
  });

  it("have the filters that the interpreter has", () => {
    const isUnknown = (name: string): boolean => {
      try {
        templates.render(`{{ 'a' | ${name} }}`, {});
        return false;
      } catch (thrown) {
        return String(thrown).includes("unknown filter");
      }
    };
    expect(templateFilters.filter(isUnknown)).toEqual([]);
    const others = ["urlencode", "center", "flatten", "random", "zip", "keys", "values", "wordcount", "wordwrap", "xmlattr", "urlize", "forceescape", "startswith", "splitlines", "strip", "to_json", "fromjson", "datetimeformat", "dateformat", "timeformat", "bytes", "len", "str", "date", "quote", "b64encode", "hash", "regex_replace", "strftime", "not", "sha1"];
    expect(others.filter((name) => !isUnknown(name))).toEqual([]);
  });

  it.each([
    "{{ logicl_date }}",
    "{{ ds }} {{ run_idd }}",
    "{{ params.nosuch }}",
    "{{ params['nosuch'] }}",
    "{{ params.size + nosuch }}",
    "{{ ds | uper }}",
    "{{ xcom.othr.key }}",
    "{{ xcom_pull('othr', 'key') }}",
    "{{ xcom_pull(key='key', task_ids='othr') }}",
    "{{ macros.ds_add(ds, 1) }}",
    "{{ ds_add(ds, 1) }}",
    "{{ logical_date.year }}",
    "{{ logical_date.strftime('%Y') }}",
    "{{ dag.dagid }}",
    "{{ map.item }}",
    "{% for a in [1] %}{{ b }}{% endfor %}",
    "{% if nosuch %}x{% endif %}",
    "{% set a = nosuch %}{{ a + 1 }}",
    "{{ 'a' if ds else b }} {{ b }}",
    "{{ x or 'a' }}",
    "{{ x.y is defined }}",
  ])("warn of %j, which fails", (template) => {
    expect([fails(template), warnings(template).length]).toEqual([true, 1]);
  });

  it.each([
    "{{ ds[:4] }} {{ ds.split('-')[0] }} {{ ts | ds }}",
    "{{ params.size | default(3) }} {{ params.nosuch | default(3) }} {{ params.get('nosuch') }} {{ params.nosuch is defined }}",
    "{{ nosuch | d('x') }} {% if maybe is defined %}{{ maybe }}{% endif %}",
    "{{ conf | tojson }} {{ dag_run.conf | length }} {{ dag.owner }} {{ task.task_id }} {{ this }}",
    "{% for key, value in params.items() %}{{ key }}={{ value }}{{ loop.index }}{% if not loop.last %},{% endif %}{% endfor %}",
    "{% set total = params.size * 2 %}{{ total }} {% with twice = total * 2 %}{{ twice }}{% endwith %} {% set long %}{{ ds }}{% endset %}{{ long }}",
    "{% set ns = namespace(n=0) %}{% for a in range(3) %}{% set ns.n = ns.n + a %}{% endfor %}{{ ns.n }}",
    "{{ xcom.other.key }} {{ xcom['other']['key'] }} {{ xcom_pull('other', 'key') }} {{ xcom_pull(task_ids='other', key='key') }} {{ xcom_pull('nobody', 'key', default=1) }}",
    "{% raw %}{{ nosuch | what }}{% endraw %} {# {{ nosuch }} #} {{ '{{ nosuch }}' }}",
    "{% macro say(word) %}{{ word }}{% endmacro %}{{ say('x') }}",
    "{{ [1, 2] | map('string') | join(', ') }} {{ {'a': 1}.a }} {{ 'x' is string }} {{ 3 is divisibleby(3) }} {{ true and not false }}",
    "{{- ds -}} {%- if ds == '1' -%} a {%- else -%} b {%- endif -%} {{ dict(a=1).a }}",
    "{{ 'a-b' | replace('-', '_') | upper }} {{ '%05.1f' | format(3.14) }} {{ var.a }} {{ var.value.a | default('x') }}",
  ])("say nothing of %j, which renders", (template) => {
    expect([fails(template), warnings(template)]).toEqual([false, []]);
  });

  function warnings(template: string): string[] {
    const text = `dag: d\nowner: Ada\nparams: { size: 1 }\ntasks:\n  other: { config_type: EmptyTask }\n  t:\n    config_type: BashTask\n    bash: ${JSON.stringify(template)}\n`;
    const { dag, diagnostics } = parseDag(text, { file: "d.dag.yaml" });
    expect(dag).not.toBeNull();
    return diagnostics.map(({ code, message }) => `${code} ${message}`);
  }
});
