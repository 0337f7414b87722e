/** `1 byte`, `12,345 bytes`: exactly as many as there are, for a sentence. */
export function byteWords(bytes: number): string {
  return `${bytes.toLocaleString("en-US")} ${bytes === 1 ? "byte" : "bytes"}`;
}
