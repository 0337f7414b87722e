/** Files and folders that a person may open, on a real disk. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { workspaceFolder, workspaceOfFile } from "./workspace-of.ts";

let folder = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "dagwright-open-")));
  mkdirSync(join(folder, "repo", "dags", "deep"), { recursive: true });
  mkdirSync(join(folder, "repo", ".git"));
  mkdirSync(join(folder, "loose"));
  for (const file of ["repo/dags/deep/a.dag.yaml", "loose/b.dag.yaml"]) writeFileSync(join(folder, file), "dag: a\n");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("workspaceOfFile", () => {
  it("is the repository around the file", () => {
    expect(workspaceOfFile(join(folder, "repo/dags/deep/a.dag.yaml"))).toEqual({ workspace: join(folder, "repo"), file: "dags/deep/a.dag.yaml" });
  });

  it("prefers the nearer mark", () => {
    writeFileSync(join(folder, "repo/dags/dagwright.json"), "{}");
    expect(workspaceOfFile(join(folder, "repo/dags/deep/a.dag.yaml"))).toEqual({ workspace: join(folder, "repo/dags"), file: "deep/a.dag.yaml" });
  });

  it("is the file's own folder where nothing is marked", () => {
    expect(workspaceOfFile(join(folder, "loose/b.dag.yaml"))).toEqual({ workspace: join(folder, "loose"), file: "b.dag.yaml" });
  });

  it("refuses what is not there", () => {
    expect(() => workspaceOfFile(join(folder, "none.dag.yaml"))).toThrow(/no such file/);
  });
});

describe("workspaceFolder", () => {
  it("resolves a relative path from where the person stands", () => {
    expect(workspaceFolder("repo/../loose", folder)).toBe(join(folder, "loose"));
  });

  it("refuses a file, nothing, and the root", () => {
    expect(() => workspaceFolder(join(folder, "loose/b.dag.yaml"))).toThrow(/is no folder/);
    expect(() => workspaceFolder(join(folder, "nowhere"))).toThrow(/does not exist/);
    expect(() => workspaceFolder("/")).toThrow(/root of a drive/);
  });
});
