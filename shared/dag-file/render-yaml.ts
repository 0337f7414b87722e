/**
 * Writes values as YAML that YAML 1.1 and 1.2 readers take alike: a text is bare only when nobody reads it otherwise.
 */
import type { ScalarStyle } from "./yaml-tree.ts";

const bareText = /^[\p{L}_][\p{L}\p{M}\p{N}_./=@+ -]*$/u;
const reserved = /^(?:true|false|yes|no|on|off|y|n|null)$/i;
// oxlint-disable-next-line no-control-regex -- these are the characters that only the double-quoted form can hold
const needsEscape = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]/;
const escaped = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

export function isBareText(text: string): boolean {
  return text.length <= 200 && bareText.test(text) && !text.endsWith(" ") && !reserved.test(text);
}

/** One line, in the style asked for when the text can be written so. */
export function renderText(text: string, style: ScalarStyle = "plain"): string {
  if (style === "plain" && isBareText(text)) return text;
  const simple = text.replaceAll(/[\ud800-\udbff][\udc00-\udfff]/g, "");
  // Single quotes within single quotes are doubled, which nobody reads with ease.
  const isPlainest = style !== "single" && text.includes("'") && !/["\\]/.test(text);
  if (style === "double" || isPlainest || needsEscape.test(simple)) return JSON.stringify(text).replaceAll(escaped, escapeUnit);
  return `'${text.replaceAll("'", "''")}'`;
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** One line: scalars, `[a, b]`, `{a: 1}`. */
export function renderInline(value: unknown, style: ScalarStyle = "plain"): string {
  if (typeof value === "string") return renderText(value, style === "block" ? "plain" : style);
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return renderNumber(value);
  if (Array.isArray(value)) return `[${value.map((item) => renderInline(item)).join(", ")}]`;
  const pairs = Object.entries(value as object).map(([key, item]) => `${renderText(key)}: ${renderInline(item)}`);
  return `{${pairs.join(", ")}}`;
}

/** `1e+21` is text to YAML 1.1 without a dot. */
function renderNumber(value: number): string {
  const text = String(value);
  return /e/.test(text) && !text.includes(".") ? text.replace("e", ".0e") : text;
}

export interface Indent {
  /** Columns of the line that holds the key. */
  readonly column: number;
  /** Columns that one level adds in this file. */
  readonly step: number;
}

/** `key: value` as lines of a block mapping, without line breaks. */
export function renderEntry(key: string, value: unknown, indent: Indent): string[] {
  const pad = " ".repeat(indent.column);
  const inner = { column: indent.column + indent.step, step: indent.step };
  const head = `${pad}${renderText(key)}:`;
  if (typeof value === "string" && (isBlockText(value) || hasBothQuotes(value))) return [`${head} ${blockHeader(value)}`, ...blockLines(value, inner.column)];
  if (isFullMap(value)) return [head, ...renderMap(value, inner)];
  if (Array.isArray(value) && value.some(isFullMap)) return [head, ...renderItems(value, inner)];
  return [`${head} ${renderInline(value)}`];
}

export function renderMap(value: Readonly<Record<string, unknown>>, indent: Indent): string[] {
  return Object.entries(value).flatMap(([key, item]) => renderEntry(key, item, indent));
}

export function renderItems(items: readonly unknown[], indent: Indent): string[] {
  const pad = " ".repeat(indent.column);
  return items.map((item) => `${pad}- ${renderInline(item)}`);
}

/** A text of several lines that `|` can hold: no odd characters, no leading spaces that would confuse its indentation. */
export function isBlockText(text: string): boolean {
  if (!text.includes("\n") || text.startsWith("\n") || text.startsWith(" ") || text.endsWith("\n\n")) return false;
  const simple = text.replaceAll(/[\n\t]|[\ud800-\udbff][\udc00-\udfff]/g, "");
  return !needsEscape.test(simple) && text.trim() !== "" && text.split("\n").every((line) => line === "" || line.trim() !== "");
}

/** One line that would be hard to read between quotes of either kind. */
function hasBothQuotes(text: string): boolean {
  return text.includes("'") && text.includes('"') && !text.includes("\n") && isBlockText(`${text}\n`);
}

export function blockHeader(text: string): string {
  return text.endsWith("\n") ? "|" : "|-";
}

export function blockLines(text: string, column: number): string[] {
  const pad = " ".repeat(column);
  const body = text.endsWith("\n") ? text.slice(0, -1) : text;
  return body.split("\n").map((line) => (line === "" ? "" : pad + line));
}

export function isFullMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
}
