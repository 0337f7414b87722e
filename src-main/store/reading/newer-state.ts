/** What is said of a state that a newer Dagwright wrote: by which version, how far it is, and what can be done. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { AppError } from "../../../shared/errors/app-error.ts";
import { backupFolderName, parseBackupName } from "../../../shared/model/backup-name.ts";

/** A line beside the database that names the version of the program that opened it last. Only told to people: nothing is decided by it. */
const writerFile = (file: string): string => `${file}.by`;
const version = /^\d{1,6}\.\d{1,6}\.\d{1,6}(-[0-9A-Za-z.-]{1,40})?$/;

/** Null where none is known. The file may come from elsewhere: anything but the number of a version is none. */
export function readWriter(file: string): string | null {
  try {
    const text = readFileSync(writerFile(file), "utf8").trim();
    return version.test(text) ? text : null;
  } catch {
    return null;
  }
}

export function noteWriter(file: string, writtenBy: string): void {
  try {
    if (readWriter(file) !== writtenBy) writeFileSync(writerFile(file), `${writtenBy}\n`, { mode: 0o600 });
  } catch {
    // On a full disk, say: then nobody is told the version, and work goes on.
  }
}

export function newerState(file: string, found: number, known: number): AppError {
  const writtenBy = readWriter(file);
  const backup = backupBefore(file, known);
  const back = backup === null ? "" : `, or what there was before the upgrade can be put back: "dagwright backup restore ${backup}"`;
  return new AppError(
    "store/newer",
    `${file}: written by ${writtenBy === null ? "a newer Dagwright" : `Dagwright ${writtenBy}`} (schema ${found}, this one knows ${known}) and left as it is. Install ${writtenBy === null ? "the version that wrote it" : "that version"} to go on with it. Here it can be looked at without changing it ("Open for reading", or --read-only on the command line)${back}.`,
    { file, found, known, ...(writtenBy === null ? {} : { writtenBy }), ...(backup === null ? {} : { backup }) },
  );
}

/** The newest backup that this version can open. */
function backupBefore(file: string, known: number): string | null {
  const folder = join(dirname(file), backupFolderName);
  if (!existsSync(folder)) return null;
  const fits = readdirSync(folder).flatMap((name) => {
    const parsed = parseBackupName(name);
    return parsed === null || parsed.schema > known ? [] : [{ name: basename(name), at: parsed.at }];
  });
  return fits.toSorted((a, b) => b.at - a.at)[0]?.name ?? null;
}
