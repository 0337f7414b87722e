/** Bounds of a check as SQL literals that compare exactly. A bound may be text (a rendered template): it is validated here. */
import { quoteText } from "../../../shared/sql/names.ts";

const plainNumber = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d{1,3}))?$/;
const day = /^\d{4,6}-\d{2}-\d{2}$/;
const instant = /^(\d{4,6}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}(?::?\d{2})?)?$/;

/** A bound that cannot be read; its message goes into the check's result. */
export class BoundError extends Error {}

/** Digits without an exponent, so that no database makes a double of them. */
function withoutExponent(sign: string, digits: string, exponent: number): string {
  const [whole = "", fraction = ""] = digits.split(".");
  const point = whole.length + exponent;
  const all = (whole + fraction).padEnd(point, "0");
  const padded = point < 0 ? "0".repeat(-point) + all : all;
  const head = padded.slice(0, Math.max(0, point)) || "0";
  const tail = padded.slice(Math.max(0, point));
  return `${sign === "-" ? "-" : ""}${head}${tail === "" ? "" : `.${tail}`}`;
}

function numberLiteral(text: string): string | null {
  const match = plainNumber.exec(text);
  return match === null ? null : withoutExponent(match[1] ?? "", match[2] ?? "", Number(match[3] ?? 0));
}

function dateLiteral(text: string): string | null {
  if (day.test(text)) return `DATE ${quoteText(text)}`;
  const match = instant.exec(text);
  if (match === null) return null;
  const [, date = "", time = "", zone] = match;
  return zone === undefined ? `TIMESTAMP ${quoteText(`${date} ${time}`)}` : `TIMESTAMPTZ ${quoteText(`${date} ${time}${zone === "Z" ? "+00" : zone}`)}`;
}

/** A number, a date or an instant. */
export function boundLiteral(name: string, bound: number | string): string {
  const text = String(bound).trim();
  const literal = numberLiteral(text) ?? dateLiteral(text);
  if (literal === null) throw new BoundError(`${name} is "${text}"; expected a number, a date or an instant`);
  return literal;
}

/** A whole number of rows. */
export function countBound(name: string, bound: number | string): bigint {
  const text = String(bound).trim();
  const literal = numberLiteral(text)?.replace(/\.0*$/, "");
  if (literal === undefined || !/^\d+$/.test(literal)) throw new BoundError(`${name} is "${text}"; expected a whole number of rows, 0 or more`);
  return BigInt(literal);
}
