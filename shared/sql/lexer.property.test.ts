import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { statementAt } from "./statements.ts";
import { sqlLike } from "./testing/sql-arbitraries.ts";
import { lexSql } from "./tokens.ts";

const kinds = (sql: string): string[] => lexSql(sql, { templates: true }).filter(({ kind }) => kind !== "space").map(({ kind, text }) => `${kind} ${text}`);

describe("lexSql", () => {
  it("loses nothing: the tokens joined are the text, with and without templates", () => {
    fc.assert(
      fc.property(sqlLike, fc.boolean(), (text, templates) => {
        const tokens = lexSql(text, { templates });
        expect(tokens.map((token) => token.text).join("")).toBe(text);
        for (const { start, end, text: own } of tokens) expect(text.slice(start, end)).toBe(own);
      }),
      { numRuns: 1000 },
    );
  });

  it("keeps templates whole, whatever they hold, alone and within text", () => {
    expect(kinds(`a_{{ x['}}'] }} '{{ p['it'] }};' {# don't #} {% if a == "%}" %} -- {{ "\n" }} c\n{{ {'a': {'b': 1}} }}`)).toEqual([
      "word a_",
      "template {{ x['}}'] }}",
      "string '{{ p['it'] }};'",
      "template {# don't #}",
      'template {% if a == "%}" %}',
      'comment -- {{ "\n" }} c',
      "template {{ {'a': {'b': 1}} }}",
    ]);
    expect(kinds("{% raw %}{{ x }} ' {% endraw %} a")).toEqual(["template {% raw %}{{ x }} ' {% endraw %}", "word a"]);
  });

  it("ends a template that is being typed with its line, so that the rest is still SQL", () => {
    expect(kinds("select {{ pa\nfrom {{ final_schema }}.t")).toEqual(["word select", "template {{ pa", "word from", "template {{ final_schema }}", "symbol .", "word t"]);
  });

  it("knows braces from templates in rendered SQL", () => {
    expect(lexSql("{{", { templates: false }).map(({ kind }) => kind)).toEqual(["symbol", "symbol"]);
  });

  it("says what is not closed", () => {
    expect(["'a", '"a', "/* /* */", "$q$ a", "{{ a"].map((sql) => lexSql(sql, { templates: true }).at(-1)?.unclosed?.expected)).toEqual(["'", '"', "*/", "$q$", "}}"]);
  });
});

describe("statementAt", () => {
  const at = (marked: string): string | undefined => statementAt(marked.replace("|", ""), marked.indexOf("|"))?.text;

  it("finds the statement that is meant", () => {
    expect(at("select 1; sel|ect 2; select 3")).toBe("select 2");
    expect(at("select 1;|")).toBe("select 1");
    expect(at("select 1;\n\n|select 2")).toBe("select 2");
    expect(at("select 1;\n  |  select 2")).toBe("select 2");
    expect(at("select 1;\n|\nselect 2")).toBe("select 1");
    expect(at("|\n\nselect 1")).toBe("select 1");
    expect(at("select '{{ a(';') }}' |; select 2")).toBe("select '{{ a(';') }}'");
    expect(at("  -- nothing |")).toBeUndefined();
  });
});
