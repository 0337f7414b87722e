import { describe, expect, it } from "vitest";
import { parseExactJson, toExactJson } from "./exact-json.ts";

describe("exact JSON", () => {
  it.each([
    ["9007199254740993", 9007199254740993n],
    ["-9223372036854775808", -9223372036854775808n],
    ["123456789012345678901234567890", 123456789012345678901234567890n],
    ["9007199254740991", 9007199254740991],
    ["1.5", 1.5],
    ['"9007199254740993"', "9007199254740993"],
    ["1e300", 1e300],
    ["0.12345678901234568", 0.12345678901234568],
  ])("reads %s and writes it again", (text, value) => {
    expect([parseExactJson(text), toExactJson(value)]).toEqual([value, text === "1e300" ? "1e+300" : text]);
  });

  it("keeps digits wherever they stand, and the shape around them", () => {
    const text = '{"ids":[9007199254740993,2],"__proto__":{"id":18446744073709551615}}';
    expect(toExactJson(parseExactJson(text))).toBe(text);
    expect(toExactJson({ id: 9007199254740993n }, 2)).toBe('{\n  "id": 9007199254740993\n}');
    expect(toExactJson(undefined)).toBe("null");
  });

  it("takes no text for a number", () => {
    const text = '{"a":"9007199254740993","~9007199254740993":"~9007199254740993","b":"say \\"9007199254740993\\" ~~","c":9007199254740993,"d":0.9007199254740993,"e":-9007199254740993}';
    expect(parseExactJson(text)).toEqual({ a: "9007199254740993", "~9007199254740993": "~9007199254740993", b: 'say "9007199254740993" ~~', c: 9007199254740993n, d: 0.9007199254740993, e: -9007199254740993n });
    expect(toExactJson(parseExactJson(text))).toBe(text);
  });

  it("keeps what stands around digits, in any script", () => {
    const value = { name: "漢字", long: "x".repeat(20_000), deep: { id: 9007199254740995n } };
    expect(toExactJson(value)).toBe(`{"name":"漢字","long":"${"x".repeat(20_000)}","deep":{"id":9007199254740995}}`);
  });

  it.each(["{9007199254740993}", "{9007199254740993:1}", "09007199254740993", "9007199254740993 9007199254740993"])("refuses %s, which is no JSON", (text) => {
    expect(() => parseExactJson(text)).toThrow(SyntaxError);
  });
});
