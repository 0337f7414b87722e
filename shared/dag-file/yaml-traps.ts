/**
 * Plain texts that YAML 1.1 readers (PyYAML, so Airflow and the first DAG Builder) take for something else than
 * YAML 1.2 does, or that lose digits. The text is kept as written; the person is told.
 */
import type { FieldPath } from "./field-path.ts";
import type { TreeScalar } from "./yaml-tree.ts";

export interface Trap {
  readonly code: "yaml/ambiguous" | "yaml/big-number";
  readonly message: string;
}

const booleanWords = /^(?:yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/;
const octal = /^[-+]?0[0-7_]+$/;
const leadingZero = /^[-+]?0\d+$/;
const sexagesimal = /^[-+]?[1-9]\d*(?::[0-5]?\d)+(?:\.\d*)?$/;
const date = /^\d{4}-\d\d?-\d\d?(?:(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?)?)?$/;
const underscored = /^[-+]?\d[\d_]*_[\d_]*$/;
const exponent = /^[-+]?\d+[eE][-+]?\d+$/;
const trailingZero = /^[-+]?\d+\.\d*0$/;
const octalNew = /^0o[0-7]+$/;

/** Fields that both kinds of reader understand alike, whatever the text looks like. */
const dateFields: ReadonlySet<string> = new Set(["start_date", "end_date"]);
const numberFields: ReadonlySet<string> = new Set(["min", "max", "minimum", "maximum", "x", "y", "width", "height"]);

/** Written digit by digit, in any base that YAML has: nobody means another one than that. */
export function isWhole(text: string): boolean {
  return /^(?:[-+]?\d+|0x[\da-fA-F]+|0o[0-7]+)$/.test(text);
}

/** A whole number that was kept as text, because as a number it would lose digits. */
export function isTooBig({ value, source, style }: TreeScalar): boolean {
  return style === "plain" && typeof value === "string" && isWhole(source) && !Number.isSafeInteger(Number(source));
}

export function trapIn(scalar: TreeScalar, path: FieldPath): Trap | null {
  const text = scalar.source;
  const first = text.charCodeAt(0);
  // Most texts start with a letter that begins no trap; this runs for every plain scalar.
  if (text.length > 40 || !(first < 0x3a || "yYnNoO".includes(text.charAt(0)))) return null;
  const field = String(path.at(-1) ?? "");
  if (isTooBig(scalar)) {
    return { code: "yaml/big-number", message: `\`${text}\` is too big to be an exact number and is kept as text. Put it in quotes to say so.` };
  }
  const other = otherReading(text, field);
  if (other === null) return null;
  const advice = typeof scalar.value === "string" && booleanWords.test(text) ? "Write true or false, or put it in quotes." : "Put it in quotes, or write it without doubt.";
  return { code: "yaml/ambiguous", message: `\`${text}\` is ${here(scalar)} in YAML 1.2, but ${other}. ${advice}` };
}

function here(scalar: TreeScalar): string {
  return typeof scalar.value === "number" ? `the number ${scalar.value}` : "text";
}

function otherReading(text: string, field: string): string | null {
  if (booleanWords.test(text)) return `YAML 1.1 readers such as Airflow's take it for ${/^(?:y|on)/i.test(text)}`;
  if (octal.test(text)) return `YAML 1.1 readers take it for the octal number ${Number.parseInt(text.replaceAll("_", ""), 8)}`;
  if (leadingZero.test(text)) return "YAML 1.1 readers take it for text";
  if (sexagesimal.test(text)) return `YAML 1.1 readers take it for the number ${inSixties(text)}`;
  if (date.test(text)) return dateFields.has(field) ? null : "YAML 1.1 readers take it for a date";
  if (underscored.test(text)) return `YAML 1.1 readers take it for the number ${text.replaceAll("_", "")}`;
  if (exponent.test(text)) return "YAML 1.1 readers take it for text";
  if (octalNew.test(text)) return "YAML 1.1 readers take it for text";
  if (trailingZero.test(text)) return numberFields.has(field) ? null : "a version or code written so loses its last zero";
  return null;
}

function inSixties(text: string): number {
  return text.replace(/^[-+]/, "").split(":").reduce((sum, part) => sum * 60 + Number(part), 0) * (text.startsWith("-") ? -1 : 1);
}
