/** Reads a file of the workspace without waiting: a pipe that lies there under a file's name would otherwise stop the whole engine. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";

/** Far above any text that a person writes; far below what would hurt. */
export const largestFileBytes = 64 * 1024 * 1024;

/** Throws what the system says, or why it is not read. */
export function readPlainFile(path: string): Buffer {
  // O_NONBLOCK: opening a pipe without a writer waits for one. Windows knows neither.
  const handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = fstatSync(handle);
    if (!found.isFile() && !found.isDirectory()) throw new Error("is a pipe or a device, where a file is needed");
    if (found.size > largestFileBytes) throw new Error(`has ${Math.ceil(found.size / 1024 ** 2)} MB; at most ${largestFileBytes / 1024 ** 2} MB are read`);
    return readFileSync(handle);
  } finally {
    closeSync(handle);
  }
}
