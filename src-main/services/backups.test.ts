import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { AppError } from "../../shared/errors/app-error.ts";
import { backupNameOf, parseBackupName, type BackupFile } from "../../shared/model/backup-name.ts";
import { Backups } from "./backups.ts";
import { HandClock, silentLog } from "./test-world.ts";

const hourMs = 3_600_000;

function world() {
  const clock = new HandClock();
  const files: BackupFile[] = [];
  const seen = { changedAt: clock.now() as number | null, fails: null as AppError | null, told: [] as (string | null)[], writes: 0 };
  const folder = {
    list: () => [...files].sort((a, b) => b.at - a.at),
    remove: (name: string) => void files.splice(files.findIndex((file) => file.name === name), 1),
    sweep: () => {},
    changedAt: () => seen.changedAt,
  };
  const writer = {
    write: async ({ at, why }: { at: number; why: BackupFile["why"] }) => {
      seen.writes += 1;
      await setImmediate();
      if (seen.fails !== null) throw seen.fails;
      const name = backupNameOf({ at, why, schema: 1, digest: "0".repeat(16) });
      files.push({ ...(parseBackupName(name) ?? { at, why, schema: 1, digest: "" }), name, bytes: 1 });
      return name;
    },
    close: async () => {},
  };
  const backups = new Backups({ folder, writer, clock, log: silentLog });
  backups.onTrouble = (trouble) => seen.told.push(trouble);
  const pass = async (hours: number): Promise<void> => {
    for (let hour = 0; hour < hours; hour += 1) {
      clock.advance(hourMs);
      for (let turn = 0; turn < 4; turn += 1) await setImmediate();
    }
  };
  return { clock, files, seen, backups, pass };
}

describe("backups", () => {
  it("are made once a day where something was written, and the older ones go", async () => {
    const { clock, files, seen, backups, pass } = world();
    backups.begin();
    await pass(1);
    expect(files.length).toBe(1);
    for (let day = 1; day <= 6; day += 1) {
      seen.changedAt = clock.now() + 12 * hourMs;
      await pass(25);
    }
    expect([seen.writes, files.length]).toEqual([7, 3]);
    await pass(72);
    expect(seen.writes).toBe(7);
    await backups.close();
  });

  it("are made again where the clock was set back behind the newest", async () => {
    const { clock, files, seen, backups, pass } = world();
    files.push({ name: "x", at: clock.now() + 1_000 * hourMs, why: "daily", schema: 1, digest: "", bytes: 1 });
    backups.begin();
    await pass(1);
    expect(seen.writes).toBe(1);
    await backups.close();
  });

  it("tell once why they fail, keep the older ones, and tell when they go on", async () => {
    const { files, seen, backups, pass } = world();
    seen.fails = new AppError("store/full", "no room");
    backups.begin();
    await pass(5);
    expect([seen.writes > 2, seen.told, backups.trouble, files]).toEqual([true, ["no room"], "no room", []]);
    seen.fails = null;
    await pass(1);
    expect([seen.told, backups.trouble, files.length]).toEqual([["no room", null], null, 1]);
    await backups.close();
  });

  it("are one for all who ask at once", async () => {
    const { seen, backups } = world();
    const [one, other] = await Promise.all([backups.make("asked"), backups.make("asked")]);
    expect([one.name === other.name, seen.writes]).toEqual([true, 1]);
    await backups.close();
  });
});
