/** Copies values into plain data: what a template may see. Functions, symbols and class instances do not get through. */
import { AppError } from "../../shared/errors/app-error.ts";

const maxDepth = 100;

/** Dates become ISO text, and so do whole numbers of more than 64 bits, which templates cannot reckon with; `undefined` is left out. Throws AppError template/failed for anything with behaviour. */
export function plainCopy(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return copyRecord(record, "context", 0);
}

function copyRecord(record: object, path: string, depth: number): Record<string, unknown> {
  if (depth > maxDepth) throw refuse(path, `nested deeper than ${maxDepth} levels`);
  // No prototype: a key named "__proto__" is then a key like any other.
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, value] of Object.entries(record)) {
    if (value !== undefined) copy[key] = copyValue(value, `${path}.${key}`, depth + 1);
  }
  return copy;
}

function copyValue(value: unknown, path: string, depth: number): unknown {
  if (typeof value === "bigint") return BigInt.asIntN(64, value) === value || BigInt.asUintN(64, value) === value ? value : String(value);
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return value;
  if (Array.isArray(value)) {
    if (depth > maxDepth) throw refuse(path, `nested deeper than ${maxDepth} levels`);
    return value.map((item: unknown, index) => copyValue(item ?? null, `${path}[${index}]`, depth + 1));
  }
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== "object") throw refuse(path, `a ${typeof value}`);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) throw refuse(path, "an object of a class");
  return copyRecord(value, path, depth);
}

function refuse(path: string, found: string): AppError {
  return new AppError("template/failed", `Template: ${path} is ${found}; only plain data may be used.`);
}
