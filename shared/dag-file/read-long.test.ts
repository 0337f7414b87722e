import { describe, expect, it } from "vitest";
import { parseDag } from "./parse-dag.ts";
import { parseInBlocks } from "./testing/parse-in-blocks.ts";

const file = "a.dag.yaml";
const task = "{config_type: EmptyTask}";

describe("a DAG text read a task at a time", () => {
  const layouts: readonly (readonly [string, string])[] = [
    ["tasks on a line each", `dag: x\ntasks:\n  a: ${task}\n  b: {config_type: EmptyTask, deps: [a]}\n`],
    ["brackets that close below their task's name", `dag: x\ntasks:\n  a: {\n    config_type: EmptyTask\n  }\n  b: {config_type: EmptyTask, deps: [\n    a\n  ]}\n`],
    ["names with a question mark", `dag: x\ntasks:\n  ? a\n  : ${task}\n  ? b\n  : ${task}\n`],
    ["line breaks of Windows, a byte order mark, keys behind the tasks", `\uFEFFdag: x\r\ntasks: # all\r\n\r\n  a: ${task}\r\n# far left\r\n  b: ${task}\r\n\r\nowner: Me\r\ntags: [a]\r\n`],
    ["texts that end in blank lines", "dag: x\ntasks:\n  a:\n    config_type: BashTask\n    bash: |+\n      echo\n\n\n  b:\n    config_type: BashTask\n    bash: >\n      echo\n\n      b: c\n  # of nobody\n"],
    ["lists as far left as their key", "dag: x\ntasks:\n    a:\n        config_type: EmptyTask\n    b:\n        config_type: EmptyTask\n        deps:\n        - a\n"],
    ["no line break at the end", `dag: x\ntasks:\n  a: ${task}\n  b: ${task}`],
    ["a task that is there twice", `dag: x\ntasks:\n  a: ${task}\n  b: ${task}\n  a: {config_type: Nope}\n  b: 1\n`],
    ["slips in many tasks", "dag: x\ntasks:\n  a: {config_type: EmptyTask, deps: [z]}\n  12: {config_type: EmptyTask, retries: many}\n  c: {config_type: EmptyTask, deps: [d], retry_dely: 1}\n  d: {config_type: EmptyTask, deps: [c], enabled: yes}\nunknown: 1\n"],
    ["a wrong tag and a repeated field", "dag: x\ntasks:\n  a: !t {config_type: EmptyTask}\n  b:\n    config_type: EmptyTask\n    retries: 1\n    retries: 2\n"],
  ];
  it.each(layouts)("is what it is as a whole: %s", (_name, text) => {
    for (const blockLength of [1, 30]) expect(parseInBlocks(text, { file, blockLength })).toEqual(parseDag(text, { file }));
  });

  const broken: readonly (readonly [string, string])[] = [
    ["an open bracket", `dag: x\ntasks:\n  a: ${task}\n  b: {config_type: EmptyTask\n  c: ${task}\n`],
    ["an open quote", `dag: x\ntasks:\n  a: ${task}\n  b: {config_type: BashTask, bash: 'x}\n  c: ${task}\n`],
    ["a tab", `dag: x\ntasks:\n  a:\n\tconfig_type: EmptyTask\n`],
    ["a template without quotes", `dag: x\ntasks:\n  a: ${task}\n  b: {config_type: BashTask, bash: {{ ds }} x}\n`],
    ["a mistake above the tasks", `dag: [x\ntasks:\n  a: ${task}\n`],
  ];
  it.each(broken)("names the mistake that breaks it: %s", (_name, text) => {
    const [blocks, whole] = [parseInBlocks(text, { file, blockLength: 1 }), parseDag(text, { file })];
    expect([blocks.isBroken, blocks.dag, blocks.diagnostics]).toEqual([true, null, whole.diagnostics]);
  });

  const refused: readonly (readonly [string, string, string, string])[] = [
    ["an alias", `dag: x\ntasks:\n  a: &a ${task}\n  b: *a\n`, "3:9", "an anchor, an alias or a merge key stands here"],
    ["a cron without quotes", `dag: x\nschedule: */5\ntasks:\n  a: ${task}\n`, "2:11", "a text that starts with `*` needs quotes"],
    ["tasks between brackets", `dag: x\ntasks: {a: ${task}}\n`, "1:1", "that needs `tasks:` alone on a line"],
    ["a list of tasks", "dag: x\ntasks:\n  - a\n  - b\n", "3:3", "this is a list"],
    ["a second document", `dag: x\ntasks:\n  a: ${task}\n---\ndag: y\n`, "4:1", "a `---`, `...` or `%` at the start of a line"],
    ["no task", "dag: x\ntasks:\nowner: Me\n", "2:1", "it has no task below `tasks:`"],
  ];
  it.each(refused)("refuses %s", (_name, text, place, words) => {
    const { dag, isBroken, diagnostics } = parseInBlocks(text, { file, blockLength: 1 });
    expect([dag, isBroken, diagnostics.map(({ code, line, column }) => `${code} ${line}:${column}`)]).toEqual([null, true, [`yaml/too-large ${place}`]]);
    expect(diagnostics[0]?.message).toContain(words);
  });
});
