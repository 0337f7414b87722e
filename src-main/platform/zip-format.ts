/** The parts of the ZIP format that run capsules use: stored and deflated entries, no encryption, no 64-bit sizes, no comments. */

export const localHeader = { signature: 0x04034b50, bytes: 30 } as const;
export const centralHeader = { signature: 0x02014b50, bytes: 46 } as const;
export const endRecord = { signature: 0x06054b50, bytes: 22 } as const;
export const stored = 0;
export const deflated = 8;
/** 2.0: deflate. */
export const versionNeeded = 20;
/** The names are UTF-8. */
export const utf8Flag = 0x0800;
/** 1 January 1980, midnight, the first that the format knows: the same content gives the same bytes. */
export const fixedTime = 0;
export const fixedDate = 0x21;
export const mostEntries = 0xfffe;
export const mostBytes = 0xffff_fffe;

export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Of its local header. */
  readonly offset: number;
}

/** Made on Unix, by format version 2.0; a plain file that its owner reads and writes. */
const madeBy = (3 << 8) | versionNeeded;
const plainFile = (0o100600 << 16) >>> 0;

export function localHeaderOf({ name, method, crc, packedBytes, bytes }: ZipEntry): Buffer {
  const text = Buffer.from(name, "utf8");
  const header = Buffer.alloc(localHeader.bytes + text.length);
  header.writeUInt32LE(localHeader.signature, 0);
  header.writeUInt16LE(versionNeeded, 4);
  writeCommon(header, 6, { method, crc, packedBytes, bytes, nameBytes: text.length });
  text.copy(header, localHeader.bytes);
  return header;
}

export function centralHeaderOf({ name, method, crc, packedBytes, bytes, offset }: ZipEntry): Buffer {
  const text = Buffer.from(name, "utf8");
  const header = Buffer.alloc(centralHeader.bytes + text.length);
  header.writeUInt32LE(centralHeader.signature, 0);
  header.writeUInt16LE(madeBy, 4);
  header.writeUInt16LE(versionNeeded, 6);
  writeCommon(header, 8, { method, crc, packedBytes, bytes, nameBytes: text.length });
  header.writeUInt32LE(plainFile, 38);
  header.writeUInt32LE(offset, 42);
  text.copy(header, centralHeader.bytes);
  return header;
}

function writeCommon(header: Buffer, at: number, { method, crc, packedBytes, bytes, nameBytes }: Omit<ZipEntry, "name" | "offset"> & { nameBytes: number }): void {
  header.writeUInt16LE(utf8Flag, at);
  header.writeUInt16LE(method, at + 2);
  header.writeUInt16LE(fixedTime, at + 4);
  header.writeUInt16LE(fixedDate, at + 6);
  header.writeUInt32LE(crc, at + 8);
  header.writeUInt32LE(packedBytes, at + 12);
  header.writeUInt32LE(bytes, at + 16);
  header.writeUInt16LE(nameBytes, at + 20);
}

export function endRecordOf(entries: number, directoryBytes: number, directoryOffset: number): Buffer {
  const record = Buffer.alloc(endRecord.bytes);
  record.writeUInt32LE(endRecord.signature, 0);
  record.writeUInt16LE(entries, 8);
  record.writeUInt16LE(entries, 10);
  record.writeUInt32LE(directoryBytes, 12);
  record.writeUInt32LE(directoryOffset, 16);
  return record;
}
