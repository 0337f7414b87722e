/**
 * CSV files as they are, without a database: their header, read the same way for every one of them, and their records,
 * read only to find the row that a database has refused.
 */
import { createReadStream } from "node:fs";
import { SqlFailure } from "../session.ts";

export interface CsvHeader {
  readonly delimiter: string;
  readonly names: readonly string[];
}

/** One record. An empty cell without quotes is null. */
export interface CsvRecord {
  /** Of its last line, from 1, counted as PostgreSQL does. */
  readonly line: number;
  /** From 1; the header is row 0. */
  readonly row: number;
  /** Split only when asked for. */
  cells(): readonly (string | null)[];
}

const longestHeader = 1024 * 1024;

function refuse(message: string): SqlFailure {
  return new SqlFailure({ kind: "sql", code: "csv", message });
}

/** Text up to the first line end outside quotes, without a byte order mark; null when the file is empty. */
async function readHeaderLine(path: string): Promise<string | null> {
  let text = "";
  for await (const chunk of createReadStream(path, { encoding: "utf8", highWaterMark: 64 * 1024 })) {
    text += String(chunk);
    if (text.slice(0, 1000).includes("\0")) throw refuse("the file is not UTF-8 text (UTF-16, perhaps); write it as UTF-8");
    const end = endOfLine(text);
    if (end >= 0) return stripMark(text.slice(0, end));
    if (text.length > longestHeader) throw refuse("the header line is longer than 1 MB; expected column names");
  }
  return text === "" ? null : stripMark(text);
}

function stripMark(text: string): string {
  return text.replace(/^\uFEFF/, "");
}

function endOfLine(text: string): number {
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (text[at] === "\n" || text[at] === "\r")) return at;
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
  return [...cells, cell];
}

function unquote(cell: string): string {
  return cell.startsWith('"') && cell.endsWith('"') && cell.length > 1 ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}

export async function readCsvHeader(path: string): Promise<CsvHeader> {
  const line = await readHeaderLine(path);
  if (line === null || line.trim() === "") throw refuse("the file has no header line; expected column names in the first line");
  const candidates = [",", "\t", ";", "|"].map((delimiter) => ({ delimiter, names: splitLine(line, delimiter).map(unquote) }));
  return candidates.reduce((best, next) => (next.names.length > best.names.length ? next : best));
}

/** Records of a file of any size. A line end inside quotes belongs to the record. */
export async function* readRecords(path: string, delimiter: string): AsyncGenerator<CsvRecord> {
  let [pending, row, line, isQuoted] = ["", 0, 0, false];
  let lineEnd: string | null = null;
  const record = (text: string): CsvRecord => {
    const plain = row === 0 ? stripMark(text) : text;
    return { line: ++line, row: row++, cells: () => splitLine(plain, delimiter).map((cell) => (cell === "" ? null : unquote(cell))) };
  };
  for await (const chunk of createReadStream(path, { encoding: "utf8" })) {
    const text = String(chunk);
    const marks = /["\n\r]/g;
    let from = 0;
    for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
      const [char] = mark;
      if (char === '"') isQuoted = !isQuoted;
      else if (isQuoted) line += char === (lineEnd ?? "\n") ? 1 : 0;
      else {
        const whole = pending + text.slice(from, mark.index);
        // The second half of a CR LF ends nothing.
        if (char === "\r" || lineEnd !== "\r" || whole !== "") yield record(whole);
        lineEnd ??= char;
        pending = "";
        from = mark.index + 1;
      }
    }
    pending += text.slice(from);
  }
  if (pending !== "") yield record(pending);
}
