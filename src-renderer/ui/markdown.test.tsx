import fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { MarkdownText } from "./markdown-text.tsx";
import { summaryOf } from "./markdown.ts";

const html = (text: string) => renderToStaticMarkup(<MarkdownText text={text} onOpenLink={() => undefined} />).replace(/^<div[^>]*>|<\/div>$/g, "");

describe("Markdown of docs", () => {
  it("draws what people write into a doc", () => {
    expect(html("**Fails** on *purpose*.\nStill here.\n\n# Steps\n1. Run `species`.\n2. Look:\n   *Zebra dove*\n\n- a\n- b\n\n```\nx = *1*\n```")).toBe(
      "<p><strong>Fails</strong> on <em>purpose</em>.\nStill here.</p><h3>Steps</h3>" +
        '<ol start="1"><li>Run <code>species</code>.</li><li>Look:\n<em>Zebra dove</em></li></ol><ul><li>a</li><li>b</li></ul><pre tabindex="0">x = *1*</pre>',
    );
  });

  it("draws tables, and leaves bars alone that are none", () => {
    expect(html("| a | b |\n| --- | :-: |\n| `x \\| y` | **z** |")).toBe('<table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead><tbody><tr><td><code>x | y</code></td><td><strong>z</strong></td></tr></tbody></table>');
    expect(html("| a | b |\nor not")).toBe("<p>| a | b |\nor not</p>");
  });

  it("leaves stars and underscores that mark nothing", () => {
    expect(html("2 * 3 * 4, snake_case_name, a ** b, \\*starred\\*, `un*closed")).toBe("<p>2 * 3 * 4, snake_case_name, a ** b, *starred*, `un*closed</p>");
  });

  it("makes links of web addresses only, and markup never", () => {
    expect(html("[docs](https://example.org/a) [bad](javascript:alert(1)) <img src=x onerror=alert(1)>")).toBe(
      '<p><a href="https://example.org/a" title="https://example.org/a">docs</a> [bad](javascript:alert(1)) &lt;img src=x onerror=alert(1)&gt;</p>',
    );
  });

  it("says the first paragraph in one line", () => {
    expect([summaryOf("# Title\n\n**This DAG fails**\non *purpose*.\n\n1. more"), summaryOf("- a `b`\n- c"), summaryOf("  \n")]).toEqual(["This DAG fails on purpose.", "a b; c", ""]);
  });

  it("takes any text, and loses none of what is not a mark", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("*", "_", "`", "[", "]", "(", ")", "\\", "#", "-", "1.", " ", "\n", "a", "b"), maxLength: 120 }), (text) => {
        const letters = (value: string): string => value.replaceAll(/[^ab]/g, "");
        // What follows the opening fence of a code block names its language and is not shown.
        const shown = text.replaceAll(/^\s{0,3}`{3,}.*$/gm, "");
        expect(letters(html(shown).replaceAll(/<[^>]*>/g, ""))).toBe(letters(shown));
      }),
    );
  });
});
