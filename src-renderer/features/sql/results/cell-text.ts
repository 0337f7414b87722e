/** One cell made readable: JSON laid out without touching its numbers, bytes as hex. Pure. */

export type CellForm = "text" | "json" | "hex";

/** Laying out megabytes helps nobody. */
const longestLaidOut = 2_000_000;
const bytesInLine = 16;

export function formsOf(text: string, isBinary: boolean): CellForm[] {
  if (isBinary) return ["hex", "text"];
  return isJson(text) ? ["json", "text"] : ["text"];
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text) || text.length > longestLaidOut) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** New lines and indents only: 1.10 stays 1.10, and the 20th digit stays the 20th digit. */
export function layOutJson(text: string): string {
  let depth = 0;
  let out = "";
  const line = (): string => `\n${"  ".repeat(depth)}`;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/gs)) {
    if (token === "}" || token === "]") {
      depth -= 1;
      const isEmpty = out.endsWith("{") || out.endsWith("[");
      out += isEmpty ? token : line() + token;
    } else {
      if (out.endsWith("{") || out.endsWith("[") || out.endsWith(",")) out += line();
      out += token === ":" ? ": " : token;
      if (token === "{" || token === "[") depth += 1;
    }
  }
  return out;
}

/** Place, bytes and letters of `\x…`, sixteen a line. */
export function hexLines(text: string): string[] {
  const bytes = text.replace(/^\\x/, "").match(/../g) ?? [];
  return Array.from({ length: Math.ceil(bytes.length / bytesInLine) }, (_, at) => {
    const line = bytes.slice(at * bytesInLine, (at + 1) * bytesInLine);
    const letters = line.map((byte) => letterOf(Number.parseInt(byte, 16))).join("");
    return `${(at * bytesInLine).toString(16).padStart(8, "0")}  ${line.join(" ").padEnd(bytesInLine * 3 - 1)}  ${letters}`;
  });
}

function letterOf(byte: number): string {
  return byte >= 32 && byte < 127 ? String.fromCharCode(byte) : ".";
}
