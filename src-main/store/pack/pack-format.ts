/** The rows of a run in few bytes: its columns, deflated with the texts that another run of its DAG version left (its words). */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { readTables, writeTables, type TableRows } from "./columns.ts";

/** Deflate looks back no further. */
const mostWords = 32_768;
/** A blob of a damaged file must not fill the memory. */
const mostBytes = 1024 * 1024 * 1024;

export function packTables(tables: readonly TableRows[], words: Uint8Array | null): Buffer {
  return deflateRawSync(writeTables(tables).bytes, { level: 9, ...(words === null ? {} : { dictionary: words }) });
}

/** Throws where the body, or the words with it, is not what was packed. */
export function unpackTables(body: Uint8Array, words: Uint8Array | null): TableRows[] {
  return readTables(inflateRawSync(body, { maxOutputLength: mostBytes, ...(words === null ? {} : { dictionary: words }) }));
}

/** What other runs of the version find themselves in: the texts of this one. */
export function wordsOf(tables: readonly TableRows[]): Uint8Array {
  const { bytes, textBytes } = writeTables(tables);
  return bytes.slice(0, Math.min(textBytes, mostWords));
}
