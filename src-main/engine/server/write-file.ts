/** Sends a stored file through one buffer: a stream makes a new one for each piece, and of a large file these pile up faster than they are collected. */
import { open } from "node:fs/promises";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";

const pieceBytes = 256 * 1024;

/** Resolves when all of it is written; does not end the target. Throws what reading or writing throws, also when the target is closed before. */
export async function writeFileTo(path: string, target: Writable): Promise<void> {
  const closed = finished(target, { readable: false });
  // Who takes it may go while nobody waits for that.
  closed.catch(() => undefined);
  const file = await open(path, "r");
  try {
    const buffer = Buffer.allocUnsafeSlow(pieceBytes);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, pieceBytes);
      if (bytesRead === 0) break;
      await Promise.race([closed, written(target, buffer.subarray(0, bytesRead))]);
    }
  } finally {
    await file.close();
  }
}

/** Until then the bytes must not change. */
function written(target: Writable, bytes: Uint8Array): Promise<void> {
  return new Promise((done, fail) => target.write(bytes, (error) => (error ? fail(error) : done())));
}
