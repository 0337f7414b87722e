/** Copies a stored log to where a person wants it, piece by piece: whoever drives it lets others be heard between two pieces. */
import { randomBytes } from "node:crypto";
import { closeSync, openSync, readSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { reasonOf } from "../../../shared/errors/app-error.ts";
import { dropMarker, type LogPart } from "../log-format.ts";
import { partsOf } from "../log-reader.ts";

const pieceBytes = 1024 * 1024;

/** Of what is stored when it begins; returns how many bytes that is. Throws RangeError for a place that cannot be written to. Whoever leaves off in the middle leaves no file. */
export function* copyLog(path: string, to: string): Generator<undefined, number> {
  const { parts, droppedBytes } = partsOf(path);
  const part = `${to}.${randomBytes(6).toString("hex")}.part`;
  // Not through a link that somebody laid there: "wx" makes a new file or fails.
  const target = writing(to, () => openSync(part, "wx", 0o600));
  // The middle of a log that grows over its cap goes; what is open stays readable.
  const sources = parts.map((source) => ({ bytes: source.bytes, file: openPart(path, source) }));
  let total = 0;
  try {
    for (const [index, source] of sources.entries()) {
      if (index === 1 && droppedBytes > 0) writing(to, () => writeFileSync(target, `\n${dropMarker(droppedBytes)}`));
      for (const piece of piecesOf(source)) {
        writing(to, () => writeFileSync(target, piece));
        total += piece.length;
        yield;
      }
    }
    writing(to, () => renameSync(part, to));
    return total;
  } finally {
    for (const { file } of sources) if (file !== null) closeSync(file);
    closeSync(target);
    rmSync(part, { force: true });
  }
}

/** Each is overwritten by the next. */
function* piecesOf({ file, bytes }: { file: number | null; bytes: number }): Generator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(Math.min(pieceBytes, bytes));
  for (let at = 0; file !== null && at < bytes; ) {
    const got = readSync(file, buffer, 0, Math.min(buffer.length, bytes - at), at);
    if (got === 0) return;
    yield buffer.subarray(0, got);
    at += got;
  }
}

/** Null where it has gone since it was listed. */
function openPart(path: string, { name }: LogPart): number | null {
  try {
    return openSync(join(dirname(path), name), "r");
  } catch {
    return null;
  }
}

function writing<T>(to: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw new RangeError(`${to}: ${reasonOf(thrown)}.`, { cause: thrown });
  }
}
