import { describe, expect, it } from "vitest";
import { plainStyle } from "./ansi.ts";
import { createLogBuffer } from "./log-buffer.ts";

function bufferOf(...pieces: string[]) {
  const buffer = createLogBuffer();
  for (const piece of pieces) buffer.append(piece);
  return buffer;
}
const linesOf = (buffer: ReturnType<typeof createLogBuffer>): string[] => Array.from({ length: buffer.lineCount }, (_, at) => buffer.line(at).text);

describe("log buffer", () => {
  it("gives the same lines however the text is cut into pieces", () => {
    const text = "one\ntwo\r\n\n\u001b[31mfour\nfive without end";
    const whole = linesOf(bufferOf(text));
    expect(whole).toEqual(["one", "two", "", "\u001b[31mfour", "five without end"]);
    for (let cut = 0; cut <= text.length; cut++) {
      for (let second = cut; second <= text.length; second += 3) {
        const buffer = bufferOf(text.slice(0, cut), text.slice(cut, second), text.slice(second));
        expect(linesOf(buffer)).toEqual(whole);
        expect(buffer.line(4).style).toEqual({ ...plainStyle, fg: 1 });
        expect(buffer.text()).toBe(text);
      }
    }
  });

  it("has no line for nothing and answers outside with an empty one", () => {
    expect(bufferOf().lineCount).toBe(0);
    expect(bufferOf("").lineCount).toBe(0);
    expect(bufferOf("a\n").lineCount).toBe(1);
    expect(bufferOf("a\n").line(7)).toEqual({ text: "", style: plainStyle });
  });

  it("searches across pieces, case and colours ignored, each line once", () => {
    const buffer = bufferOf("Error one\nfine\nerror ERROR\n", "x\nan \u001b[1mer\u001b[0mror", " goes on\nlast er");
    expect(buffer.search("ERROR", 100)).toEqual([0, 2, 4]);
    expect(buffer.search("error", 2)).toEqual([0, 2]);
    expect(buffer.search("er", 100)).toEqual([0, 2, 4, 5]);
    expect(buffer.search("", 100)).toEqual([]);
  });

  it("finds the next line that matches a pattern", () => {
    const buffer = bufferOf("ok\nTraceback (most recent call last):\nValueError: x\n");
    expect(buffer.findLine(/error|traceback/i, 0)).toBe(1);
    expect(buffer.findLine(/error|traceback/i, 2)).toBe(2);
    expect(buffer.findLine(/error|traceback/i, 3)).toBeNull();
  });

  it("indexes a million lines that arrive in pieces", () => {
    const buffer = createLogBuffer();
    for (let piece = 0; piece < 100; piece++) buffer.append(Array.from({ length: 10_000 }, (_, at) => `line ${piece * 10_000 + at}\n`).join(""));
    expect(buffer.lineCount).toBe(1_000_000);
    expect([buffer.line(0).text, buffer.line(777_777).text, buffer.line(999_999).text]).toEqual(["line 0", "line 777777", "line 999999"]);
    expect(buffer.search("line 99999", 20)).toEqual([99_999, 999_990, 999_991, 999_992, 999_993, 999_994, 999_995, 999_996, 999_997, 999_998, 999_999]);
  });
});
