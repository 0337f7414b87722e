import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { highlight, type CodeLanguage } from "../code-view/highlight.ts";
import { isSameState, scanNextLine, startState } from "./line-tokens.ts";

function scanAll(text: string, language: CodeLanguage): string[][] {
  let state = startState;
  return text.split("\n").map((line) => {
    const scanned = scanNextLine(line, language, state);
    state = scanned.state;
    return scanned.tokens.filter((token) => token.kind !== "plain" && token.text.trim() !== "").map((token) => `${token.kind}:${token.text}`);
  });
}

const whole = (text: string, language: CodeLanguage): string[][] =>
  highlight(text, language).map((line) => line.filter((token) => token.kind !== "plain" && token.text.trim() !== "").map((token) => `${token.kind}:${token.text}`));

describe("colours line by line", () => {
  it("sees the programs inside a DAG file, their templates and their end", () => {
    const text = "tasks:\n  a:\n    sql: |\n      select '{{ ds }}' /* x\n      y */ from t\n\n    bash: |\n      if true\n    deps: [b]";
    expect(scanAll(text, "yaml")).toEqual([["key:tasks"], ["key:a"], ["key:sql"], ["keyword:select", "string:'", "template:{{ ds }}", "string:'", "comment:/* x"], ["comment:y */", "keyword:from"], [], ["key:bash"], ["keyword:if"], ["key:deps"]]);
  });

  it("says the same as the colouring of a whole text", () => {
    const lines = fc.array(fc.constantFrom("tasks:", "  a:", "    sql: |", "      select 1 -- {{ x }}", "      {% if", "      %} 'a'", "", "    bash: >-", "      echo \"hi\"", "    n: 12", "  - |2", "    text", "      /* open", "# c"), { maxLength: 12 });
    fc.assert(
      fc.property(lines, (all) => {
        expect(scanAll(all.join("\n"), "yaml")).toEqual(whole(all.join("\n"), "yaml"));
      }),
    );
  });

  it("knows equal states, so that the editor stops where nothing more changes", () => {
    const after = (line: string) => scanNextLine(line, "yaml", startState).state;
    expect([isSameState(after("a: |"), after("b: |")), isSameState(after("sql: |"), after("b: |")), isSameState(after("a: 1"), startState)]).toEqual([true, false, true]);
  });
});
