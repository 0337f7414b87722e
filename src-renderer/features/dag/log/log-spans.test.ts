import { describe, expect, it } from "vitest";
import { plainStyle } from "./ansi.ts";
import { showLine, styleOf, timeLength, wantedPattern } from "./log-spans.ts";

const shown = (text: string, wanted: Parameters<typeof wantedPattern>[0]) => showLine(text, plainStyle, wantedPattern(wanted)).map((span) => (span.found ? `[${span.text}]` : span.text)).join("");

describe("showLine", () => {
  it.each([
    ["an Error and an error", { text: "error" }, "an [Error] and an [error]"],
    ["an Error and an error", { text: "error", matchCase: true }, "an Error and an [error]"],
    ["errors error", { text: "error", wholeWord: true }, "errors [error]"],
    ["a1 b22", { text: "\\d+", regex: true }, "a[1] b[22]"],
    ["a.b", { text: "." }, "a[.]b"],
    ["half (", { text: "(", regex: true }, "half ("],
  ])("%s with %j", (line, wanted, text) => expect(shown(line, wanted)).toBe(text));

  it("marks what runs across colours, piece by piece", () => {
    expect(shown("er\u001b[31mr\u001b[0mor", { text: "error" })).toBe("[er][r][or]");
  });

  it("begins with the style that is in force", () => {
    expect(showLine("x", styleOf("1;31"), null)[0]?.style).toEqual({ ...plainStyle, bold: true, fg: 1 });
  });
});

describe("timeLength", () => {
  it.each([
    ["2026-01-02T03:04:05.678Z INFO x", 25],
    ["[2026-01-02T03:04:05.678+0000] {x.py:3} INFO", 31],
    ["2026-01-02 03:04:05,678 ERROR", 24],
    ["03:04:05  dbt", 10],
    ["\u001b[0m03:04:05  dbt", 14],
    ["no time 2026-01-02", 0],
    ["12:30 is no time of a log", 0],
  ])("%j", (line, length) => expect(timeLength(line)).toBe(length));
});
