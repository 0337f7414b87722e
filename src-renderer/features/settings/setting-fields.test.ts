import { describe, expect, it } from "vitest";
import { Settings } from "../../../shared/contract/settings.ts";
import { patchFromJson, settingFields, titleOf } from "./setting-fields.ts";

describe("settingFields", () => {
  const fields = settingFields();

  it("makes a field of every setting, with help and the default of the schema", () => {
    expect(fields.map((field) => [field.key, field.defaultValue])).toEqual(Object.entries(Settings.parse({})));
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

  it("names the key that is wrong", () => {
    expect(patchFromJson('{"parallelism": 0}', {}).problem).toContain("parallelism");
    expect(patchFromJson('{"paralelism": 4}', {}).problem).toContain("paralelism");
    expect(patchFromJson("{", {}).patch).toBeNull();
  });
});
