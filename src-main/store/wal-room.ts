/**
 * Room for the write-ahead log, laid out before SQLite opens it. SQLite takes zeros behind the last valid frame for the end of the log,
 * and a commit that overwrites blocks which exist already needs no metadata on the disk: measured on ext4, 0.20 ms a commit where a
 * growing log costs 0.35 ms. Owns nothing; the caller holds the workspace claim, so nobody else has the file open.
 */
import { closeSync, fstatSync, fsyncSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { syncNames } from "./durable.ts";

/** Pages between two automatic checkpoints, after which the log is written from its start again. */
export const checkpointPages = 1_000;
const roomBytes = 32 + (checkpointPages + 100) * (24 + 4_096);

/** Returns how long the log is. A disk that has no such room now is no reason not to open: the log then grows as SQLite asks for it. */
export function layOutWal(databaseFile: string): number {
  let fd: number | null = null;
  try {
    fd = openSync(`${databaseFile}-wal`, "a", 0o600);
    const before = fstatSync(fd).size;
    const missing = roomBytes - before;
    if (missing > 0) writeSync(fd, Buffer.alloc(missing));
    fsyncSync(fd);
    if (before === 0) syncNames(dirname(databaseFile));
    return fstatSync(fd).size;
  } catch {
    // SQLite will say what is wrong, if it is wrong for SQLite too.
    return 0;
  } finally {
    if (fd !== null) closeSync(fd);
  }
}
