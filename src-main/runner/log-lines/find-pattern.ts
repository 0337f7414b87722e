/**
 * What is looked for, as something that runs over a piece of a log at once and names places in it. A plain text is looked for in the bytes;
 * an expression of a person's own runs over decoded text. Throws RangeError for an expression that is none.
 */
import type { LogQuery } from "../../../shared/contract/logs.ts";

export interface FindPattern {
  /** Calls back with the place of each match in the bytes, at most one a line; `next` answers where to go on. */
  search(bytes: Buffer, onPlace: (at: number) => number): void;
  /** A person's own expression may take for ever. */
  readonly isRisky: boolean;
}

const newline = 10;

export function findPattern({ text, matchCase = false, wholeWord = false, regex = false }: Pick<LogQuery, "text" | "matchCase" | "wholeWord" | "regex">): FindPattern {
  if (regex) return ownExpression(text, matchCase, wholeWord);
  return foldedBytes(text, matchCase, wholeWord);
}

/** One expression over the bytes as Latin-1, in which each character of the text stands in all of its cases. */
function foldedBytes(text: string, matchCase: boolean, wholeWord: boolean): FindPattern {
  const source = matchCase ? exactSource(latin(text)) : Array.from(text, anyCase).join("");
  const [first = "", last = ""] = [Array.from(text)[0], Array.from(text).at(-1)];
  const pattern = new RegExp(source, "g");
  return {
    isRisky: false,
    search(bytes, onPlace) {
      const all = bytes.toString("latin1");
      pattern.lastIndex = 0;
      for (let match = pattern.exec(all); match !== null; match = pattern.exec(all)) {
        if (wholeWord && !isWhole(bytes, match.index, match.index + match[0].length, { first, last })) {
          pattern.lastIndex = match.index + 1;
          continue;
        }
        pattern.lastIndex = onPlace(match.index);
        if (pattern.lastIndex >= bytes.length) return;
      }
    },
  };
}

const latin = (character: string): string => Buffer.from(character, "utf8").toString("latin1");
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&").replaceAll("\n", "\\n");

/** The set of one at its start makes V8 compile the expression: an expression of a plain text it only looks up, which takes twice as long. */
const exactSource = (bytes: string): string => `[${escaped(bytes.slice(0, 1))}]${escaped(bytes.slice(1))}`;

function anyCase(character: string): string {
  const forms = [...new Set([character, character.toLowerCase(), character.toUpperCase()])].map(latin);
  if (forms.length === 1) return escaped(forms[0] ?? "");
  if (forms.every((form) => form.length === 1)) return `[${forms.map(escaped).join("")}]`;
  return `(?:${forms.map(escaped).join("|")})`;
}

const wordCharacter = /[\p{L}\p{N}_]/u;

const isWord = (byte: number): boolean => (byte >= 48 && byte <= 57) || byte === 95 || ((byte | 32) >= 97 && (byte | 32) <= 122);

/** A text that itself begins with no letter needs none to be missing before it. */
function isWhole(bytes: Buffer, from: number, to: number, { first, last }: { first: string; last: string }): boolean {
  const [left, right] = [from === 0 ? newline : (bytes[from - 1] ?? 0), bytes[to] ?? newline];
  if (left < 128 && right < 128) return !(isWord(left) && wordCharacter.test(first)) && !(isWord(right) && wordCharacter.test(last));
  const before = bytes.toString("utf8", Math.max(0, from - 4), from).at(-1) ?? "";
  const after = Array.from(bytes.toString("utf8", to, to + 4))[0] ?? "";
  return !(wordCharacter.test(first) && wordCharacter.test(before)) && !(wordCharacter.test(last) && wordCharacter.test(after));
}

function ownExpression(text: string, matchCase: boolean, wholeWord: boolean): FindPattern {
  const { piece, line } = compiled(text, matchCase, wholeWord);
  return {
    isRisky: true,
    search(bytes, onPlace) {
      const all = bytes.toString("utf8");
      const isOneByte = all.length === bytes.length;
      // Places in the bytes are counted on from the last one.
      let counted = { text: 0, bytes: 0 };
      const placeOf = (at: number): number => {
        if (isOneByte) return at;
        counted = { text: at, bytes: counted.bytes + Buffer.byteLength(all.slice(counted.text, at)) };
        return counted.bytes;
      };
      piece.lastIndex = 0;
      for (let match = piece.exec(all); match !== null; match = piece.exec(all)) {
        const lineStart = match.index === 0 ? 0 : all.lastIndexOf("\n", match.index - 1) + 1;
        const found = all.indexOf("\n", match.index);
        const lineEnd = found < 0 ? all.length : found;
        // What runs over a line break is no match of a line; the line itself may hold one nevertheless.
        const isInLine = match.index + match[0].length <= lineEnd || line.test(all.slice(lineStart, lineEnd));
        if (isInLine && lineStart < all.length) onPlace(placeOf(match.index));
        piece.lastIndex = lineEnd + 1;
        if (piece.lastIndex > all.length) return;
      }
    },
  };
}

function compiled(text: string, matchCase: boolean, wholeWord: boolean): { piece: RegExp; line: RegExp } {
  const flags = matchCase ? "m" : "mi";
  const bounded = wholeWord ? `(?<![\\p{L}\\p{N}_])(?:${text})(?![\\p{L}\\p{N}_])` : text;
  try {
    return { piece: new RegExp(bounded, `g${flags}u`), line: new RegExp(bounded, `${flags}u`) };
  } catch {
    // Many expressions that people know are only right without the stricter reading.
    const loose = wholeWord ? `\\b(?:${text})\\b` : text;
    try {
      return { piece: new RegExp(loose, `g${flags}`), line: new RegExp(loose, flags) };
    } catch (error) {
      throw new RangeError(error instanceof Error ? error.message.replace(/^Invalid regular expression: /, "") : String(error), { cause: error });
    }
  }
}

/** The start of the next line, from which a search goes on. */
export function nextLine(bytes: Buffer, at: number): number {
  const end = bytes.indexOf(newline, at);
  return end < 0 ? bytes.length : end + 1;
}
