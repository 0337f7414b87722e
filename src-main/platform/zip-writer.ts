/** Writes a ZIP as it goes: one entry after another, nothing held but the piece under way. Beside its place first, put there when it is whole. */
import { createHash, randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32, createDeflateRaw } from "node:zlib";
import { AppError, reasonOf } from "../../shared/errors/app-error.ts";
import type { ArchivedFile, ArchiveWriter } from "../ports/archive.ts";
import { centralHeaderOf, deflated, endRecordOf, localHeader, localHeaderOf, mostBytes, mostEntries, stored, type ZipEntry } from "./zip-format.ts";

export async function createZip(file: string): Promise<ArchiveWriter> {
  const part = `${file}.${randomBytes(6).toString("hex")}.part`;
  await mkdir(dirname(file), { recursive: true });
  // Not through a link that somebody laid there: "wx" makes a new file or fails.
  const handle = await open(part, "wx", 0o600).catch((thrown: unknown) => {
    throw notWritten(file, thrown);
  });
  return new ZipWriter(file, part, handle);
}

class ZipWriter implements ArchiveWriter {
  readonly #file: string;
  readonly #part: string;
  readonly #handle: FileHandle;
  readonly #entries: ZipEntry[] = [];
  #at = 0;
  #isOpen = true;

  constructor(file: string, part: string, handle: FileHandle) {
    this.#file = file;
    this.#part = part;
    this.#handle = handle;
  }

  get written(): number {
    return this.#at;
  }

  async add(name: string, content: AsyncIterable<Uint8Array> | Uint8Array, { packed = false }: { readonly packed?: boolean } = {}): Promise<ArchivedFile> {
    if (this.#entries.length >= mostEntries) throw new AppError("capsule/too-large", `Run capsule: it would hold more than ${mostEntries.toLocaleString("en")} files; leave out the logs.`);
    const offset = this.#at;
    const method = packed ? stored : deflated;
    const header = localHeaderOf({ name, method, crc: 0, packedBytes: 0, bytes: 0, offset });
    await this.#write(header);
    const meter = new Meter(content instanceof Uint8Array ? [content] : content);
    const begun = this.#at;
    const sink = async (pieces: AsyncIterable<Uint8Array>): Promise<void> => {
      for await (const piece of pieces) await this.#write(piece);
    };
    if (packed) await sink(meter.pieces());
    else await pipeline(Readable.from(meter.pieces()), createDeflateRaw({ level: 6 }), sink);
    const entry: ZipEntry = { name, method, crc: meter.crc, packedBytes: this.#at - begun, bytes: meter.bytes, offset };
    if (entry.bytes > mostBytes) throw tooLarge();
    await this.#handle.write(localHeaderOf(entry), 0, localHeader.bytes, offset);
    this.#entries.push(entry);
    return { name, bytes: meter.bytes, sha256: meter.sha256() };
  }

  async finish(): Promise<void> {
    const directory = this.#at;
    for (const entry of this.#entries) await this.#write(centralHeaderOf(entry));
    await this.#write(endRecordOf(this.#entries.length, this.#at - directory, directory));
    this.#isOpen = false;
    try {
      await this.#handle.sync();
      await this.#handle.close();
      await rename(this.#part, this.#file);
    } catch (thrown) {
      await rm(this.#part, { force: true });
      throw notWritten(this.#file, thrown);
    }
  }

  async abort(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#handle.close();
    await rm(this.#part, { force: true });
  }

  async #write(bytes: Uint8Array): Promise<void> {
    if (this.#at + bytes.length > mostBytes) throw tooLarge();
    try {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await this.#handle.write(bytes, done, bytes.length - done, this.#at + done);
        done += bytesWritten;
      }
    } catch (thrown) {
      throw notWritten(this.#file, thrown);
    }
    this.#at += bytes.length;
  }
}

/** Measures what passes. */
class Meter {
  bytes = 0;
  crc = 0;
  readonly #content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  readonly #hash = createHash("sha256");

  constructor(content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    this.#content = content;
  }

  async *pieces(): AsyncGenerator<Uint8Array> {
    for await (const piece of this.#content) {
      this.bytes += piece.length;
      this.crc = crc32(piece, this.crc);
      this.#hash.update(piece);
      yield piece;
    }
  }

  sha256(): string {
    return this.#hash.digest("hex");
  }
}

function tooLarge(): AppError {
  return new AppError("capsule/too-large", "Run capsule: it would be larger than 4 GiB; leave out logs or tables, or lower their limits.");
}

function notWritten(file: string, thrown: unknown): AppError {
  return thrown instanceof AppError ? thrown : new AppError("input/invalid", `${file}: could not be written: ${reasonOf(thrown)}.`, { file }, { cause: thrown });
}
