import { expect, it } from "vitest";
import { formsOf, hexLines, layOutJson } from "./cell-text.ts";

it("lays JSON out without touching a number or a text", () => {
  const text = '{"a": 1.10, "big":12345678901234567890.5,"s":"x, {y}: \\"z\\"","l":[1,[],{}],"e":{}}';
  expect(layOutJson(text)).toBe(['{', '  "a": 1.10,', '  "big": 12345678901234567890.5,', '  "s": "x, {y}: \\"z\\"",', '  "l": [', "    1,", "    [],", "    {}", "  ],", '  "e": {}', "}"].join("\n"));
  expect(JSON.parse(layOutJson(text))).toEqual(JSON.parse(text));
});

it("offers JSON only for JSON, hex only for bytes", () => {
  expect([formsOf('{"a":1}', false), formsOf("{not json}", false), formsOf("12", false), formsOf("\\x00ff", true)]).toEqual([["json", "text"], ["text"], ["text"], ["hex", "text"]]);
});

it("shows bytes by place, value and letter", () => {
  expect(hexLines("\\x48690a00ff")).toEqual(["00000000  48 69 0a 00 ff                                   Hi..."]);
  expect(hexLines(`\\x${"41".repeat(17)}`)[1]).toMatch(/^00000010 {2}41 +A$/);
  expect(hexLines("\\x")).toEqual([]);
});
