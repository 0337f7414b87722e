/** Cutting stored bytes into texts: at line ends where there are any, and never inside of a character. */

const newline = 10;
/** The longest UTF-8 character. A piece that may hold less could make no headway. */
export const smallestPiece = 4;

/** How many of the bytes make up whole lines. */
export function wholeLines(bytes: Uint8Array): number {
  return bytes.lastIndexOf(newline) + 1;
}

/** How many of the bytes make up whole characters: all but a last one that was cut. Bytes that are no text count as whole. */
export function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(smallestPiece - 1, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** Where the first whole line begins; without one, the first whole character. */
export function firstLine(bytes: Uint8Array): number {
  const end = bytes.indexOf(newline);
  if (end >= 0 && end + 1 < bytes.length) return end + 1;
  const start = bytes.findIndex((byte) => (byte & 0xc0) !== 0x80);
  return Math.max(0, start);
}
