import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { settingsFile } from "./settings-file.ts";

// The store asks the runtime for its folder; what it is built on does the rest by itself.
vi.mock("electron-store", async () => {
  const { default: Conf } = (await import("conf" as string)) as { default: new (options: object) => object };
  return {
    default: class extends Conf {
      constructor({ name, ...options }: { name: string }) {
        super({ ...options, configName: name, projectName: "dagwright" });
      }
    },
  };
});

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-settings-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});
const write = (text: string): void => writeFileSync(join(folder, "settings.json"), text);

describe("settings.json", () => {
  it("names each mistake of a hand with its line, and lets the rest count", () => {
    write('{\n  "theme": "dark",\n  "parallelism": "8",\n  "thme": 1,\n  "keys": {\n    "go.run": ["x"],\n    "go.runs": ["Ctrl+x"],\n    "go.data": ["Alt+x"]\n  }\n}\n');
    const settings = settingsFile(folder);
    const { problems } = settings.read();
    expect(problems.map((problem) => problem.replace(folder, "").slice(0, 70))).toEqual([
      '/settings.json, line 3: parallelism: found "8"; expected a whole numbe',
      '/settings.json, line 4: there is no setting "thme"; did you mean "them',
      '/settings.json, line 6: keys."go.run": there is no command of that nam',
      '/settings.json, line 7: keys."go.runs": found "Ctrl+x"; expected modif',
    ]);
    expect(settings.get("theme")).toBe("dark");
  });

  it("gives the menu the good keys where one entry is wrong", () => {
    write('{ "keys": { "go.runs": ["Alt+r"], "go.data": "Alt+x", "go.find": [7, "Alt+f"], "go.dags": ["Strg+r"] } }');
    expect(settingsFile(folder).get("keys")).toEqual({ "go.runs": ["Alt+r"], "go.find": ["Alt+f"] });
  });

  it("is never written over while it is no JSON", () => {
    write('{ "theme": ');
    const settings = settingsFile(folder);
    expect(settings.read().problems[0]).toContain("line 1");
    expect(() => settings.write({ theme: "light" })).toThrow(/cannot be read/);
    expect(readFileSync(join(folder, "settings.json"), "utf8")).toBe('{ "theme": ');
  });

  it("takes a new key beside one that is wrong, and refuses a new wrong one", () => {
    write('{ "keys": { "go.run": ["x"] } }');
    const settings = settingsFile(folder);
    settings.write({ keys: { "go.run": ["x"], "go.runs": ["Alt+r"] } });
    expect(settings.read().user).toEqual({ keys: { "go.run": ["x"], "go.runs": ["Alt+r"] } });
    expect(() => settings.write({ keys: { "go.dags": ["Strg+r"] } })).toThrow(/keys\."go\.dags": found "Strg\+r"/);
  });

  it("gives way to the administrator", () => {
    writeFileSync(join(folder, "policy.json"), '{ "theme": "light" }');
    vi.stubEnv("DAGWRIGHT_POLICY_FILE", join(folder, "policy.json"));
    write('{ "theme": "dark" }');
    expect(settingsFile(folder).get("theme")).toBe("light");
  });

  it("tells when somebody else has written it", async () => {
    const settings = settingsFile(folder);
    const changed = vi.fn();
    const stop = settings.watch(changed);
    write('{ "theme": "dark" }');
    await vi.waitFor(() => expect(changed).toHaveBeenCalled(), 5_000);
    stop();
    expect(settings.get("theme")).toBe("dark");
  });
});
