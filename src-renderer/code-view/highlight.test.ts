import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { highlight, languageOf, type CodeLanguage } from "./highlight.ts";

const kinds = (text: string, language: CodeLanguage) => highlight(text, language).map((line) => line.filter((token) => token.kind !== "plain").map((token) => `${token.kind}:${token.text}`));

describe("highlight", () => {
  it("colours YAML", () => {
    expect(kinds("dag: claims # daily\ntasks:\n  a-b: { deps: [x], n: 12 }\n  - t: '{{ ds }}'\n  u: it's # no\n  v: true", "yaml")).toEqual([
      ["key:dag", "comment:# daily"],
      ["key:tasks"],
      ["key:a-b", "key:deps", "key:n", "number:12"],
      ["key:t", "string:'", "template:{{ ds }}", "string:'"],
      ["key:u", "comment:# no"],
      ["key:v", "keyword:true"],
    ]);
  });

  it("colours block texts of YAML as what they are, and goes on after them", () => {
    const text = [
      "doc: >-",
      "  a: true # no comment",
      "",
      "  - it's {{ ds }}",
      "tasks:",
      "  - sql: |2 # why",
      "      select 'x: y' -- c",
      "    ddl: |",
      "      create table t",
      "  - |",
      "    key: 1",
      "  b:",
      "    bash: |+",
      "      echo \"a: b\" # c",
      "        if true",
      "    python: |-",
      "      def f(): # d",
      "    n: 12",
      "    empty: |",
      "  c: 1",
    ].join("\n");
    expect(kinds(text, "yaml")).toEqual([
      ["key:doc"],
      ["string:a: true # no comment"],
      [],
      ["string:- it's ", "template:{{ ds }}"],
      ["key:tasks"],
      ["key:sql", "comment:# why"],
      ["keyword:select", "string:'x: y'", "comment:-- c"],
      ["key:ddl"],
      ["keyword:create", "keyword:table"],
      [],
      ["string:key: 1"],
      ["key:b"],
      ["key:bash"],
      ['string:"a: b"', "comment:# c"],
      ["keyword:if"],
      ["key:python"],
      ["keyword:def", "comment:# d"],
      ["key:n", "number:12"],
      ["key:empty"],
      ["key:c", "number:1"],
    ]);
  });

  it("colours SQL, comments over lines included, and no keyword inside a word", () => {
    expect(kinds("SELECT from_date, 'it''s' /* a\nb */ FROM t -- c\nwhere x = {{ ds }} and n > 10", "sql")).toEqual([
      ["keyword:SELECT", "string:'it''s'", "comment:/* a"],
      ["comment:b */", "keyword:FROM", "comment:-- c"],
      ["keyword:where", "template:{{ ds }}", "keyword:and", "number:10"],
    ]);
  });

  it("colours templates of SQL also in quotes and over line ends", () => {
    expect(kinds("where d = '{{ ds }}'\n{% if x\n  %} and {# no\nmore #} 1", "sql")).toEqual([["keyword:where", "string:'", "template:{{ ds }}", "string:'"], ["template:{% if x"], ["template:  %}", "keyword:and", "template:{# no"], ["template:more #}", "number:1"]]);
  });

  it("colours Python with strings over lines", () => {
    expect(kinds('def f():\n    """doc\n    more"""\n    return "x"  # y', "python")).toEqual([["keyword:def"], ['string:"""doc'], ['string:    more"""'], ["keyword:return", 'string:"x"', "comment:# y"]]);
  });

  it("loses no character of any text in any language", () => {
    const languages = fc.constantFrom<CodeLanguage>("yaml", "sql", "python", "shell", "json", "plain");
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", '"', "{", "}", "#", "/", "*", "-", "\n", "a", " ", ":", "1", "%", "\\", "é", "$", "|", ">", "sql: |\n  "), maxLength: 80 }), languages, (text, language) => {
        expect(highlight(text, language).map((line) => line.map((token) => token.text).join("")).join("\n")).toBe(text);
      }),
    );
  });

  it("knows languages by file name", () => {
    expect(["a.dag.yaml", "x.SQL", "t.py", "run.sh", "c.json", "README"].map(languageOf)).toEqual(["yaml", "sql", "python", "shell", "json", "plain"]);
  });
});
