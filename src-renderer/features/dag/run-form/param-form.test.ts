import { describe, expect, it } from "vitest";
import type { ParamSpec } from "../../../../shared/model/dag.ts";
import { jsonErrorOffset } from "../../../ui/json-error-place.ts";
import { readJson, readJsonObject } from "../../../ui/json-text.ts";
import { boundsText, controlOf, fieldOf, readField, readForm } from "./param-form.ts";

const spec = (type: ParamSpec["type"], value: unknown, more: Partial<ParamSpec> = {}): ParamSpec => ({ type, default: value, ...more });

describe("params form", () => {
  it.each([
    [spec("string", "x"), "text"],
    [spec("integer", 1), "integer"],
    [spec("boolean", true), "boolean"],
    [spec("array", []), "json"],
    [spec("string", "a", { enum: ["a", "b"] }), "choice"],
    [spec("string", "2026-01-01", { format: "date" }), "date"],
    [spec("string", null, { format: "date-time" }), "date-time"],
    [spec(null, 5), "number"],
    [spec(null, { a: 1 }), "json"],
    [spec(null, null), "text"],
  ] as const)("gives %j a control", (each, control) => expect(controlOf(each)).toBe(control));

  it.each([
    [spec("string", "0777")],
    [spec("integer", 0)],
    [spec("number", -1.5)],
    [spec("boolean", false)],
    [spec("array", [1, "two", null])],
    [spec("object", { a: { b: [] } })],
    [spec("string", 2, { enum: [1, 2, "2", null] })],
    [spec("string", null, { enum: ["a", null] })],
    [spec("string", "2026-03-08T02:30:00Z", { format: "date-time" })],
  ])("reads back the very default of %j", (each) => {
    expect(readField(each, fieldOf(each, each.default))).toEqual({ ok: true, value: each.default });
  });

  it.each([
    [spec("integer", 1), "1.5", "whole number"],
    [spec("integer", 1), "1e999", "whole number"],
    [spec("integer", 1), " ", "whole number"],
    [spec("integer", 1), "", "A value is needed"],
    [spec("array", []), "{}", "expected a list"],
    [spec("object", {}), "[]", "expected an object"],
    [spec("object", {}), '{"a": }', "Line 1, column 7: Found \"}\""],
    [spec("string", "a", { enum: ["a"] }), '"zz"', "Choose one"],
  ])("refuses %j ← %j", (each, text, message) => {
    const read = readField(each, text);
    expect(read).toMatchObject({ ok: false });
    expect(read.ok ? "" : read.message).toContain(message);
  });

  it("sends only what was changed, and all problems at once", () => {
    const specs = { a: spec("integer", 1), b: spec("string", "x"), c: spec("integer", 2), d: spec("object", {}) };
    expect(readForm(specs, { a: "1", b: "y", c: "two", d: "{" })).toEqual({
      params: { b: "y" },
      problems: { c: 'Found "two"; expected a whole number', d: expect.stringContaining("Line 1, column 2") },
    });
  });

  it("asks the model about bounds, and about a param without any value", () => {
    const specs = { low: spec("number", 1, { minimum: 0 }), short: spec("string", "abc", { minLength: 2 }), needed: spec("string", undefined) };
    expect(readForm(specs, { low: "-1", short: "a", needed: "" }).problems).toEqual({
      low: "Found -1; expected at least 0.",
      short: 'Found "a"; expected at least 2 characters.',
      needed: "A value is needed: it has no default",
    });
    expect(readForm(specs, { low: "1", short: "abc", needed: "x" })).toEqual({ params: { needed: "x" }, problems: {} });
    expect(readForm(specs, { low: "1", short: "abc", needed: "" }, { needed: "of the conf" })).toEqual({ params: {}, problems: {} });
  });

  it("has a boolean that has to be given chosen: a switch would say false for whoever says nothing", () => {
    const must = spec("boolean", undefined);
    expect([controlOf(must), fieldOf(must, undefined), readForm({ must }, { must: "" }).problems["must"]]).toEqual(["choice", "", "A value is needed: it has no default"]);
    expect(["true", "false"].map((field) => readForm({ must }, { must: field }))).toEqual([true, false].map((value) => ({ params: { must: value }, problems: {} })));
  });

  it("says bounds in words", () => {
    expect([boundsText(spec("integer", 1, { minimum: 1, maximum: 9 })), boundsText(spec("integer", 1, { minimum: 1 })), boundsText(spec("string", ""))]).toEqual(["1 to 9", "1 or more", null]);
  });
});

describe("JSON text", () => {
  it("finds the place of a mistake", () => {
    expect(readJson('{\n  "a": 1,\n  "b": oops\n}')).toMatchObject({ ok: false, line: 3, column: 8 });
    expect(readJson('{"a": 1')).toMatchObject({ ok: false, line: 1, column: 8 });
  });

  it.each([
    ['{"a": 1,}', 8],
    ["[1 2]", 3],
    ["{'a': 1}", 1],
    ["01", 0],
    ['{"a" 1}', 5],
    ["[1]]", 3],
    ['["a\nb"]', 1],
    ['{"a": tru}', 6],
    ["[1,]", 3],
    ["[", 1],
    ["", 0],
    ["{]", 1],
  ])("stops in %j at %i", (text, offset) => {
    expect(() => JSON.parse(text) as unknown).toThrow();
    expect(jsonErrorOffset(text)).toBe(offset);
  });

  it("takes nothing as an empty conf and refuses what is no object", () => {
    expect(readJsonObject(" ")).toEqual({ ok: true, value: {} });
    expect(readJsonObject("[1]")).toMatchObject({ ok: false, message: expect.stringContaining("a list") });
    expect(readJsonObject("null")).toMatchObject({ ok: false, message: expect.stringContaining("null") });
  });
});
