import { describe, expect, it } from "vitest";
import { plainStyle } from "./ansi.ts";
import { cutAt, showLine } from "./log-spans.ts";

const line = (text: string) => ({ text, style: plainStyle });

describe("showLine", () => {
  it("marks found text across colours and case", () => {
    const { spans } = showLine(line("an ER\u001b[31mror here, error"), { whole: false, wanted: "error" });
    expect(spans.map((span) => [span.text, span.found])).toEqual([
      ["an ", false],
      ["ER", true],
      ["ror", true],
      [" here, ", false],
      ["error", true],
    ]);
  });

  it("cuts a very long line, not through a character, and says by how much", () => {
    const text = `${"x".repeat(cutAt - 1)}👍${"y".repeat(50)}`;
    const shown = showLine(line(text), { whole: false, wanted: "" });
    expect(shown.spans.map((span) => span.text).join("")).toBe("x".repeat(cutAt - 1));
    expect(shown.cut).toBe(52);
    expect(showLine(line(text), { whole: true, wanted: "" }).cut).toBe(0);
  });

  it("has nothing to show for an empty line", () => {
    expect(showLine(line(""), { whole: false, wanted: "x" })).toEqual({ spans: [], cut: 0 });
  });
});
