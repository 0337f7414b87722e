/** Between what is typed into a field and the value that is written for it. Pure. */
import { readJson } from "../../../ui/json-text.ts";
import { toPlain, type TreeNode } from "../../../../shared/dag-file/yaml-tree.ts";

/** `5` is a number, `true` is true, `"5"` and all else is text. */
export function readScalar(typed: string): string | number | boolean {
  const read = readJson(typed.trim());
  return read.ok && (typeof read.value === "number" || typeof read.value === "boolean" || typeof read.value === "string") ? read.value : typed;
}

/** The way back: text that would be read as something else stands in quotes. */
export function showScalar(value: unknown): string {
  if (typeof value !== "string") return value === undefined || value === null ? "" : JSON.stringify(value);
  return readScalar(value) === value ? value : JSON.stringify(value);
}

/** Numbers without quotes; what is no number is written as it is, and the schema says what is right. */
export function readNumber(typed: string): string | number {
  const value = Number(typed);
  return typed.trim() === "" || !Number.isFinite(value) ? typed : value;
}

/** Any value: JSON for lists and mappings, otherwise as `readScalar` has it. */
export function readAny(typed: string): unknown {
  const read = readJson(typed.trim());
  return read.ok ? read.value : typed;
}

export function showAny(node: TreeNode | null): string {
  const value = toPlain(node);
  if (node === null) return "";
  return value === null ? "null" : typeof value === "object" ? JSON.stringify(value) : showScalar(value);
}

/** A default as a person reads it: `30s`, `on`, `none`. */
export function wordOf(value: unknown): string {
  if (value === undefined || value === null) return "none";
  if (typeof value === "boolean") return value ? "true" : "false";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(wordOf).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
