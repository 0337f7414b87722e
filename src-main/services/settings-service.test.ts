import { describe, expect, it } from "vitest";
import { readSettingsText } from "../../shared/contract/settings-text.ts";
import type { Workspace } from "../ports/workspace.ts";
import { SettingsService } from "./settings-service.ts";

const workspace = { config: () => ({ config: { settings: {} }, problems: [] }) } as unknown as Workspace;

function service(text: string): SettingsService {
  const read = readSettingsText(text, "settings.json");
  return new SettingsService({ workspace, user: { read: () => ({ ...read.values }), problems: () => read.problems, write: () => {} } });
}

describe("SettingsService", () => {
  it("keeps the good keys where one is wrong, and names the wrong ones with their lines", () => {
    const text = `{
  "keys": {
    "go.runs": ["$mod+Shift+r"],
    "go.find": "Alt+x",
    "go.nowhere": ["Alt+y"],
    "go.data": [7],
    "tab.close": []
  },
  "theme": "dark"
}`;
    const { effective, problems } = service(text).state();
    expect([effective.keys, effective.theme]).toEqual([{ "go.runs": ["$mod+Shift+r"], "tab.close": [] }, "dark"]);
    expect(problems.map((problem) => problem.slice(0, 45))).toEqual(['settings.json, line 4: keys."go.find": found ', 'settings.json, line 5: keys."go.nowhere": the', 'settings.json, line 6: keys."go.data": found ']);
  });

  it("has no keys of a person where they are no object at all", () => {
    const { effective, problems } = service('{ "keys": ["Alt+x"] }').state();
    expect([effective.keys, problems.length]).toEqual([{}, 1]);
  });

  it("goes by the administrator first, then the workspace, then the person, and lets nobody change what the first has set", () => {
    const shared = { config: () => ({ config: { settings: { parallelism: 5, logCapMiB: 7 } }, problems: [] }) } as unknown as Workspace;
    const user = { theme: "dark", parallelism: 4, logCapMiB: 8 };
    const managed = new SettingsService({ workspace: shared, user: { read: () => user, write: () => {} }, policy: () => ({ values: { parallelism: 2, density: "huge" }, problems: [] }) });
    expect(managed.effective()).toMatchObject({ theme: "dark", parallelism: 2, logCapMiB: 7, density: "compact" });
    for (const scope of ["user", "workspace"] as const) expect(() => managed.set(scope, { parallelism: 3 })).toThrow('"parallelism": your administrator has set it to 2');
  });
});
