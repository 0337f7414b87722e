import { describe, expect, it } from "vitest";
import { backupNameOf, backupsToDrop, mostBackupBytes, parseBackupName, type BackupFile, type BackupReason } from "./backup-name.ts";

const digest = "0123456789abcdef";
const dayMs = 86_400_000;
const file = (day: number, why: BackupReason, bytes = 1): BackupFile => ({ name: `${day}`, at: day * dayMs, why, schema: 1, digest, bytes });

describe("the name of a backup", () => {
  it("says when, what for, how far and what it is, and is read back", () => {
    const said = { at: Date.UTC(2026, 10, 22, 11, 55, 0, 123), why: "upgrade" as const, schema: 28, digest };
    expect(backupNameOf(said)).toBe(`state-20261122T115500123Z-upgrade-v28-${digest}.db`);
    expect(parseBackupName(backupNameOf(said))).toEqual(said);
  });

  it.each(["state.db", "state-20261122T115500123Z-upgrade-v28-0123.db", "../state-20261122T115500123Z-daily-v1-0123456789abcdef.db", "state-20269922T115500123Z-daily-v1-0123456789abcdef.db", "state-0123456789ab.part"])("is none in %s", (name) => {
    expect(parseBackupName(name)).toBeNull();
  });
});

describe("which backups may go", () => {
  it("keeps of each kind the newest few", () => {
    const files = [...[1, 2, 3, 4, 5].map((day) => file(day, "daily")), ...[6, 7, 8].map((day) => file(day, "upgrade")), ...[9, 10].map((day) => file(day, "asked"))];
    expect(backupsToDrop(files).sort()).toEqual(["1", "2", "6"]);
  });

  it("keeps no more bytes than a bound, but the newest two whatever they take", () => {
    const half = mostBackupBytes / 2;
    expect(backupsToDrop([file(1, "daily", half), file(2, "upgrade", half), file(3, "asked", half)])).toEqual(["1"]);
    expect(backupsToDrop([file(1, "daily", mostBackupBytes), file(2, "daily", mostBackupBytes)])).toEqual([]);
  });
});
