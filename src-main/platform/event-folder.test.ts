import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEventFolder } from "./event-folder.ts";
import { resolveInside } from "./workspace-folder.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "dagwright-events-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const folders = () => createEventFolder({ resolve: (path) => join(root, path) });

describe("the watch of an event folder", () => {
  it("hears of each file until it is disposed of", async () => {
    mkdirSync(join(root, "in"));
    let heard = 0;
    const watch = folders().watch("in", () => (heard += 1));
    writeFileSync(join(root, "in/one.json"), "{}");
    await expect.poll(() => heard).toBeGreaterThan(0);
    expect(watch?.isAlive()).toBe(true);
    watch?.dispose();
    const before = heard;
    writeFileSync(join(root, "in/two.json"), "{}");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(heard).toBe(before);
  });

  it("is none where the folder is a link that leads out of the workspace, or the workspace itself is gone", () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "dagwright-elsewhere-"));
    const inside = createEventFolder({ resolve: (path) => resolveInside(root, path) });
    symlinkSync(elsewhere, join(root, "in"));
    expect(inside.watch("in", () => {})).toBeNull();
    rmSync(root, { recursive: true });
    expect(inside.watch("in", () => {})).toBeNull();
    rmSync(elsewhere, { recursive: true });
  });

  it("says that a folder is gone when a circle of links has taken its place", () => {
    mkdirSync(join(root, "in"));
    const watch = folders().watch("in", () => {});
    rmSync(join(root, "in"), { recursive: true });
    symlinkSync("in", join(root, "in"));
    expect([watch?.isAlive(), folders().watch("in", () => {})]).toEqual([false, null]);
    watch?.dispose();
  });

  it("is none where there is no folder, and says when another one lies there", () => {
    writeFileSync(join(root, "file"), "");
    expect([folders().watch("in", () => {}), folders().watch("file", () => {})]).toEqual([null, null]);
    mkdirSync(join(root, "in"));
    const watch = folders().watch("in", () => {});
    renameSync(join(root, "in"), join(root, "away"));
    expect(watch?.isAlive()).toBe(false);
    mkdirSync(join(root, "in"));
    expect(watch?.isAlive()).toBe(false);
    watch?.dispose();
  });
});
