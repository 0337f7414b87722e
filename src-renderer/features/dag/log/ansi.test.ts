/** The log is hostile input: whatever a task prints must come out as visible, harmless text. */
import { describe, expect, it } from "vitest";
import { parseAnsiLine, plainStyle, stripAnsi, styleAtEnd } from "./ansi.ts";

const texts = (line: string): string => parseAnsiLine(line, plainStyle).spans.map((span) => span.text).join("");
const styles = (line: string) =>
  parseAnsiLine(line, plainStyle).spans.map(({ text, style }) => [text, Object.fromEntries(Object.entries(style).filter(([key, value]) => value !== Reflect.get(plainStyle, key)))]);

describe("SGR", () => {
  it("reads 16, 256 and true colours and weights", () => {
    expect(styles("\u001b[1;31mred\u001b[0m \u001b[38;5;196mx\u001b[48;2;1;2;3my\u001b[39;49;2mz\u001b[22;4mu\u001b[94mb")).toEqual([
      ["red", { fg: 1, bold: true }],
      [" ", {}],
      ["x", { fg: "#ff0000" }],
      ["y", { fg: "#ff0000", bg: "#010203" }],
      ["z", { dim: true }],
      ["u", { underline: true }],
      ["b", { underline: true, fg: 12 }],
    ]);
  });

  it("takes an empty parameter as reset and colons as separators", () => {
    expect(styles("\u001b[31ma\u001b[mb\u001b[38:5:232mc")).toEqual([["a", { fg: 1 }], ["b", {}], ["c", { fg: "#080808" }]]);
  });

  it("carries the style to the next line", () => {
    const { style } = parseAnsiLine("\u001b[32mstart", plainStyle);
    expect(parseAnsiLine("next", style).spans).toEqual([{ text: "next", style: { ...plainStyle, fg: 2 }, control: false }]);
    expect(styleAtEnd("a\u001b[32mb\nc\u001b[1md", plainStyle)).toEqual({ ...plainStyle, fg: 2, bold: true });
  });

  it.each(["\u001b[38;5;999mx", "\u001b[38;2;1;2mx", "\u001b[38;2;300;0;0mx", "\u001b[38mx", "\u001b[38;9;1mx", "\u001b[999999999999999999999mx", "\u001b[>4;2mx", "\u001b[1$mx"])(
    "makes nothing of the broken %j",
    (line) => expect(styles(line)).toEqual([["x", {}]]),
  );
});

describe("hostile text", () => {
  it.each([
    ["moves and clears", "a\u001b[2J\u001b[1;1H\u001b[Kb", "ab"],
    ["the title", "a\u001b]0;evil\u0007b", "ab"],
    ["a link", "\u001b]8;;javascript:alert(1)\u001b\\click\u001b]8;;\u001b\\", "click"],
    ["device control", "a\u001bPq#0\u001b\\b", "ab"],
    ["character sets", "a\u001b(0b\u001bcc", "abc"],
    ["a lone escape", "a\u001b", "a"],
  ])("drops %s", (_, line, text) => expect(texts(line)).toBe(text));

  it("does not let an unfinished string sequence swallow the line", () => {
    expect(texts("a\u001b]0;hidden secret")).toBe("a0;hidden secret");
  });

  it("keeps markup as text", () => {
    expect(texts("<img src=x onerror=alert(1)>")).toBe("<img src=x onerror=alert(1)>");
  });

  it("shows controls, bidi overrides, zero-width, tag characters and lone surrogates", () => {
    expect(texts("a\u0000b\rc\u007fd\u009be\u202ef\u2066g\u200bh\ufeffi\u{e0041}j\ud800k\u2028l")).toBe(
      "a\u2400b\u240dc\u2421d<U+009B>e<U+202E>f<U+2066>g<U+200B>h<U+FEFF>i<U+E0041>j<U+D800>k<U+2028>l",
    );
  });

  it("leaves tabs, accents, CJK and emoji alone", () => {
    const line = "\tnaïve 日本 👍 e\u0301";
    expect(texts(line)).toBe(line);
  });

  it("reads a line of 200,000 escapes and one of a million unfinished ones in time in line with their length", () => {
    const many = "\u001b[31mx".repeat(200_000);
    expect(parseAnsiLine(many, plainStyle).spans).toHaveLength(200_000);
    const started = performance.now();
    expect(stripAnsi(`\u001b]${"x".repeat(1_000_000)}`)).toHaveLength(1_000_000);
    expect(stripAnsi("\u001b]".repeat(300_000))).toBe("");
    expect(stripAnsi("\u001b[".repeat(300_000))).toBe("");
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it("strips escapes and keeps every line break", () => {
    expect(stripAnsi("a\u001b[31m\nb\u001b]0;x\nc")).toBe("a\nb0;x\nc");
  });
});
