/** Reads what the log sink wrote, also while it is still writing. Knows the layout of log-format.ts; writes nothing. */
import { closeSync, existsSync, mkdirSync, openSync, readSync, readdirSync, rmSync, statSync, watch } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Disposable } from "../ports/machine.ts";
import type { LogFiles, LogPiece } from "../ports/log-files.ts";
import { layoutOf, type LogPart } from "./log-format.ts";

export const logFiles: LogFiles = { read: readLog, watch: watchLog, removeFolder: (path) => rmSync(path, { recursive: true, force: true }) };

function readLog(path: string, offset: number, limit: number): LogPiece | null {
  const { parts, droppedBytes } = partsOf(path);
  const size = parts.reduce((sum, part) => sum + part.bytes, 0);
  if (parts.length === 0) return null;
  const from = Math.min(size, offset < 0 ? Math.max(0, size + offset) : offset);
  const bytes = new Uint8Array(Math.min(limit, size - from));
  const filled = fill(dirname(path), parts, from, bytes);
  return { bytes: bytes.subarray(0, filled), offset: from, size, droppedBytes };
}

/** The files that make up a log now, first to last. */
export function partsOf(path: string): { parts: LogPart[]; droppedBytes: number } {
  const folder = dirname(path);
  const name = basename(path);
  if (!existsSync(folder)) return { parts: [], droppedBytes: 0 };
  const files = readdirSync(folder).flatMap((file): LogPart[] => {
    if (file !== name && !file.startsWith(`${name}.tail.`)) return [];
    const found = statSync(join(folder, file), { throwIfNoEntry: false });
    return found?.isFile() ? [{ name: file, bytes: found.size }] : [];
  });
  const { head, tail, droppedAfterHead } = layoutOf(name, files);
  return { parts: head ? [head, ...tail] : [], droppedBytes: droppedAfterHead };
}

export function fill(folder: string, parts: readonly LogPart[], from: number, into: Uint8Array): number {
  let start = 0;
  let filled = 0;
  for (const part of parts) {
    const within = Math.max(0, from + filled - start);
    if (within < part.bytes && filled < into.length) filled += readPart(join(folder, part.name), within, into.subarray(filled, filled + part.bytes - within));
    start += part.bytes;
  }
  return filled;
}

function readPart(path: string, position: number, into: Uint8Array): number {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return 0;
  }
  try {
    return readSync(file, into, 0, into.length, position);
  } finally {
    closeSync(file);
  }
}

function watchLog(path: string, onChange: () => void): Disposable {
  const name = basename(path);
  mkdirSync(dirname(path), { recursive: true });
  const watcher = watch(dirname(path), { persistent: false }, (_event, file) => {
    if (file === null || file.startsWith(name)) onChange();
  });
  watcher.on("error", () => {});
  return { dispose: () => watcher.close() };
}
