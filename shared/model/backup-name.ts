/**
 * Backups of the state database: what their names say, and which of them may go. `state-<UTC instant>-<why>-v<schema>-<digest>.db`: when it was
 * made, what for, how far its schema was, and the beginning of the SHA-256 of its bytes, by which damage is found.
 */

export const backupFolderName = "backups";
/** `upgrade`: before a newer version changed the database. */
export type BackupReason = "daily" | "upgrade" | "asked";

export interface BackupName {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly why: BackupReason;
  /** Number of the newest migration that it has. */
  readonly schema: number;
  /** The first 16 hexadecimal digits of the SHA-256. */
  readonly digest: string;
}

export interface BackupFile extends BackupName {
  readonly name: string;
  readonly bytes: number;
}

/** Digits of the digest in a name. */
export const digestDigits = 16;
const pattern = /^state-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-(daily|upgrade|asked)-v(\d{1,6})-([0-9a-f]{16})\.db$/;
const kept: Readonly<Record<BackupReason, number>> = { daily: 3, upgrade: 2, asked: 5 };
/** Of all backups together, where there are more than two. */
export const mostBackupBytes = 8 * 1024 ** 3;
const alwaysKept = 2;

export function backupNameOf({ at, why, schema, digest }: BackupName): string {
  return `state-${new Date(at).toISOString().replaceAll(/[-:.]/g, "")}-${why}-v${schema}-${digest}.db`;
}

/** Null for the name of anything else. */
export function parseBackupName(name: string): BackupName | null {
  const [, year, month, day, hour, minute, second, ms, why, schema, digest] = pattern.exec(name) ?? [];
  if (digest === undefined) return null;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
  return Number.isNaN(at) ? null : { at, why: why as BackupReason, schema: Number(schema), digest };
}

/** The newest first. */
export function newestFirst(files: readonly BackupFile[]): BackupFile[] {
  return [...files].sort((a, b) => b.at - a.at || (a.name < b.name ? 1 : -1));
}

/** Names of the files that may go: of each kind the newest few stay, and of all the newest two, however large they are. */
export function backupsToDrop(files: readonly BackupFile[]): string[] {
  const seen = { daily: 0, upgrade: 0, asked: 0 };
  let bytes = 0;
  const stays = (file: BackupFile, index: number): boolean => {
    seen[file.why] += 1;
    bytes += file.bytes;
    return index < alwaysKept || (seen[file.why] <= kept[file.why] && bytes <= mostBackupBytes);
  };
  return newestFirst(files).filter((file, index) => !stays(file, index)).map(({ name }) => name);
}
