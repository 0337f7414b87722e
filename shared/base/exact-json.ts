/**
 * JSON whose whole numbers keep their digits: what a double cannot hold is a bigint. Ids of 64 bits are such numbers. Without `JSON.rawJSON`, which
 * writes broken text in Chromium 114.
 */

/** Only such texts can hold a number that a double cannot. */
const mayRound = /\d{16}/;
const stringsAndNumbers = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;
const whole = /^-?\d{16,}$/;

/** Throws SyntaxError as JSON.parse does. */
export function parseExactJson(text: string): unknown {
  const rounded: unknown = JSON.parse(text);
  if (!mayRound.test(text)) return rounded;
  const mark = markNotIn(text);
  const marked = text.replaceAll(stringsAndNumbers, (found) => (whole.test(found) && !Number.isSafeInteger(Number(found)) ? `"${mark}${found}"` : found));
  if (marked === text) return rounded;
  return JSON.parse(marked, (_key, value: unknown) => (typeof value === "string" && value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value));
}

/** Of a value without functions and cycles. */
export function toExactJson(value: unknown, indent?: number): string {
  const write = (ofBigint: (digits: bigint) => unknown): string => JSON.stringify(value, (_key, each: unknown) => (typeof each === "bigint" ? ofBigint(each) : each), indent) ?? "null";
  let hasBigint = false;
  const without = write(() => {
    hasBigint = true;
    return 0;
  });
  if (!hasBigint) return without;
  const mark = markNotIn(without);
  return write((digits) => `${mark}${digits}`).replaceAll(new RegExp(`"${mark}(-?\\d+)"`, "g"), "$1");
}

function markNotIn(text: string): string {
  let mark = "~";
  while (text.includes(mark)) mark += "~";
  return mark;
}
