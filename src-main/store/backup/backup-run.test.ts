/** T11: backups while runs are stored, killed on their way; then damage of all kinds, named or harmless, and a restore of one moment. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { backupRun } from "../fixtures/backup-run.ts";

const seed = Number(process.env["DAGWRIGHT_SEED"]) || 11;

it(`a backup is of one moment, wherever it is killed and whatever becomes of the state (seed ${seed})`, { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "dagwright-backups-"));
  try {
    const { wrong, named, acked } = await backupRun({ folder, kills: 6, damages: 39, seed });
    expect(wrong).toEqual([]);
    expect(acked).toBeGreaterThan(30);
    expect(Object.keys(named).sort()).toEqual(expect.arrayContaining(["empty state.db", "remove state.db", "remove state.db and state.db-wal", "remove state.db-wal"]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
