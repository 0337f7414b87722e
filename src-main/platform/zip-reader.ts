/**
 * Reads a ZIP that came from a stranger. All that the directory says is judged before anything is unpacked: names, sizes, ratios, places that
 * overlap. Entries are written only where the caller says, never where their names say; links are refused. While it is unpacked, an entry may not grow beyond its word.
 */
import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32, createInflateRaw } from "node:zlib";
import { AppError, reasonOf } from "../../shared/errors/app-error.ts";
import type { ArchivedFile, ArchiveReader } from "../ports/archive.ts";
import type { StopSignal } from "../ports/run-source.ts";
import { centralHeader, deflated, endRecord, localHeader, mostBytes, stored, utf8Flag, type ZipEntry } from "./zip-format.ts";

export interface ZipLimits {
  readonly entries: number;
  /** Of all entries together, unpacked. */
  readonly bytes: number;
  readonly directoryBytes: number;
}

export const capsuleLimits: ZipLimits = { entries: 0xfffe, bytes: 16 * 1024 ** 3, directoryBytes: 16 * 1024 ** 2 };

/** Deflate packs 1,032 bytes into one at best. */
const bestRatio = 1032;
const namePattern = /^[a-z0-9][a-z0-9._-]{0,99}(?:\/[a-z0-9][a-z0-9._-]{0,99}){0,3}$/;
const pieceBytes = 256 * 1024;

export async function openZip(file: string, limits: ZipLimits = capsuleLimits): Promise<ArchiveReader> {
  const handle = await open(file, "r").catch((thrown: unknown) => {
    throw new AppError("input/invalid", `${file}: cannot be read: ${reasonOf(thrown)}.`, {}, { cause: thrown });
  });
  try {
    const entries = await readDirectory(handle, limits);
    return new ZipReader(handle, entries);
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
}

class ZipReader implements ArchiveReader {
  readonly entries: readonly ZipEntry[];
  readonly #handle: FileHandle;
  readonly #byName: ReadonlyMap<string, ZipEntry>;

  constructor(handle: FileHandle, entries: readonly ZipEntry[]) {
    this.#handle = handle;
    this.entries = entries;
    this.#byName = new Map(entries.map((entry) => [entry.name, entry]));
  }

  async read(name: string, most: number): Promise<Uint8Array> {
    const entry = this.#entry(name);
    if (entry.bytes > most) throw invalid(`${name} says that it has ${entry.bytes.toLocaleString("en")} bytes; at most ${most.toLocaleString("en")} are read`);
    const pieces: Uint8Array[] = [];
    await this.#unpack(entry, async (content) => {
      for await (const piece of content) pieces.push(piece);
    });
    return Buffer.concat(pieces);
  }

  async extract(name: string, to: string, { signal, onBytes }: { readonly signal?: StopSignal | undefined; readonly onBytes?: (bytes: number) => void } = {}): Promise<ArchivedFile> {
    const entry = this.#entry(name);
    const hash = createHash("sha256");
    const target = await open(to, "wx", 0o600);
    try {
      await this.#unpack(entry, async (content) => {
        for await (const piece of content) {
          signal?.throwIfAborted();
          hash.update(piece);
          for (let done = 0; done < piece.length; ) done += (await target.write(piece, done, piece.length - done)).bytesWritten;
          onBytes?.(piece.length);
        }
      });
    } finally {
      await target.close();
    }
    return { name, bytes: entry.bytes, sha256: hash.digest("hex") };
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  #entry(name: string): ZipEntry {
    const entry = this.#byName.get(name);
    if (!entry) throw invalid(`it has no ${name}`);
    return entry;
  }

  async #unpack(entry: ZipEntry, sink: (content: AsyncIterable<Uint8Array>) => Promise<void>): Promise<void> {
    const start = entry.offset + (await localBytes(this.#handle, entry));
    const packed = packedPieces(this.#handle, start, entry.packedBytes);
    let bytes = 0;
    let crc = 0;
    const judged = async function* (content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const piece of content) {
        bytes += piece.length;
        if (bytes > entry.bytes) throw invalid(`${entry.name} is larger than it says`);
        crc = crc32(piece, crc);
        yield piece;
      }
    };
    try {
      if (entry.method === stored) await sink(judged(packed));
      else await pipeline(Readable.from(packed), createInflateRaw(), (content: AsyncIterable<Uint8Array>) => sink(judged(content)));
    } catch (thrown) {
      if (isZlibTrouble(thrown)) throw invalid(`${entry.name} cannot be unpacked (${reasonOf(thrown)})`);
      throw thrown;
    }
    if (bytes !== entry.bytes || crc !== entry.crc) throw invalid(`${entry.name} is not what it says: it is damaged`);
  }
}

async function* packedPieces(handle: FileHandle, start: number, total: number): AsyncGenerator<Uint8Array> {
  for (let done = 0; done < total; ) {
    const piece = await readAt(handle, start + done, Math.min(pieceBytes, total - done));
    yield piece;
    done += piece.length;
  }
}

function isZlibTrouble(thrown: unknown): boolean {
  return thrown instanceof Error && "code" in thrown && typeof thrown.code === "string" && thrown.code.startsWith("Z_");
}

async function readDirectory(handle: FileHandle, limits: ZipLimits): Promise<ZipEntry[]> {
  const { size } = await handle.stat();
  if (size < endRecord.bytes || size > mostBytes + 1) throw notOurs();
  const first = await readAt(handle, 0, 4);
  if (first.readUInt32LE(0) !== localHeader.signature) throw notOurs();
  const end = await readAt(handle, size - endRecord.bytes, endRecord.bytes);
  if (end.readUInt32LE(0) !== endRecord.signature || end.readUInt16LE(20) !== 0) throw invalid("its end is missing: it was cut off, perhaps when it was copied");
  const count = end.readUInt16LE(10);
  const bytes = end.readUInt32LE(12);
  const offset = end.readUInt32LE(16);
  if (end.readUInt32LE(4) !== 0 || end.readUInt16LE(8) !== count || offset + bytes !== size - endRecord.bytes) throw invalid("its directory is not where it says");
  if (count > limits.entries || bytes > limits.directoryBytes) throw invalid(`it lists ${count.toLocaleString("en")} files in ${bytes.toLocaleString("en")} bytes; that is more than a run has`);
  const entries = readEntries(await readAt(handle, offset, bytes), count);
  judge(entries, offset, limits);
  return entries;
}

function readEntries(directory: Buffer, count: number): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + centralHeader.bytes > directory.length || directory.readUInt32LE(at) !== centralHeader.signature) throw invalid("its directory is damaged");
    const nameBytes = directory.readUInt16LE(at + 28);
    const next = at + centralHeader.bytes + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    if (next > directory.length) throw invalid("its directory is damaged");
    const name = directory.toString("latin1", at + centralHeader.bytes, at + centralHeader.bytes + nameBytes);
    if (!namePattern.test(name)) throw invalid(`it holds a file called ${JSON.stringify(name.slice(0, 80))}, which no run capsule has`);
    if ((directory.readUInt16LE(at + 8) & ~utf8Flag) !== 0) throw invalid(`${name} is encrypted, or written in a way that is not read here`);
    const type = directory.readUInt32LE(at + 38) >>> 28;
    if (type !== 0 && type !== 8) throw invalid(`${name} is a link or a device, not a file`);
    entries.push({
      name,
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packedBytes: directory.readUInt32LE(at + 20),
      bytes: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    });
    at = next;
  }
  if (at !== directory.length) throw invalid("its directory is damaged");
  return entries;
}

function judge(entries: readonly ZipEntry[], end: number, limits: ZipLimits): void {
  const names = new Set<string>();
  let bytes = 0;
  let free = 0;
  for (const entry of [...entries].sort((one, other) => one.offset - other.offset)) {
    if (names.has(entry.name)) throw invalid(`it holds ${entry.name} twice`);
    names.add(entry.name);
    if (entry.method !== stored && entry.method !== deflated) throw invalid(`${entry.name} is packed in a way that is not read here`);
    if (entry.method === stored && entry.bytes !== entry.packedBytes) throw invalid(`the sizes of ${entry.name} contradict each other`);
    if (entry.bytes > bestRatio * entry.packedBytes + 64) throw invalid(`${entry.name} says that ${entry.packedBytes} bytes unpack to ${entry.bytes.toLocaleString("en")}, which is not possible`);
    if (entry.offset < free) throw invalid(`${entry.name} lies where another file lies`);
    free = entry.offset + localHeader.bytes + entry.name.length + entry.packedBytes;
    bytes += entry.bytes;
  }
  if (free > end) throw invalid("its files reach into its directory");
  if (bytes > limits.bytes) throw invalid(`it would unpack to ${bytes.toLocaleString("en")} bytes; at most ${limits.bytes.toLocaleString("en")} are unpacked`);
}

/** How many bytes stand before the content; the local header must say the same as the directory. */
async function localBytes(handle: FileHandle, entry: ZipEntry): Promise<number> {
  const header = await readAt(handle, entry.offset, localHeader.bytes + entry.name.length);
  const isSame = header.readUInt32LE(0) === localHeader.signature && header.readUInt16LE(8) === entry.method && header.readUInt16LE(26) === entry.name.length && header.toString("latin1", localHeader.bytes) === entry.name;
  // An extra field would move the content to where the directory was not judged by.
  if (!isSame || header.readUInt16LE(28) !== 0) throw invalid(`${entry.name} is not where the directory says`);
  return localHeader.bytes + entry.name.length;
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await handle.read(buffer, done, length - done, position + done);
    if (bytesRead === 0) throw invalid("it ends before its time: it was cut off");
    done += bytesRead;
  }
  return buffer;
}

function notOurs(): AppError {
  return new AppError("capsule/invalid", "This file is no run capsule (*.dagwright-run): it does not begin as one.");
}

function invalid(what: string): AppError {
  return new AppError("capsule/invalid", `This run capsule is not opened: ${what}.`);
}
