import { describe, expect, it } from "vitest";
import { Settings } from "../../../shared/contract/settings.ts";
import { patchFromJson, settingFields, titleOf } from "./setting-fields.ts";

describe("settingFields", () => {
  const fields = settingFields();

  it("makes a field of every setting, with help and the default of the schema", () => {
    expect(fields.map((field) => [field.key, field.defaultValue])).toEqual(Object.entries(Settings.parse({})).filter(([key]) => key !== "keys"));
    expect(fields.filter((field) => field.description === "")).toEqual([]);
  });

  it("chooses the control by type", () => {
    expect(fields.filter((field) => ["theme", "warmPython", "parallelism", "pythonInterpreter"].includes(field.key)).map((field) => field.kind)).toEqual(["choice", "number", "text", "switch"]);
    expect(fields.find((field) => field.key === "parallelism")).toMatchObject({ minimum: 1, maximum: 256, perWorkspace: true });
  });

  it.each([
    ["theme", "Theme"],
    ["timeZone", "Time zone"],
    ["onEngineDeath", "On engine death"],
    ["warmPython", "Warm Python"],
    ["pythonInterpreter", "Python interpreter"],
    ["logCapMiB", "Log cap (MiB)"],
  ])("titles %s %s", (key, title) => {
    expect(titleOf(key)).toBe(title);
  });
});

describe("patchFromJson", () => {
  it("sets what is written and takes out what is gone, and no default more", () => {
    expect(patchFromJson('{"parallelism": 4}', { parallelism: 8, theme: "dark" })).toEqual({ patch: { parallelism: 4, theme: null }, problem: null });
  });

  it.each([
    ['{"parallelism": 0}', "parallelism: found 0; expected at least 1"],
    ['{"parallelism": "4"}', 'parallelism: found "4"; expected a number'],
    ['{"parallelism": 1.5}', "parallelism: found 1.5; expected a whole number"],
    ['{"warmPython": "yes"}', 'warmPython: found "yes"; expected true or false'],
    ['{"theme": "blue"}', 'theme: found "blue"; expected one of "system", "light", "dark"'],
    ['{"paralelism": 4}', '"paralelism": no such setting; known are '],
    ["[]", "Found something else; expected an object such as {}"],
    ['{\n "theme": ,', 'Line 2, column 11: Found ",", which cannot stand here'],
    ["{", "Line 1, column 2: The text ends too early"],
  ])("says of %s what is wrong and what is right", (text, problem) => {
    const read = patchFromJson(text, {});
    expect(read.patch).toBeNull();
    expect(read.problem).toContain(problem);
  });
});
