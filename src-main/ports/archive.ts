/** One file that holds many: written entry by entry, read with distrust. Names are plain ASCII paths; nothing in an archive decides where anything is put. */
import type { StopSignal } from "./run-source.ts";

export interface ArchivedFile {
  readonly name: string;
  readonly bytes: number;
  /** In hex, of the bytes before they were packed. */
  readonly sha256: string;
}

export interface ArchiveWriter {
  /** Bytes of the file so far. */
  readonly written: number;
  /** `packed` says that the bytes are compressed already. */
  add(name: string, content: AsyncIterable<Uint8Array> | Uint8Array, options?: { readonly packed?: boolean }): Promise<ArchivedFile>;
  /** Puts the whole file in its place. */
  finish(): Promise<void>;
  /** Leaves nothing behind; harmless after `finish`. */
  abort(): Promise<void>;
}

export interface ArchiveEntry {
  readonly name: string;
  readonly bytes: number;
}

/** Each call throws AppError capsule/invalid where the archive is not what it says. */
export interface ArchiveReader {
  readonly entries: readonly ArchiveEntry[];
  /** The whole of a small entry; refused above `most` bytes. */
  read(name: string, most: number): Promise<Uint8Array>;
  /** Writes the entry to a new file and says its hash. */
  extract(name: string, to: string, options?: { readonly signal?: StopSignal | undefined; readonly onBytes?: (bytes: number) => void }): Promise<ArchivedFile>;
  close(): Promise<void>;
}

export interface Archives {
  /** Written beside `file`, which stays as it is until the end. */
  create(file: string): Promise<ArchiveWriter>;
  /** Throws AppError capsule/invalid for what is no archive, or one that nobody should unpack. */
  open(file: string): Promise<ArchiveReader>;
}
