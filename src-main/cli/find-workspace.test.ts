import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findWorkspace, requireWorkspace } from "./find-workspace.ts";

let root = "";
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "dagwright-find-")));
  mkdirSync(join(root, "outer/inner/deep/er"), { recursive: true });
  writeFileSync(join(root, "outer/dagwright.json"), "{}");
  mkdirSync(join(root, "outer/inner/.dagwright"));
  mkdirSync(join(root, "plain"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("findWorkspace", () => {
  it("takes the nearest folder upwards that is a workspace, else the folder itself", () => {
    expect(findWorkspace(undefined, join(root, "outer/inner/deep/er"))).toBe(join(root, "outer/inner"));
    expect(findWorkspace(undefined, join(root, "outer"))).toBe(join(root, "outer"));
    expect(findWorkspace(undefined, join(root, "plain"))).toBe(join(root, "plain"));
  });

  it("takes the named folder as it is, by its real path", () => {
    symlinkSync(join(root, "outer"), join(root, "link"));
    expect(findWorkspace("link", root)).toBe(join(root, "outer"));
    expect(findWorkspace("outer/inner/deep", root)).toBe(join(root, "outer/inner/deep"));
    for (const name of ["nowhere", "outer/dagwright.json"]) expect(() => findWorkspace(name, root)).toThrow(/is no folder/);
  });

  it("tells a workspace from any other folder", () => {
    requireWorkspace(join(root, "outer/inner"), false);
    expect(() => requireWorkspace(join(root, "plain"), false)).toThrow(/is no workspace.*name it with --workspace/);
    expect(() => requireWorkspace(join(root, "plain"), true)).toThrow(/is no workspace.*name another one/);
  });
});
