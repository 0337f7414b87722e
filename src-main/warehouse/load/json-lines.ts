/**
 * Turns JSON lines into CSV without rounding: numbers keep the digits they were written with (DuckDB and JSON.parse
 * alike would make a double of them). The union of all keys makes the header, so the file is read twice.
 */
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { SqlFailure } from "../session.ts";

declare global {
  interface JSON {
    /** In Node 24, not yet in the compiler's library. */
    rawJSON(text: string): unknown;
  }
}

type Reviver = (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown;

const keepDigits: Reviver = (_key, value, context) => (typeof value === "number" && context.source !== undefined ? JSON.rawJSON(context.source) : value);
/** Only such lines can hold a number that a double cannot. */
const mayRound = /\d[\d.]{14}|\d[eE]|\d\.\d*0\b/;

/** `checkStop` is called with every line; it throws to end the reading. */
async function* readObjects(path: string, checkStop: () => void): AsyncGenerator<Record<string, unknown>> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Infinity })) {
    number++;
    checkStop();
    const text = number === 1 ? line.replace(/^\uFEFF/, "") : line;
    if (text.trim() === "") continue;
    yield parseLine(number, text);
  }
}

function parseLine(number: number, text: string): Record<string, unknown> {
  const fail = (found: string): SqlFailure =>
    new SqlFailure({ kind: "sql", code: "jsonl", message: `line ${number}: ${found}; expected one JSON object a line` });
  let value: unknown;
  try {
    value = mayRound.test(text) ? JSON.parse(text, keepDigits as (key: string, value: unknown) => unknown) : JSON.parse(text);
  } catch (error) {
    throw fail(error instanceof Error ? error.message : "not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw fail("found no object");
  return value as Record<string, unknown>;
}

/** All keys, each with the first row (from 1) that has it. */
export async function readJsonKeys(path: string, checkStop: () => void): Promise<Map<string, number>> {
  const keys = new Map<string, number>();
  let row = 0;
  for await (const object of readObjects(path, checkStop)) {
    row++;
    for (const key of Object.keys(object)) if (!keys.has(key)) keys.set(key, row);
  }
  return keys;
}

export type CellWriter = (value: unknown) => string | null;

export function writeScalar(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Whole numbers that were computed as decimals (`3.0`) are whole numbers. */
export function writeInteger(value: unknown): string | null {
  const text = writeScalar(value);
  return text === null || typeof value === "string" ? text : text.replace(/^(-?\d+)\.0+$/, "$1");
}

/** A PostgreSQL array literal; nested arrays nest. */
export function writeArray(value: unknown): string | null {
  if (!Array.isArray(value)) return writeScalar(value);
  const items = value.map((item: unknown) => (Array.isArray(item) ? writeArray(item) : quoteItem(writeScalar(item))));
  return `{${items.join(",")}}`;
}

function quoteItem(text: string | null): string {
  return text === null ? "NULL" : `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** Null is an empty field; empty text is quoted. */
function csvCell(text: string | null): string {
  return text === null ? "" : `"${text.replaceAll('"', '""')}"`;
}

/** Answers the bytes of the longest record. */
export async function convertJsonLines(
  { from, to, checkStop }: { from: string; to: string; checkStop: () => void },
  columns: readonly { key: string; write: CellWriter }[],
): Promise<number> {
  const out = createWriteStream(to);
  let longest = 0;
  const put = async (cells: readonly string[]): Promise<void> => {
    const record = Buffer.from(`${cells.join(",")}\n`);
    longest = Math.max(longest, record.length);
    if (!out.write(record)) await once(out, "drain");
  };
  try {
    await put(columns.map((column) => csvCell(column.key)));
    for await (const object of readObjects(from, checkStop)) await put(columns.map((column) => csvCell(column.write(object[column.key]))));
  } finally {
    out.end();
    await once(out, "close");
  }
  return longest;
}
