import { describe, expect, it } from "vitest";
import { parseDag } from "../../shared/dag-file/parse-dag.ts";
import { knowDag } from "./dag-knowledge.ts";
import { marksOf } from "./diagnostic-marks.ts";
import { taskAt, taskPlaces } from "./task-places.ts";

const text = `dag: claims
params:
  region: eu
defaults:
  retries: 2
tasks:
  first:
    config_type: BashTask
    bash: echo {{ ds }}

  "second one":
    config_type: SqlTask
    sql: |
      select '{{ params. }}'
    deps: [first]
    retries: 3
  third: { config_type: EmptyTask, deps: ["second one"] }
ui: {}
`;
const signal = new AbortController().signal;
const words = { connections: ["lake"] };

/** `|` is the cursor. */
function propose(marked: string): string[] {
  const offset = marked.indexOf("¦");
  const whole = marked.replace("¦", "");
  const parsed = parseDag(whole, { file: "a.dag.yaml" });
  const found = knowDag(parsed, words).propose?.({ text: whole, offset, signal });
  return Array.isArray(found) ? found.map((one: { label: string; insert?: string }) => one.insert ?? one.label) : [];
}

describe("tasks and their places", () => {
  const parsed = parseDag(text, { file: "claims.dag.yaml" });
  const places = taskPlaces(text, parsed);

  it("knows the task of every offset", () => {
    const at = (words_: string, shift = 0): string | null => taskAt(places, text.indexOf(words_) + shift);
    expect([at("dag:"), at("retries: 2"), at("  first:"), at("echo"), at('\n  "second'), at("select"), at("retries: 3"), at("third"), at("EmptyTask"), at("ui:"), taskAt(places, text.length)]).toEqual([null, null, "first", "first", "first", "second one", "second one", "third", "third", null, null]);
  });

  it("knows the place of every task", () => {
    expect(places.map(({ id, key, span }) => [id, text.slice(key.start, key.end), text.slice(span.start, span.end).trim().split("\n").length])).toEqual([
      ["first", "first", 3],
      ["second one", '"second one"', 6],
      ["third", "third", 1],
    ]);
  });

  it("is not put off by a file that is broken, empty, or in one line", () => {
    const flow = "{dag: a, tasks: {x: {config_type: EmptyTask}, y: {config_type: EmptyTask}}}";
    const inFlow = taskPlaces(flow, parseDag(flow, { file: "a.dag.yaml" }));
    expect([taskAt(inFlow, flow.indexOf("x:")), taskAt(inFlow, flow.indexOf("y:") + 4), taskPlaces("", parseDag("", { file: "a" })), taskPlaces("tasks: [", parseDag("tasks: [", { file: "a" }))]).toEqual(["x", "y", [], []]);
  });
});

describe("what fits in a DAG file", () => {
  it.each([
    ["deps: [first]", "deps: [¦]", ["first", "third"]],
    ["deps: [first]", "deps: [first, f¦]", ["first", "third"]],
    ["deps: [first]", "deps: fi¦", ["first", "third"]],
    ["deps: [first]", "deps:\n      - first\n      - ¦", ["first", "third"]],
    ["deps: [first]", "deps:\n    - ¦", ["first", "third"]],
    ["deps: [first]", "deps: [\n      first,\n      ¦\n    ]", ["first", "third"]],
    ["retries: 3", "connection: ¦", ["lake"]],
    ["retries: 3", "env:\n      A: '{{ dag.¦'", ["dag_id", "owner"]],
    ["params. }}", "params.¦ }}", ["region"]],
    ["params. }}", "xcom.¦ }}", ["first", "second one", "third"]],
    ["retries: 3", "retries: ¦", []],
    ["retries: 3", "tags:\n      - ¦", []],
    ["retries: 3", "# deps: [¦", []],
  ])("at %s as %s", (from, to, expected) => {
    expect(propose(text.replace(from, to))).toEqual(expected);
  });

  it("quotes what YAML would read as something else, and knows the words of templates", () => {
    expect(propose(text.replace('["second one"]', "[¦]"))).toEqual(["first", '"second one"']);
    expect(propose(text.replace("{{ ds }}", "{{ ¦"))).toContain("data_interval_start");
    expect(propose(text.replace("{{ ds }}", "{{ ds | ¦"))).toContain("default");
    expect(propose(text.replace("{{ ds }}", "{{ ds }} ¦"))).toEqual([]);
  });
});

describe("what a field means", () => {
  const parsed = parseDag(text, { file: "claims.dag.yaml" });
  const knowledge = knowDag(parsed, words);
  const explain = (word: string): unknown => {
    const found = knowledge.explain?.({ text, offset: text.indexOf(word) + 1, signal });
    return found !== null && found !== undefined && "text" in found ? found.text : null;
  };

  it("says it in the words of the schema, with type and default", () => {
    expect(explain("retries: 3")).toBe("**retries** · integer · default `0`\n\nHow often a failed try is repeated.");
    expect(explain("retries: 2")).toBe("**retries** · integer · default `0`\n\nHow often a failed try is repeated.");
    expect(explain("sql:")).toMatch(/^\*\*sql\*\*.*`\.sql` file/s);
    expect([explain("echo"), explain("first:")]).toEqual([null, null]);
  });

  it("leads from a dependency to its task", () => {
    expect(knowledge.define?.({ text, offset: text.indexOf("first]") + 2, signal })).toEqual({ span: { start: text.indexOf("first:"), end: text.indexOf("first:") + 5 } });
    expect(knowledge.define?.({ text, offset: text.indexOf('"second one"]') + 2, signal })).toEqual({ span: { start: text.indexOf('"second one":'), end: text.indexOf('"second one":') + 12 } });
    expect(knowledge.define?.({ text, offset: 2, signal })).toBe(null);
  });
});

describe("marks", () => {
  it("stand where the problem is, in one line, behind a byte order mark and with any line end", () => {
    const broken = "\uFEFFdag: a\r\ntasks:\r\n  x: { config_type: BashTask, bash: echo, deps: [nobody] }\r\n  y:\r\n    nonsense: 1\r\n";
    const marks = marksOf(broken, parseDag(broken, { file: "a.dag.yaml" }).diagnostics);
    expect(marks.map(({ severity, span }) => [severity, broken.slice(span.start, span.end)])).toContainEqual(["error", "nobody"]);
    expect(marks.every(({ span }) => !broken.slice(span.start, span.end).includes("\n"))).toBe(true);
  });
});
