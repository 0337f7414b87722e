/** The folder of archived runs. A file gets its own name when all of its runs have left the history; until then it has a name of its way. */
import { randomBytes } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { ArchiveFolder } from "../ports/run-archive.ts";
import { syncFolder } from "./durable-write.ts";

export const archiveFolderName = "archive";

/** Only what has such a name is ever removed. */
const onItsWay = /^runs-\d{6,}\.[0-9a-f]{8}\.(part|lines)$/;
const own = /^runs-(\d{6,})\.parquet$/;

export function createArchiveFolder(dataFolder: string): ArchiveFolder {
  const folder = join(dataFolder, archiveFolderName);
  const pathOf = (name: string): string => join(folder, name);
  const stem = (archive: number): string => `runs-${String(archive).padStart(6, "0")}`;
  const ownName = (archive: number): string => `${stem(archive)}.parquet`;
  const names = (): string[] => (existsSync(folder) ? readdirSync(folder) : []);
  const sync = (): void => syncFolder(folder);
  const isThere = (name: string): boolean => existsSync(pathOf(name));
  return {
    ...{ pathOf, ownName, sync, isThere },
    open: () => void mkdirSync(folder, { recursive: true, mode: 0o700 }),
    newName: (archive, kind) => `${stem(archive)}.${randomBytes(4).toString("hex")}.${kind}`,
    highest: () => names().reduce((most, name) => Math.max(most, Number(own.exec(name)?.[1] ?? 0)), 0),
    append: (name, text) => appendFileSync(pathOf(name), text, { mode: 0o600 }),
    giveOwnName: (archive, part) => {
      if (!isThere(part)) return isThere(ownName(archive));
      renameSync(pathOf(part), pathOf(ownName(archive)));
      sync();
      return true;
    },
    remove: (name) => rmSync(pathOf(name), { force: true }),
    sweep: (keep) => {
      for (const name of names()) if (onItsWay.test(name) && !keep.includes(name)) rmSync(pathOf(name), { force: true });
    },
  };
}
