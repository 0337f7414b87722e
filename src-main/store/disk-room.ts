/** Whether the state, or another copy of it, can be written where it goes. */
import { accessSync, constants, statfsSync } from "node:fs";
import { AppError, reasonOf } from "../../shared/errors/app-error.ts";

/** What must be left on the disk beside it. */
const spareBytes = 32 * 1024 ** 2;

export interface RoomAsked {
  readonly folder: string;
  /** What is to be written, with its article. */
  readonly what: string;
  readonly bytes: number;
  /** Only for tests. */
  readonly freeBytes?: ((folder: string) => number) | undefined;
}

/** Throws store/full without room for it. */
export function assertRoom({ folder, what, bytes, freeBytes = freeBytesOf }: RoomAsked): void {
  const needed = bytes + spareBytes;
  const free = freeBytes(folder);
  if (free >= needed) return;
  const mib = (count: number): string => `${Math.ceil(count / 1024 ** 2)} MiB`;
  throw new AppError("store/full", `${folder}: ${what} needs ${mib(needed)}, and the disk has ${mib(free)}; free some disk space.`, { folder, needed, free });
}

/** Asked first, because SQLite says of a sound database that it cannot be opened. Throws store/full. */
export function assertWritable(folder: string): void {
  try {
    accessSync(folder, constants.W_OK);
  } catch (thrown) {
    throw new AppError("store/full", `${folder}: the state goes there, and ${reasonOf(thrown)}.`, { folder }, { cause: thrown });
  }
}

/** What cannot be asked is taken for room. */
function freeBytesOf(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Number.MAX_SAFE_INTEGER;
  }
}
