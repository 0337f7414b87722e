/** The backups of a workspace's state: files in `.dagwright/backups`, told by their names. */
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { backupFolderName, newestFirst, parseBackupName, type BackupFile } from "../../shared/model/backup-name.ts";
import type { BackupFolder } from "../ports/backups.ts";

/** Only what has such a name, or that of a backup, is ever removed. */
const onItsWay = /^state-[0-9a-f]{12}\.part(-journal)?$/;

export function createBackupFolder(dataFolder: string): BackupFolder {
  const folder = join(dataFolder, backupFolderName);
  const names = (): string[] => (existsSync(folder) ? readdirSync(folder) : []);
  const changed = (name: string): number => statSync(join(dataFolder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return {
    list: () => newestFirst(names().flatMap((name) => fileOf(folder, name))),
    remove: (name) => {
      if (parseBackupName(name) !== null) rmSync(join(folder, name), { force: true });
    },
    sweep: () => {
      for (const name of names()) if (onItsWay.test(name)) rmSync(join(folder, name), { force: true });
    },
    changedAt: () => Math.max(changed("state.db"), changed("state.db-wal")) || null,
  };
}

function fileOf(folder: string, name: string): BackupFile[] {
  const parsed = parseBackupName(name);
  const found = parsed === null ? undefined : statSync(join(folder, name), { throwIfNoEntry: false });
  return parsed === null || found === undefined || !found.isFile() ? [] : [{ ...parsed, name, bytes: found.size }];
}
