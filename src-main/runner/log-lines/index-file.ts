/** An index kept beside its log: a header in JSON, then its arrays. Whatever does not fit is as if it were not there. */
import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { LineIndex, type IndexDump } from "./line-index.ts";

const version = "dagwright-log-index 1";

export interface KeptIndex {
  readonly index: IndexDump;
  readonly above: number;
  readonly style: string;
  /** Of the log that it was made of. */
  readonly stamp: string;
}

export function writeIndexFile(path: string, { index, above, style, stamp }: KeptIndex): void {
  const arrays = index.arrays.map((array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength));
  const header = JSON.stringify({ version, stamp, above, style, rest: index.rest, bytes: arrays.map((array) => array.length) });
  const part = `${path}.${randomBytes(6).toString("hex")}.part`;
  try {
    writeFileSync(part, Buffer.concat([Buffer.from(`${header}\n`), ...arrays]), { mode: 0o600, flag: "wx" });
    renameSync(part, path);
  } catch {
    // It only saves time: without it the log is read again.
    rmSync(part, { force: true });
  }
}

export function readIndexFile(path: string, stamp: string): { index: LineIndex; above: number; style: string } | null {
  try {
    const file = readFileSync(path);
    const end = file.indexOf(10);
    const header = JSON.parse(file.toString("utf8", 0, end)) as { version: string; stamp: string; above: number; style: string; rest: IndexDump["rest"]; bytes: number[] };
    if (header.version !== version || header.stamp !== stamp) return null;
    let at = end + 1;
    const next = (): ArrayBuffer => {
      const length = header.bytes.shift() ?? 0;
      const copy = new Uint8Array(file.subarray(at, at + length)).buffer;
      at += length;
      return copy;
    };
    const arrays = [new Float64Array(next()), new Float64Array(next()), new Uint8Array(next()), new Uint16Array(next()), new Uint32Array(next())] as const;
    if (at !== file.length || arrays[0].length !== header.rest.blocks) return null;
    return { index: LineIndex.from({ arrays, rest: header.rest }), above: header.above, style: header.style };
  } catch {
    return null;
  }
}
