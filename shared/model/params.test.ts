import { describe, expect, it } from "vitest";
import type { ParamSpec } from "./dag.ts";
import { parseParamText, parseParamTexts, requiredParams, resolveKnownParams, resolveParams } from "./params.ts";

const specs: Record<string, ParamSpec> = {
  min_rows: { type: "integer", default: 1000, minimum: 0, maximum: 5000 },
  region: { type: "string", default: "eu", enum: ["eu", "us"] },
  code: { type: "string", default: null, pattern: "^\\d{5}$" },
  ratio: { type: "number", default: 0.5 },
  day: { type: "string", default: "2026-01-31", format: "date" },
  at: { type: "string", default: "2026-01-31T06:00:00Z", format: "date-time" },
  loud: { type: "boolean", default: false },
  keys: { type: "array", default: [] },
  extra: { type: "object", default: {} },
  any: { type: null, default: 1 },
  name: { type: "string", default: "ab", minLength: 2, maxLength: 4 },
};

describe("resolveParams", () => {
  it("takes defaults and given values, and coerces nothing", () => {
    const given = { code: "00123", min_rows: 5, any: "00123", keys: ["a"], name: "né😀" };
    expect(resolveParams(specs, given)).toEqual({
      ok: true,
      values: { min_rows: 5, region: "eu", code: "00123", ratio: 0.5, day: "2026-01-31", at: "2026-01-31T06:00:00Z", loud: false, keys: ["a"], extra: {}, any: "00123", name: "né😀" },
    });
  });

  it.each([
    [{ min_rows: "5" }, 'found the text "5"; expected a whole number: write 5 without quotes'],
    [{ min_rows: "five" }, 'found the text "five"; expected a whole number'],
    [{ min_rows: 1.5 }, "found 1.5; expected a whole number"],
    [{ min_rows: 2 ** 53 }, "found 9007199254740992; expected a whole number"],
    [{ min_rows: -1 }, "found -1; expected at least 0"],
    [{ min_rows: 5001 }, "found 5001; expected at most 5000"],
    [{ min_rows: null }, "found null; expected a whole number"],
    [{ ratio: Number.NaN }, "found null; expected a number"],
    [{ region: "asia" }, 'found the text "asia"; expected one of "eu", "us"'],
    [{ code: "123" }, 'found "123"; expected text that matches ^\\d{5}$'],
    [{ code: 123 }, "found 123; expected text"],
    [{ day: "2024-02-30" }, 'found "2024-02-30"; expected a date such as 2026-01-31'],
    [{ at: "yesterday" }, 'found "yesterday"; expected a time such as 2026-01-31T06:00:00Z'],
    [{ loud: "true" }, 'found the text "true"; expected true or false: write true without quotes'],
    [{ keys: {} }, "found {}; expected a list"],
    [{ extra: [] }, "found []; expected a mapping"],
    [{ name: "a" }, 'found "a"; expected at least 2 characters'],
    [{ name: "abcde" }, "found 5 characters; expected at most 4"],
  ])("refuses %j", (given, problem) => {
    const param = Object.keys(given)[0] ?? "";
    expect(resolveParams(specs, given)).toEqual({ ok: false, problems: [{ param, message: `Param "${param}": ${problem}.` }] });
  });

  it("says every problem at once, unknown params too", () => {
    expect(resolveParams({ must: { type: "string", default: undefined } }, {})).toMatchObject({ ok: false, problems: [{ param: "must", isMissing: true }] });
    const resolved = resolveParams({ ...specs, must: { type: "string", default: undefined } }, { min_row: 1, region: "x" });
    expect(resolved.ok ? [] : resolved.problems.map(({ param, message }) => [param, message.slice(0, 60)])).toEqual([
      ["region", expect.stringContaining("expected one of")],
      ["must", 'Param "must": no value was given and it has no default.'],
      ["min_row", expect.stringContaining("no such param")],
    ]);
    expect(JSON.stringify(resolved)).toContain('Did you mean \\"min_rows\\"?');
  });

  it("treats names from the prototype as unknown and keeps __proto__ as data", () => {
    expect(resolveParams(specs, { constructor: 1 }).ok).toBe(false);
    expect(resolveParams(specs, JSON.parse('{"__proto__": 1}')).ok).toBe(false);
  });

  it("names a pattern that is no regular expression", () => {
    const broken = resolveParams({ p: { type: "string", default: "x", pattern: "(" } }, {});
    expect(broken.ok ? "" : broken.problems[0]?.message).toMatch(/not a regular expression/);
  });
});

describe("params of a conf", () => {
  const must: Record<string, ParamSpec> = { day: { type: "string", default: undefined, format: "date" }, size: { type: "integer", default: 1 }, note: { type: "string", default: null } };

  it("are its values under their names, checked, below what is given; other names are its own", () => {
    expect(resolveParams(must, {}, { day: "2026-01-31", user: 7 })).toEqual({ ok: true, values: { day: "2026-01-31", size: 1, note: null } });
    expect(resolveParams(must, { size: 3 }, { day: "2026-01-31", size: 2, note: null })).toEqual({ ok: true, values: { day: "2026-01-31", size: 3, note: null } });
    expect(resolveParams(must, {}, { day: "2026-01-31", size: "2" })).toMatchObject({ ok: false, problems: [{ param: "size", message: 'Param "size": found the text "2"; expected a whole number: write 2 without quotes.' }] });
    expect(resolveParams(must, {}, JSON.parse('{"__proto__": {"day": "2026-01-31"}}'))).toMatchObject({ ok: false, problems: [{ param: "day", isMissing: true }] });
  });

  it("may miss where nothing comes of them; what is wrong is told all the same", () => {
    expect(resolveKnownParams(must, {})).toEqual({ ok: true, values: { size: 1, note: null } });
    expect(resolveKnownParams(must, { size: "x" })).toMatchObject({ ok: false, problems: [{ param: "size" }] });
    expect(requiredParams(must)).toEqual(["day"]);
  });
});

describe("parseParamText", () => {
  const read = (type: ParamSpec["type"], text: string): unknown => {
    const reading = parseParamText({ type, default: null }, text);
    return reading.ok ? reading.value : reading.message;
  };

  it.each([
    ["string", "00123", "00123"],
    ["string", "1e5", "1e5"],
    ["string", "true", "true"],
    ["string", "", ""],
    [null, "00123", "00123"],
    [null, "12", "12"],
    ["integer", "12", 12],
    ["integer", "-3", -3],
    ["number", "1e5", 100_000],
    ["number", "-0.5", -0.5],
    ["boolean", "false", false],
    ["array", '["a", 1]', ["a", 1]],
    ["object", '{"a": 1}', { a: 1 }],
  ] as const)("%s %j", (type, text, value) => expect(read(type, text)).toEqual(value));

  it.each([
    ["integer", "00123"],
    ["integer", "1.0"],
    ["integer", ""],
    ["integer", "0x10"],
    ["integer", "12345678901234567890"],
    ["number", "1,234"],
    ["number", "Infinity"],
    ["number", ""],
    ["boolean", "yes"],
    ["array", "a,b"],
    ["object", "[1]"],
  ] as const)("refuses %s %j", (type, text) => expect(read(type, text)).toMatch(/^found .*; expected /));
});

describe("parseParamTexts", () => {
  it("cuts at the first equals sign", () => {
    expect(parseParamTexts(specs, ["any=a=b", "min_rows=7", "any=c"])).toEqual({ ok: true, values: { any: "c", min_rows: 7 } });
  });

  it("says what is wrong with each text", () => {
    const read = parseParamTexts(specs, ["min_rows", "=1", "regoin=eu", "loud=maybe"]);
    expect(read.ok ? [] : read.problems.map(({ message }) => message)).toEqual([
      'Param "min_rows": write name=value.',
      'Param "=1": write name=value.',
      expect.stringMatching(/Did you mean "region"\?$/),
      'Param "loud": found "maybe"; expected true or false.',
    ]);
  });
});
