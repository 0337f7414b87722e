import { describe, expect, it } from "vitest";
import { parseDag } from "./parse-dag.ts";

const said = (text: string): string[] => parseDag(text, { file: "a.dag.yaml" }).diagnostics.map((one) => `${one.line}:${one.column} ${one.code} ${one.message}`);
const rest = "  b: { config_type: BashTask, bash: echo hi }\n  c: { config_type: EmptyTask, deps: [b] }\n";
const inBraces = (task: string): string => `dag: x\ntasks:\n  a: ${task}\n${rest}`;
const inBlock = (...fields: string[]): string => `dag: x\ntasks:\n  a:\n    config_type: BashTask\n${fields.map((field) => `    ${field}\n`).join("")}${rest}`;

describe("one mistake in the YAML", () => {
  const table: readonly (readonly [string, string, string, string])[] = [
    ["a brace that is not closed", inBraces("{ config_type: BashTask, bash: echo hi"), "3:6 yaml/syntax", "The `{` that opens here has no closing `}` before line 4"],
    ["a brace that is never closed", "dag: x\ntasks:\n  a: { config_type: EmptyTask\n", "3:6 yaml/syntax", "to the end of the file"],
    ["a bracket closed by a brace", inBraces("{ config_type: EmptyTask, deps: [b }"), "3:38 yaml/syntax", "The `[` that opens here is closed by `}`"],
    ["a brace too many", inBraces("{ config_type: EmptyTask }}"), "3:32 yaml/syntax", "This `}` closes nothing"],
    ["a double quote that is not closed", inBraces('{ config_type: BashTask, bash: "echo hi }'), "3:37 yaml/syntax", 'The quote " that opens here has no closing "'],
    ["a single quote that is not closed", inBlock("bash: 'echo hi"), "5:11 yaml/syntax", "The quote ' that opens here"],
    ["a comma that is missing", inBraces("{ config_type: BashTask bash: echo hi }"), "3:21 yaml/syntax", "A comma is missing before the next key"],
    ["a colon that is missing in braces", inBraces("{ config_type BashTask, bash: echo hi }"), "3:3 dag/missing-key", "Write a colon and a space in `config_type BashTask`"],
    ["a variable of the shell in braces", inBraces("{ config_type: BashTask, bash: echo ${HOME}/x }"), "3:43 yaml/syntax", "in quotes: 'echo ${HOME}/x'."],
    ["an index in braces", inBraces("{ config_type: BashTask, bash: echo x[0] }"), "3:43 yaml/syntax", "Between braces a value ends at"],
    ["SQL with a comma and quotes in braces", inBraces("{ config_type: SqlTask, sql: select a, 'b' || c from d }"), "3:49 yaml/syntax", "put the whole value into one pair of quotes"],
    ["a template without quotes", inBlock("bash: {{ ds }}"), "5:11 yaml/unquoted-template", "in quotes: '{{ ds }}'."],
    ["a template without quotes, and text", inBlock("bash: {{ ds }} and {{ ts }}"), "5:11 yaml/unquoted-template", "in quotes: '{{ ds }} and {{ ts }}'."],
    ["a template without quotes in braces", inBraces("{ config_type: BashTask, bash: {{ ds }}, retries: 2 }"), "3:37 yaml/unquoted-template", "in quotes: '{{ ds }}'."],
    ["a template in the text of a value in braces", inBraces("{ config_type: BashTask, bash: echo {{ ds }}, retries: 2 }"), "3:37 yaml/unquoted-template", "in quotes: 'echo {{ ds }}'."],
    ["tabs", "dag: x\ntasks:\n\ta:\n\t\tconfig_type: EmptyTask\n", "3:1 yaml/tab", "Tabs indent this line and 1 more"],
    ["a tab below a sound line", inBlock("bash: echo").replace("    bash", "\tbash"), "5:1 yaml/tab", "A tab indents this line;"],
    ["a tab in braces", inBraces("{\n\tconfig_type: EmptyTask }"), "4:1 yaml/tab", "A tab indents"],
    ["a cron without quotes", `dag: x\nschedule: */5 * * * * # often\ntasks:\n${rest}`, "2:11 yaml/unknown-alias", "needs quotes: '*/5 * * * *'."],
    ["a preset without quotes", `dag: x\nschedule: @daily\ntasks:\n${rest}`, "2:11 yaml/syntax", "needs quotes: '@daily'."],
    ["a colon in a value", inBlock("bash: echo a: b"), "5:11 yaml/syntax", "in quotes: 'echo a: b'."],
    ["a quote in quotes", inBlock("bash: 'it's'"), "5:15 yaml/syntax", "Text follows the closing quote"],
    ["a Windows path in double quotes", inBlock('bash: "C:\\data"'), "5:14 yaml/syntax", "`\\d` means nothing in double quotes"],
    ["a colon that is missing", inBlock("retries 2", "bash: echo"), "5:5 yaml/syntax", "This line is no `key: value`"],
    ["a space that is missing", inBlock("bash: echo", "retries:2"), "6:5 yaml/syntax", "write `retries: 2`"],
    ["a line that hangs between two columns", inBlock("bash: echo").replace("    bash", "   bash"), "5:4 yaml/syntax", "indented by 3 spaces, like none above"],
    ["a line indented too deep", inBlock("bash: echo").replace("    bash", "      bash"), "4:18 yaml/syntax", "indented deeper than its key"],
  ];
  it.each(table)("is told once, with how to mend it: %s", (_name, text, place, words) => {
    const all = said(text);
    expect(all).toHaveLength(1);
    expect(all[0]).toMatch(new RegExp(`^${place} `));
    expect(all[0]).toContain(words);
  });

  it("hides no other mistake that stands for itself", () => {
    const text = "dag: x\ntasks:\n  a: { config_type: BashTask, bash: {{ ds }}, retries: many }\n  b: { config_type: EmptyTask, deps: [gone] }\n";
    expect(said(text).map((one) => one.slice(0, 32))).toEqual(["3:37 yaml/unquoted-template A te", "3:56 dag/invalid-value `tasks.a.", "4:39 dag/missing-task Task `b` d"]);
    const templates = inBlock("bash: {{ ds }} x", "doc: {{ ts }} y", "env: { A: [1 }");
    expect(said(templates).map((one) => one.split(" ").slice(0, 2).join(" "))).toEqual(["5:11 yaml/unquoted-template", "6:10 yaml/unquoted-template"]);
  });

  it("takes quotes, braces and brackets inside of texts for what they are", () => {
    const text = inBlock("bash: echo ${HOME} it's [a \"b {{ ds }}", "doc: '{ [ \" it''s'", 'pool: "} ] \' \\""') + "  d:\n    config_type: BashTask\n    bash: |\n      echo \"{ [ '\n";
    expect(said(text)).toEqual([]);
  });
});
