/** Trust is kept by real path, survives a damaged file by trusting nothing, and can be taken back. */
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { trustedWorkspaces } from "./trusted-workspaces.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagwright-trust-"));
  mkdirSync(join(folder, "a"));
  mkdirSync(join(folder, "a-evil"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("trustedWorkspaces", () => {
  it("trusts the folder by any of its names, and neither its twin nor its parent", () => {
    const trust = trustedWorkspaces(join(folder, "config", "trust.json"));
    symlinkSync(join(folder, "a"), join(folder, "link"));
    trust.add(join(folder, "link"));
    expect(["a", "link", "a-evil", ".", "missing"].map((name) => trust.has(join(folder, name)))).toEqual([true, true, false, false, false]);
  });

  it("takes trust back", () => {
    const trust = trustedWorkspaces(join(folder, "trust.json"));
    trust.add(join(folder, "a"));
    trust.remove(join(folder, "a"));
    expect(trust.has(join(folder, "a"))).toBe(false);
  });

  it.each(["", "{", "[]", '{"trusted":"*"}', '{"trusted":[true]}'])("trusts nothing when the file holds %j", (text) => {
    writeFileSync(join(folder, "trust.json"), text);
    expect(trustedWorkspaces(join(folder, "trust.json")).has(join(folder, "a"))).toBe(false);
  });

  it.skipIf(process.platform === "win32")("keeps the file to its owner", () => {
    trustedWorkspaces(join(folder, "trust.json")).add(join(folder, "a"));
    expect(statSync(join(folder, "trust.json")).mode & 0o777).toBe(0o600);
  });
});
