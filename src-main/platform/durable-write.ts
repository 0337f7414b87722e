/** Write new, sync, rename: whoever reads sees the old or the new bytes, never a part, also after a crash. */
import { randomBytes } from "node:crypto";
import { open, rm } from "node:fs/promises";
import { closeSync, fsyncSync, openSync, renameSync } from "node:fs";
import { dirname } from "node:path";

export interface DurableWrite {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly mode: number;
  /** Asked just before the rename; nothing is written when it says no. */
  readonly mayReplace?: () => boolean;
}

const partEnding = ".part";

export async function writeFileDurably({ file, bytes, mode, mayReplace }: DurableWrite): Promise<boolean> {
  const part = `${file}.${randomBytes(6).toString("hex")}${partEnding}`;
  let isDone = false;
  try {
    // Not through a link that somebody laid there: "wx" makes a new file or fails.
    const handle = await open(part, "wx", mode);
    try {
      await handle.writeFile(bytes);
      // The mode given to `open` is cut by the umask.
      await handle.chmod(mode);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (mayReplace?.() === false) return false;
    renameSync(part, file);
    isDone = true;
    syncFolder(dirname(file));
    return true;
  } finally {
    if (!isDone) await rm(part, { force: true });
  }
}

/** What a killed process leaves of a write. */
export function isPartOfWrite(name: string): boolean {
  return /\.[0-9a-f]{12}\.part$/.test(name);
}

/** Without it a power cut may take the new name back. Windows cannot, and needs not. */
export function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
