import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFileLooks } from "./file-looks.ts";
import { openWorkspace } from "./workspace-folder.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-looks-"));
  for (const path of ["in/a.csv", "in/b.csv", "in/deep/c.csv", "in/[1].csv", ".dagwright/d.csv", ".git/e.csv"]) {
    mkdirSync(join(folder, "ws", path, ".."), { recursive: true });
    writeFileSync(join(folder, "ws", path), "x".repeat(path.length));
  }
  mkdirSync(join(folder, "ws/empty"));
  writeFileSync(join(folder, "secret.csv"), "s");
  symlinkSync("../../secret.csv", join(folder, "ws/in/out.csv"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("files that a sensor finds", () => {
  it.each([
    ["in/a.csv", ["in/a.csv"]],
    ["in/*.csv", ["in/[1].csv", "in/a.csv", "in/b.csv"]],
    ["**/*.csv", ["in/[1].csv", "in/a.csv", "in/b.csv", "in/deep/c.csv"]],
    ["in/{a,b}.csv", ["in/a.csv", "in/b.csv"]],
    ["in/[1].csv", ["in/[1].csv"]],
    ["in/deep", ["in/deep/c.csv"]],
    ["empty", []],
    ["nothing.csv", []],
    ["{..,in}/secret.csv", []],
  ])("%s", async (pattern, paths) => {
    const found = await createFileLooks(openWorkspace(join(folder, "ws"))).find(pattern, 100);
    expect(found.map(({ path }) => path).sort()).toEqual(paths);
  });

  it("are never those that a link leads to outside", async () => {
    await expect(createFileLooks(openWorkspace(join(folder, "ws"))).find("in/out.csv", 100)).rejects.toMatchObject({ code: "workspace/outside" });
  });
});
