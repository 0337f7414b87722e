/** Values of options, parsed with words a person can act on. */
import { readFileSync } from "node:fs";
import { indexLines } from "../../shared/dag-file/line-index.ts";
import { AppError, reasonOf } from "../../shared/errors/app-error.ts";
import type { ErrorCode } from "../../shared/errors/codes.ts";
import { readJson } from "../../shared/workspace-file/json-text.ts";

/** ISO 8601 date or instant; without a zone it is UTC, as Airflow reads it. */
export function parseInstant(option: string, text: string): number {
  const isIso = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/.test(text);
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text.slice(10));
  const instant = isIso ? Date.parse(text.length === 10 || hasZone ? text.replace(" ", "T") : `${text.replace(" ", "T")}Z`) : Number.NaN;
  // A day that is not in the calendar (30 February) parses by rolling over; it is not what was meant.
  const isRolled = !Number.isNaN(instant) && new Date(`${text.slice(0, 10)}T00:00:00Z`).toISOString().slice(0, 10) !== text.slice(0, 10);
  if (!Number.isNaN(instant) && !isRolled) return instant;
  throw bad("input/invalid", option, `"${text}" is no date or time; write 2026-01-31 or 2026-01-31T06:00:00Z.`);
}

/** A JSON object, or `@FILE` that holds one. */
export function parseJsonObject(option: string, text: string): Record<string, unknown> {
  const source = text.startsWith("@") ? readOptionFile(option, text.slice(1)) : text;
  const json = readJson(source);
  if (!json.ok) {
    const { line, column } = indexLines(source).at(json.span.start);
    const isFile = text.startsWith("@");
    const what = isFile ? `${text.slice(1)}:${line}:${column}: is not JSON` : `is not JSON (${line > 1 ? `line ${line}, ` : ""}column ${column})`;
    throw bad("conf/invalid", option, `${what}: ${json.message}`);
  }
  const { value } = json;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw bad("conf/invalid", option, `must be a JSON object such as '{"user_id": 7}'.`);
}

/** `name=value`, any number of them; the last of a name counts. */
export function parsePairs(option: string, pairs: readonly string[]): [name: string, value: string][] {
  return pairs.map((pair) => {
    const at = pair.indexOf("=");
    if (at < 1) throw bad("input/invalid", option, `"${pair}" must be NAME=VALUE.`);
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
}

export function parseWhole(option: string, text: string, range: { min: number; max: number }): number {
  const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= range.min && value <= range.max) return value;
  throw bad("input/invalid", option, `"${text}" must be a whole number from ${range.min} to ${range.max}.`);
}

function readOptionFile(option: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (thrown) {
    throw bad("input/invalid", option, `${file}: ${reasonOf(thrown)}.`);
  }
}

function bad(code: ErrorCode, option: string, what: string): AppError {
  return new AppError(code, `${option}: ${what}`, { option });
}
