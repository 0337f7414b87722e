/** Saving a file that a person keeps: write-new, fsync, rename, with the old file's mode; never over a change made meanwhile. */
import { closeSync, fchmodSync, fsyncSync, openSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { AppError, reasonOf } from "../../shared/errors/app-error.ts";

/** `before` is what was read; a link is followed, so that it stays a link. Throws input/invalid with the cause. */
export function saveOver(file: string, before: Uint8Array, after: Uint8Array): void {
  const target = realpathSync(file);
  const draft = join(dirname(target), `.${process.pid}.${Date.now().toString(36)}.part`);
  try {
    writeWhole(draft, after, statSync(target).mode & 0o7777);
    if (!readFileSync(target).equals(before)) throw new Error("it was changed by somebody else in the meantime; look at it and try again");
    renameSync(draft, target);
    syncFolder(dirname(target));
  } catch (thrown) {
    rmSync(draft, { force: true });
    throw new AppError("input/invalid", `${file}: could not be saved: ${reasonOf(thrown)}.`, { file }, { cause: thrown });
  }
}

function writeWhole(file: string, bytes: Uint8Array, mode: number): void {
  const handle = openSync(file, "wx", mode);
  try {
    fchmodSync(handle, mode);
    for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Makes the rename itself durable; Windows has no such call and needs none. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  fsyncSync(handle);
  closeSync(handle);
}
