/**
 * The process that writes one backup while the engine goes on: it reads a moment of the database over a connection of its own and waits for
 * nobody. It ends with its work; where the engine is gone by then, the backup is not kept.
 */
import { setPriority } from "node:os";
import { basename } from "node:path";
import Sqlite from "better-sqlite3";
import { AppError, messageOf } from "../../../shared/errors/app-error.ts";
import type { BackupReason } from "../../../shared/model/backup-name.ts";
import type { FromBackup } from "./protocol.ts";
import { writeBackup } from "./write-backup.ts";

const [file = "", folder = "", at = "0", why = "asked"] = process.argv.slice(2);
const lowest = 19;

try {
  setPriority(lowest);
} catch {
  // Where it may not, the backup only takes more of the machine.
}
const said: FromBackup = back();
if (process.connected) process.send?.(said, undefined, undefined, () => process.disconnect());

function back(): FromBackup {
  try {
    const database = new Sqlite(file, { readonly: true, fileMustExist: true, timeout: 10_000 });
    try {
      const path = writeBackup(database, { folder, at: Number(at), why: why as BackupReason, mayKeep: () => process.connected });
      return path === null ? { error: { code: "internal", message: "the engine is gone" } } : { path: basename(path) };
    } finally {
      database.close();
    }
  } catch (thrown) {
    const code = thrown instanceof AppError && (thrown.code === "store/full" || thrown.code === "store/damaged") ? thrown.code : "internal";
    return { error: { code, message: messageOf(thrown) } };
  }
}
