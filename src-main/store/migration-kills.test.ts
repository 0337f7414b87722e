/** T16: a kill at each statement of the migrations of older states leaves the old schema or a newer one, whole. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { migrationKills, realKills } from "./fixtures/migration-kills.ts";
import { makeOldState, migrationsFolder } from "./fixtures/old-state.ts";
import { openStore } from "./store.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "dagwright-old-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("a state of an older version", () => {
  it.each([10, 20, 26, 27])("of schema %i, killed at each statement of its migrations, has the old schema or a newer one, all rows and a backup", { timeout: 120_000 }, (version) => {
    const { statements, rows, wrong } = migrationKills({ folder, version });
    expect(wrong).toEqual([]);
    expect([statements > 2, rows > 100]).toEqual([true, true]);
  });

  it("is whole after SIGKILL at any of them", { timeout: 120_000 }, async () => {
    expect((await realKills({ folder, version: 20, rounds: 4, seed: 16 })).wrong).toEqual([]);
  });

  it("is left byte for byte by a version that is too old for it", () => {
    const file = join(folder, "state.db");
    makeOldState(file, 27);
    const raw = new Sqlite(file);
    raw.pragma("user_version = 999");
    raw.close();
    const before = readFileSync(file);
    expect(() => openStore({ file, migrations: migrationsFolder })).toThrow(expect.objectContaining({ code: "store/newer" }));
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});
