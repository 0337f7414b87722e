/** JSON as a person types it: the value, or what is wrong and where. Pure. */
import { t } from "../strings/t.ts";
import { jsonErrorOffset } from "./json-error-place.ts";

export type JsonRead = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string; readonly line: number; readonly column: number };

export function readJson(text: string): JsonRead {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, message: messageAt(text), ...placeIn(text) };
  }
}

/** An object, as conf must be; an empty text is an empty object. */
export function readJsonObject(text: string): { readonly ok: true; readonly value: Record<string, unknown> } | Extract<JsonRead, { ok: false }> {
  if (text.trim() === "") return { ok: true, value: {} };
  const read = readJson(text);
  if (!read.ok) return read;
  if (isObject(read.value)) return { ok: true, value: read.value };
  return { ok: false, message: t("Found {{value}}; expected an object such as {\"user_id\": \"u-1042\"}", { value: nameOf(read.value) }), line: 1, column: 1 };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function nameOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? t("a list") : `a ${typeof value}`;
}

function placeIn(text: string): { line: number; column: number } {
  const lines = text.slice(0, jsonErrorOffset(text)).split("\n");
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

function messageAt(text: string): string {
  const at = jsonErrorOffset(text);
  return at >= text.length ? t("The text ends too early") : t("Found {{split}}, which cannot stand here", { split: JSON.stringify(text.slice(at, at + 12).split(/\s/)[0]) });
}
