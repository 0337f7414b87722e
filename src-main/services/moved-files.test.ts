import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hashOf } from "./documents.ts";
import { MovedFiles } from "./moved-files.ts";
import { createWorkspaceFiles } from "../platform/workspace-files.ts";
import { systemClock } from "../platform/system-clock.ts";

let root = "";
let moved: MovedFiles;
let kept: string[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "dagwright-moved-"));
  kept = [];
  moved = new MovedFiles({ files: createWorkspaceFiles(root), kept: { move: (from, to) => void kept.push(`${from} > ${to}`) }, clock: systemClock });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const hash = hashOf(Buffer.from("select 1")) ?? "";
const find = (path = "a.sql"): Promise<{ to: string | null }> => moved.find({ path, hash });

describe("a file that was renamed outside", () => {
  it("is found by its bytes among what changed lately, and takes its draft along", async () => {
    put("b.sql", "select 1");
    put("c.sql", "select 2");
    moved.notice(["a.sql", "b.sql", "c.sql"]);
    expect([await find(), kept]).toEqual([{ to: "b.sql" }, ["a.sql > b.sql"]]);
  });

  it("is found when its second half is told of a moment later", async () => {
    moved.notice(["a.sql"]);
    const asked = find();
    put("b.sql", "select 1");
    moved.notice(["b.sql"]);
    expect(await asked).toEqual({ to: "b.sql" });
  });

  it("is found in a folder that was renamed", async () => {
    put("old/deep/a.sql", "select 1");
    renameSync(join(root, "old"), join(root, "new"));
    moved.notice(["old", "new"]);
    expect(await find("old/deep/a.sql")).toEqual({ to: "new/deep/a.sql" });
  });

  it("is no other file: not an older one, not one of two, not one of another kind, and none while it is there", async () => {
    put("b.sql", "select 1");
    expect(await find()).toEqual({ to: null });
    put("c.sql", "select 1");
    moved.notice(["b.sql", "c.sql"]);
    expect(await find()).toEqual({ to: null });
    rmSync(join(root, "c.sql"));
    put("d.txt", "select 1");
    put("a.sql", "select 1");
    moved.notice(["d.txt"]);
    expect([await find(), kept]).toEqual([{ to: null }, []]);
  });

  it("is never looked for outside of the workspace", async () => {
    await expect(find("../a.sql")).rejects.toThrow(/workspace/);
    moved.notice(["../b.sql", ".git/b.sql"]);
    put(".git/b.sql", "select 1");
    expect(await find()).toEqual({ to: null });
  });
});
