import { expect, it } from "vitest";
import { disabledWords } from "./disabled-words.ts";

const task = (id: string, deps: string[], triggerRule: "all_success" | "all_done" = "all_success") => ({ id, deps, triggerRule, enabled: id !== "off" });

it("names what is skipped with a disabled task, and what runs all the same", () => {
  expect(disabledWords([task("off", []), task("load", ["off"]), task("clean", ["off"], "all_done")], "off")).toBe("Disabled: runs skip it. Skipped with it by its trigger rule: `load`. Runs all the same: `clean` (all_done).");
  expect(disabledWords([task("off", []), task("load", [])], "off")).toBe("Disabled: runs skip it. No other task is skipped with it.");
  expect(disabledWords([task("off", []), ...Array.from({ length: 8 }, (_, at) => task(`t${at}`, ["off"]))], "off")).toMatch(/trigger rules: .*`t5`, 2 more\.$/);
});
