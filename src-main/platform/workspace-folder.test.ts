import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { messageOf } from "../../shared/errors/app-error.ts";
import { openWorkspace, ownDataFolder } from "./workspace-folder.ts";

let folder: string;
let root: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-folder-"));
  root = join(folder, "ws");
  mkdirSync(join(root, "sql"), { recursive: true });
  mkdirSync(join(folder, "ws-evil"));
  writeFileSync(join(folder, "secret.sql"), "secret");
  writeFileSync(join(folder, "ws-evil", "a.sql"), "evil");
  writeFileSync(join(root, "sql", "a.sql"), "select 1");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const outside = expect.objectContaining({ code: "workspace/outside" });

describe("paths of a workspace", () => {
  it.each(["../secret.sql", "/etc/passwd", "sql/../../secret.sql", "../ws-evil/a.sql", "sql/\0a", "..", "sql/../.."])("refuses %j", (path) => {
    expect(() => openWorkspace(root).resolve(path)).toThrow(outside);
    expect(() => openWorkspace(root).readText(path)).toThrow(outside);
  });

  it("refuses links that lead out, to files, to folders and to what is not there yet", () => {
    symlinkSync(join(folder, "secret.sql"), join(root, "file.sql"));
    symlinkSync(folder, join(root, "up"));
    symlinkSync(join(folder, "not-yet.duckdb"), join(root, "new.duckdb"));
    symlinkSync("../chain-target", join(root, "chain"));
    const workspace = openWorkspace(root);
    for (const path of ["file.sql", "up/secret.sql", "up/new", "new.duckdb", "chain", "chain/deeper"]) expect(() => workspace.resolve(path), path).toThrow(outside);
  });

  it("takes links that stay inside, and what is not there yet", () => {
    symlinkSync("sql", join(root, "alias"));
    const workspace = openWorkspace(root);
    expect(workspace.readText("alias/a.sql")).toBe("select 1");
    expect(workspace.resolve("new/deep/file")).toBe(join(workspace.root, "new/deep/file"));
    expect(workspace.resolve("")).toBe(workspace.root);
  });

  it("lists DAG files, not those in hidden folders or behind links to folders", () => {
    for (const path of ["a.dag.yaml", "deep/er/b.dag.yaml", ".hidden/c.dag.yaml", "node_modules/d.dag.yaml"]) {
      mkdirSync(join(root, path, ".."), { recursive: true });
      writeFileSync(join(root, path), "dag: x\ntasks: {}\n");
    }
    symlinkSync(join(root, "deep"), join(root, "again"));
    expect(openWorkspace(root).listDagFiles()).toEqual(["a.dag.yaml", "deep/er/b.dag.yaml"]);
  });
});

describe("what lies under a file's name and is none", () => {
  const reads = (path: string): string => {
    try {
      return openWorkspace(root).readText(path);
    } catch (thrown) {
      return messageOf(thrown);
    }
  };

  it("is named, and waited for by nobody", () => {
    execFileSync("mkfifo", [join(root, "pipe.sql")]);
    mkdirSync(join(root, "folder.sql"));
    symlinkSync("self.sql", join(root, "self.sql"));
    writeFileSync(join(root, "huge.sql"), "");
    truncateSync(join(root, "huge.sql"), 3 * 1024 ** 3);
    expect(["pipe.sql", "folder.sql", "self.sql", "huge.sql", `${"a".repeat(4096)}.sql`].map(reads)).toEqual([
      "pipe.sql: is a pipe or a device, where a file is needed.",
      expect.stringMatching(/^folder\.sql: is a folder, where a file is needed/),
      expect.stringContaining("leads out of the workspace"),
      "huge.sql: has 3072 MB; at most 64 MB are read.",
      expect.stringMatching(/^a{4096}\.sql: .*too long/),
    ]);
  });

  it("costs dagwright.json its say, and nothing else", () => {
    for (const make of [() => execFileSync("mkfifo", [join(root, "dagwright.json")]), () => mkdirSync(join(root, "dagwright.json")), () => symlinkSync("dagwright.json", join(root, "dagwright.json"))]) {
      make();
      const { config, problems } = openWorkspace(root).config();
      expect([config.name, problems.length]).toEqual([undefined, 1]);
      expect(problems[0]).toMatch(/^dagwright\.json:1:1: .*[^.]\.$/);
      rmSync(join(root, "dagwright.json"), { recursive: true });
    }
  });
});

describe("the data folder", () => {
  it("is the workspace's own, there or not, also behind a link that stays inside", () => {
    expect(ownDataFolder(root)).toBe(join(root, ".dagwright"));
    mkdirSync(join(root, "data", "logs"), { recursive: true });
    symlinkSync("data", join(root, ".dagwright"));
    expect(ownDataFolder(root)).toBe(join(root, ".dagwright"));
  });

  it.each([".dagwright", ".dagwright/logs", ".dagwright/logs/engine.log", ".dagwright/state.db", ".dagwright/runner", ".dagwright/runner/journal"])("is refused where %s leads out", (path) => {
    mkdirSync(join(root, path, ".."), { recursive: true });
    symlinkSync(join(folder, "elsewhere"), join(root, path));
    expect(() => ownDataFolder(root)).toThrow(expect.objectContaining({ code: "workspace/outside", message: expect.stringContaining(`${path}: is a link`) }));
  });
});

describe("dagwright.json", () => {
  it("is not read through a link that leads out", () => {
    writeFileSync(join(folder, "other.json"), '{ "name": "secret" }');
    symlinkSync(join(folder, "other.json"), join(root, "dagwright.json"));
    const workspace = openWorkspace(root);
    expect([workspace.name, workspace.config().problems]).toEqual(["ws", [expect.stringContaining("leads out of the workspace")]]);
    expect(() => workspace.saveConfig({ name: "mine" })).toThrow(expect.objectContaining({ code: "settings/invalid" }));
  });

  it("that is broken is never written over", () => {
    writeFileSync(join(root, "dagwright.json"), '{ "settings": { "parallelism": 2 }, oops');
    const workspace = openWorkspace(root);
    expect(workspace.config().problems[0]).toContain("dagwright.json");
    expect(() => workspace.saveConfig({ settings: {} })).toThrow(expect.objectContaining({ code: "settings/invalid" }));
    expect(readFileSync(join(root, "dagwright.json"), "utf8")).toContain("oops");
  });

  it("keeps what it does not know, and leaves no part behind", () => {
    writeFileSync(join(root, "dagwright.json"), '{ "mine": 1, "settings": { "parallelism": 2 } }');
    const workspace = openWorkspace(root);
    workspace.saveConfig({ settings: { parallelism: 3 } });
    expect(JSON.parse(readFileSync(join(root, "dagwright.json"), "utf8"))).toEqual({ mine: 1, settings: { parallelism: 3 } });
    expect(workspace.config().config.settings).toEqual({ parallelism: 3 });
    expect(existsSync(join(root, `dagwright.json.${process.pid}.part`))).toBe(false);
  });

  it("that is a list or a text is refused, not mixed with", () => {
    writeFileSync(join(root, "dagwright.json"), "[1, 2]");
    expect(() => openWorkspace(root).saveConfig({ settings: {} })).toThrow(expect.objectContaining({ code: "settings/invalid" }));
  });
});
