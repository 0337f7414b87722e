/**
 * The number of a database's schema, from its bytes (https://sqlite.org/fileformat2.html): SQLite itself makes files beside a database that it
 * only reads, and a state that is not ours to write is left alone with all that lies beside it.
 */
import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { committedFirstPage } from "../wal-break.ts";

const magic = "SQLite format 3\0";
const headBytes = 100;
const numberAt = 60;

/** Null where there is no database, or none that can be read so far. */
export function schemaNumberOf(file: string): number | null {
  const log = logOf(`${file}-wal`);
  const page = (log === null ? null : committedFirstPage(log)) ?? headOf(file);
  if (page === null || page.length < headBytes || page.toString("latin1", 0, magic.length) !== magic) return null;
  return page.readUInt32BE(numberAt);
}

function headOf(file: string): Buffer | null {
  if (sizeOf(file) < headBytes) return null;
  const head = Buffer.alloc(headBytes);
  const fd = openSync(file, "r");
  try {
    readSync(fd, head, 0, headBytes, 0);
  } finally {
    closeSync(fd);
  }
  return head;
}

function logOf(path: string): Buffer | null {
  return sizeOf(path) === 0 ? null : readFileSync(path);
}

/** What is no file has nothing to read: who opens it says so. */
function sizeOf(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() ? found.size : 0;
}
