import { expect, it } from "vitest";
import type { TriggerRule } from "../model/states.ts";
import { skippedWith } from "./skipped-with.ts";

const task = (id: string, deps: string[], triggerRule: TriggerRule = "all_success", enabled = true) => ({ id, deps, triggerRule, enabled });
const ids = (tasks: readonly { id: string }[]): string[] => tasks.map(({ id }) => id);

it("follows the trigger rules behind a disabled task", () => {
  const tasks = [task("off", [], "all_success", false), task("other", []), task("load", ["off"]), task("report", ["load"]), task("clean", ["off"], "all_done"), task("any", ["off", "other"], "one_success"), task("mail", ["report"], "none_failed"), task("beside", ["other"])];
  const { skipped, runs } = skippedWith(tasks, "off");
  expect([ids(skipped), ids(runs)]).toEqual([["load", "report"], ["clean", "any"]]);
});

it("skips what needs one good outcome when every task before it is disabled, and names no task that is disabled itself", () => {
  const tasks = [task("off", [], "all_success", false), task("any", ["off"], "one_success"), task("too", ["off"], "all_done", false)];
  const { skipped, runs } = skippedWith(tasks, "off");
  expect([ids(skipped), ids(runs)]).toEqual([["any"], []]);
});
