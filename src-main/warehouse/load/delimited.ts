/** The header line of a CSV file: its separator and column names, read the same way for every database. */
import { createReadStream } from "node:fs";
import { SqlFailure } from "../session.ts";

export interface CsvHeader {
  readonly delimiter: string;
  readonly names: readonly string[];
}

const longestHeader = 1024 * 1024;

/** Text up to the first line end outside quotes, without a byte order mark; null when the file is empty. */
async function readHeaderLine(path: string): Promise<string | null> {
  let text = "";
  for await (const chunk of createReadStream(path, { encoding: "utf8", highWaterMark: 64 * 1024 })) {
    text += String(chunk);
    const end = endOfLine(text);
    if (end >= 0) return stripMark(text.slice(0, end));
    if (text.length > longestHeader)
      throw new SqlFailure({ kind: "sql", code: "csv", message: `${path}: the header line is longer than 1 MB; expected column names` });
  }
  return text === "" ? null : stripMark(text);
}

function stripMark(text: string): string {
  return text.replace(/^\uFEFF/, "").replace(/\r$/, "");
}

function endOfLine(text: string): number {
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') isQuoted = !isQuoted;
    else if (text[at] === "\n" && !isQuoted) return at;
  }
  return -1;
}

function splitLine(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (const char of line) {
    if (char === '"') isQuoted = !isQuoted;
    if (char === delimiter && !isQuoted) {
      cells.push(cell);
      cell = "";
    } else cell += char;
  }
  return [...cells, cell].map((text) => (text.startsWith('"') && text.endsWith('"') && text.length > 1 ? text.slice(1, -1).replaceAll('""', '"') : text));
}

export async function readCsvHeader(path: string): Promise<CsvHeader> {
  const line = await readHeaderLine(path);
  if (line === null || line.trim() === "")
    throw new SqlFailure({ kind: "sql", code: "csv", message: `${path}: the file has no header line; expected column names in the first line` });
  const candidates = [",", "\t", ";", "|"].map((delimiter) => ({ delimiter, names: splitLine(line, delimiter) }));
  return candidates.reduce((best, next) => (next.names.length > best.names.length ? next : best));
}
