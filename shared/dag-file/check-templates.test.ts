import { describe, expect, it } from "vitest";
import { parseDag } from "./parse-dag.ts";

const head = "dag: d\nparams: { region: eu }\n";
/** What is said, and the text that is marked. */
function said(rest: string): string[] {
  const text = head + rest;
  const lines = text.split("\n");
  return parseDag(text, { file: "d.dag.yaml" }).diagnostics.map(({ severity, code, message, line, column, endLine, endColumn }) => `${severity} ${line}:${column} [${endLine === line ? (lines[line - 1] ?? "").slice(column - 1, (endColumn ?? 0) - 1) : "…"}] ${code} ${message}`);
}
const task = (rest: string): string => `tasks:\n  t: { config_type: BashTask, ${rest} }\n`;

describe("words of templates", () => {
  it("that nothing stands behind are warned of where they stand, with the nearest", () => {
    expect(said(task("bash: 'echo {{ ds }} {{ logicl_date }} {{ params.regio }} {{ ds | uper }}'"))).toEqual([
      "warning 4:55 [logicl_date] dag/unknown-word `tasks.t.bash` uses `logicl_date`, which is no word of templates here; where it is rendered, that fails. Did you mean `logical_date`?",
      "warning 4:80 [regio] dag/unknown-param `tasks.t.bash` uses `params.regio`, which is not among the params of this DAG. Did you mean `region`?",
      "warning 4:97 [uper] dag/unknown-filter `tasks.t.bash` uses the filter `uper`, which templates do not have; where it is rendered, that fails. Did you mean `upper`?",
    ]);
  });

  it("are marked in texts of many lines, behind escapes, and at the right one of several", () => {
    expect(said("tasks:\n  t:\n    config_type: BashTask\n    bash: |\n      # dss is no word\n      echo {{ ds }}\n      echo {{ dss }}\n")).toEqual([expect.stringMatching(/^warning 9:15 \[dss\] /)]);
    expect(said(task('bash: "echo \\"{{ ds }}\\" \\u00e9 {{ dss }}"'))[0]).toMatch(/^warning 4:\d+ \[dss\] /);
  });

  it("depend on where they stand", () => {
    const messages = "on_failure: { channel: ops, message: '{{ what }}: {{ error }} {{ response }}' }\n";
    expect(said(messages + task("bash: x"))).toEqual([expect.stringContaining("`on_failure.message` uses `response`")]);
    expect(said("tasks:\n  t: { config_type: HttpTask, url: 'http://x/{{ response }}', response_check: '{{ response.json.ok and response.body }}' }\n").map((one) => one.split(" uses ")[1]?.slice(0, 16))).toEqual(["`response`, whic", "`response.body`,"]);
    expect(said("queue: { http: true, key: '{{ conf.id }}{{ ds }}' }\n" + task("bash: x"))).toEqual([expect.stringContaining("`queue.key` uses `ds`")]);
    expect(said("search_keys: { user: '{{ conf.user }}', day: '{{ dd }}' }\n" + task("bash: x"))).toEqual([expect.stringContaining("`search_keys.day` uses `dd`")]);
    expect(said(task("bash: 'echo {{ map.item }}'"))).toEqual([expect.stringContaining("`map`, which has a value only in a mapped task (`expand`)")]);
    expect(said(task("expand: [1, 2], map_index_template: '{{ map.item }}', bash: 'echo {{ map.index }}'"))).toEqual([]);
  });

  it("below `map` are those of what the task expands over", () => {
    expect(said(task("expand: [{name: eu}], bash: 'echo {{ map.name }} {{ map.item.name }} {{ map.indx }}'"))).toEqual([
      "warning 4:72 [name] dag/unknown-word `tasks.t.bash` uses `map.name`, which there is not; map has index, item, label. A field of the item is `map.item.name`.",
      "warning 4:107 [indx] dag/unknown-word `tasks.t.bash` uses `map.indx`, which there is not; map has index, item, label. Did you mean `index`?",
    ]);
    expect(said(task("expand: { zip: { region: [eu], day: [1] } }, bash: 'echo {{ map.region }} {{ map.item.day }} {{ map.regoin }}'"))).toEqual([expect.stringContaining("map has index, item, label, region, day. Did you mean `region`?")]);
    expect(said(task("expand: { region: [eu] }, bash: 'echo {{ map.region }} {{ map.name }}'"))).toEqual([expect.stringMatching(/label, region\.$/)]);
    expect(said(`defaults: { env: { REGION: '{{ map.region }}' } }\n${task("expand: { region: [eu] }, bash: x")}`)).toEqual([]);
  });

  it("are not looked for in texts that are no templates, nor in a template that is not closed", () => {
    expect(said(task("doc: 'Write {{ nosuch }}', bash: x"))).toEqual([]);
    expect(said(task("bash: 'echo {{ nosuch'"))).toEqual([]);
  });
});
