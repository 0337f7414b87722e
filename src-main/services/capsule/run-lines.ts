/** The rows of a run as lines of JSON, masked on the way out and judged on the way in. */
import { createReadStream } from "node:fs";
import { z } from "zod";
import { AppError } from "../../../shared/errors/app-error.ts";
import { secretMask } from "../../core/secret-text.ts";
import type { StoredRow, StoredValue } from "../../ports/store.ts";
import type { Masking } from "./masking.ts";

export interface RowMasks {
  readonly params: ReadonlySet<string>;
  readonly conf: ReadonlySet<string>;
  readonly xcoms: boolean;
  /** Who did something with the run is told. */
  readonly people: boolean;
  /** Lower case: columns that are taken out of the failing rows of checks. */
  readonly columns: ReadonlySet<string>;
}

const piece = 256 * 1024;
/** Hold values that people or tasks gave, as JSON of any kind. */
const filled = new Set(["dag_run.conf", "dag_run.params", "audit.arguments", "xcom.value"]);

/** Written by the piece, so that a large run is never held as one text. */
export async function* linesOf(rows: Iterable<StoredRow>, masks: RowMasks, masking: Masking): AsyncGenerator<Uint8Array> {
  let text = "";
  for (const row of rows) {
    text += `${JSON.stringify(maskedRow(row, masks, masking))}\n`;
    if (text.length < piece) continue;
    yield Buffer.from(text, "utf8");
    text = "";
  }
  if (text !== "") yield Buffer.from(text, "utf8");
}

function maskedRow({ table, values }: StoredRow, masks: RowMasks, masking: Masking): StoredRow {
  const chosen: Record<string, StoredValue> = { ...values };
  if (table === "dag_run") {
    change(chosen, "params", (value) => withoutKeys(value, masks.params));
    change(chosen, "conf", (value) => withoutKeys(value, masks.conf));
  }
  if (table === "dag_version") {
    change(chosen, "spec", (value) => withoutDefaults(value, masks.params));
    // They are packed by themselves, as texts.
    chosen["files"] = null;
  }
  if (table === "attempt_detail") change(chosen, "checks", (value) => withoutColumns(value, masks.columns));
  if (table === "audit") change(chosen, "arguments", (value) => withoutGiven(value, masks));
  if (table === "xcom" && !masks.xcoms) chosen["value"] = JSON.stringify(secretMask);
  if (!masks.people) for (const name of ["by_name", "by"]) if (typeof chosen[name] === "string") chosen[name] = secretMask;
  // The store's own mark: part of the ids of tries, and no text of a person.
  if (table === "meta") return { table, values: chosen };
  return { table, values: Object.fromEntries(Object.entries(chosen).map(([name, value]) => [name, typeof value !== "string" ? value : filled.has(`${table}.${name}`) ? masking.json(value, true) : masking.stored(value)])) };
}

/** Only what changes is written anew: numbers keep their digits. */
function change(row: Record<string, StoredValue>, column: string, by: (value: unknown) => boolean): void {
  const text = row[column];
  if (typeof text !== "string") return;
  const value: unknown = JSON.parse(text);
  if (by(value)) row[column] = JSON.stringify(value);
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

function withoutKeys(value: unknown, keys: ReadonlySet<string>): boolean {
  if (!isRecord(value)) return false;
  const masked = Object.keys(value).filter((key) => keys.has(key));
  for (const key of masked) value[key] = secretMask;
  return masked.length > 0;
}

/** Params and conf as they were given to an act. */
function withoutGiven(value: unknown, { params, conf }: RowMasks): boolean {
  if (!isRecord(value)) return false;
  const [inParams, inConf] = [withoutKeys(value["params"], params), withoutKeys(value["conf"], conf)];
  return inParams || inConf;
}

function withoutDefaults(value: unknown, params: ReadonlySet<string>): boolean {
  const specs = isRecord(value) ? value["params"] : null;
  if (!isRecord(specs)) return false;
  const masked = Object.entries(specs).filter(([name]) => params.has(name));
  for (const [, spec] of masked) if (isRecord(spec)) spec["default"] = secretMask;
  return masked.length > 0;
}

function withoutColumns(value: unknown, columns: ReadonlySet<string>): boolean {
  if (!Array.isArray(value) || columns.size === 0) return false;
  let isChanged = false;
  for (const check of value) {
    if (!isRecord(check) || !Array.isArray(check["failingColumns"]) || !Array.isArray(check["failingRows"])) continue;
    const masked = check["failingColumns"].flatMap((name, index) => (columns.has(String(name).toLowerCase()) ? [index] : []));
    for (const row of check["failingRows"]) if (Array.isArray(row)) for (const index of masked) if (row[index] !== null) row[index] = secretMask;
    isChanged ||= masked.length > 0;
  }
  return isChanged;
}

const Row = z.strictObject({ table: z.string().max(100), values: z.record(z.string().max(100), z.union([z.string(), z.number(), z.null()])) });
const longestLine = 256 * 1024 * 1024;

/** Throws AppError capsule/invalid with the line. */
export async function* readLines(file: string): AsyncGenerator<StoredRow> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let line = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      line += 1;
      yield readRow(Buffer.concat([...held, chunk.subarray(from, end)]), line);
      held = [];
      heldBytes = 0;
      from = end + 1;
    }
    if (from === chunk.length) continue;
    held.push(chunk.subarray(from));
    heldBytes += chunk.length - from;
    if (heldBytes > longestLine) throw badLine(line + 1, "it is too long");
  }
  if (heldBytes > 0) throw badLine(line + 1, "it does not end");
}

function readRow(bytes: Buffer, line: number): StoredRow {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch {
    throw badLine(line, "it is no JSON");
  }
  const row = Row.safeParse(value);
  if (!row.success) throw badLine(line, row.error.issues[0]?.message ?? "it is no row");
  return row.data;
}

function badLine(line: number, why: string): AppError {
  return new AppError("capsule/invalid", `This run capsule is not opened: line ${line} of run.jsonl is no row of a run (${why}).`);
}
