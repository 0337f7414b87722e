/** Text inside a PNG, as an iTXt chunk: put in behind the header, and read again. Pixels are left as they are. */
const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const afterHeader = signature.length + 25;

export function isPng(bytes: Uint8Array): boolean {
  return signature.every((byte, at) => bytes[at] === byte);
}

/** `keyword` in Latin letters, at most 79. */
export function withPngText(png: Uint8Array, keyword: string, text: string): Uint8Array {
  const encoder = new TextEncoder();
  // Keyword, no compression, no language, no translated keyword, text.
  const data = joined([encoder.encode(`${keyword}\0\0\0\0\0`), encoder.encode(text)]);
  return joined([png.subarray(0, afterHeader), chunk("iTXt", data), png.subarray(afterHeader)]);
}

/** Null where there is no such text, or no sound PNG. */
export function pngText(png: Uint8Array, keyword: string): string | null {
  if (!isPng(png)) return null;
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const wanted = `${keyword}\0\0\0\0\0`;
  for (let at = signature.length; at + 12 <= png.length; ) {
    const length = view.getUint32(at);
    const body = at + 8;
    if (body + length + 4 > png.length) return null;
    const isText = latin(png.subarray(at + 4, body)) === "iTXt" && latin(png.subarray(body, body + wanted.length)) === wanted;
    if (isText) return decoded(png.subarray(body + wanted.length, body + length));
    at = body + length + 4;
  }
  return null;
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const named = joined([Uint8Array.from(type, (letter) => letter.charCodeAt(0)), data]);
  const ends = new DataView(new ArrayBuffer(8));
  ends.setUint32(0, data.length);
  ends.setUint32(4, crc32(named));
  return joined([new Uint8Array(ends.buffer, 0, 4), named, new Uint8Array(ends.buffer, 4, 4)]);
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (crcTable[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}
