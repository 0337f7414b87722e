/** Which columns the rows have that a script handed over, as far as their beginning tells: what its table could be. Read with distrust. */
import { closeSync, openSync, readSync } from "node:fs";
import type { WrittenColumn, WrittenType } from "../ports/store.ts";
import { findOutput } from "./handed-back.ts";

const readBytes = 262_144;
const mostColumns = 1_000;
const largestWhole = 2 ** 63;

/** Null where there are no JSON lines: other files name their types themselves, or have none. */
export function columnsWritten(outputFile: string): WrittenColumn[] | null {
  const output = findOutput(outputFile);
  if (output?.format !== "jsonl") return null;
  const found = new Map<string, WrittenType | null>();
  for (const row of rowsOf(beginOf(output.path))) {
    for (const [name, value] of Object.entries(row)) if (found.has(name) || found.size < mostColumns) found.set(name, both(found.get(name) ?? null, typeOf(value)));
  }
  return found.size === 0 ? null : [...found].map(([name, type]) => ({ name, type: type ?? "text" }));
}

function beginOf(path: string): string {
  const begin = Buffer.alloc(readBytes);
  const file = openSync(path, "r");
  try {
    return begin.subarray(0, readSync(file, begin, 0, readBytes, 0)).toString("utf8");
  } finally {
    closeSync(file);
  }
}

/** The last line may be cut off; a line that is no mapping tells nothing. */
function rowsOf(text: string): Record<string, unknown>[] {
  return text.split("\n").flatMap((line) => {
    try {
      const row: unknown = JSON.parse(line);
      return typeof row === "object" && row !== null && !Array.isArray(row) ? [row as Record<string, unknown>] : [];
    } catch {
      return [];
    }
  });
}

function typeOf(value: unknown): WrittenType | null {
  if (value === null) return null;
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "number") return Number.isInteger(value) && Math.abs(value) < largestWhole ? "bigint" : "double";
  if (typeof value !== "string") return "json";
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return "date";
  const instant = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/.exec(value);
  if (instant === null) return "text";
  return instant[1] === undefined ? "timestamp" : "timestamptz";
}

/** What holds both; null says nothing. */
function both(one: WrittenType | null, other: WrittenType | null): WrittenType | null {
  if (one === null || other === null || one === other) return one ?? other;
  const pair = new Set([one, other]);
  if (pair.has("bigint") && pair.has("double")) return "double";
  return pair.has("date") && pair.has("timestamp") ? "timestamp" : "text";
}
