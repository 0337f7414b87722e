/**
 * A text as it is on disk, beside what the editor shows of it: without a byte order mark, and with every line end as "\n".
 * Turns lines and columns of the editor into offsets of the text and back. Pure.
 */
import { lastNotAfter } from "../../shared/base/last-not-after.ts";


/** Lines and columns from 1, as the editor counts them. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface PlaceRange {
  readonly start: Place;
  readonly end: Place;
}

export interface ShownText {
  readonly text: string;
  readonly shown: string;
  /** Bounded to the text. */
  offsetAt(place: Place): number;
  placeAt(offset: number): Place;
  /** How the line ends, or would end if another followed: "\n", "\r\n" or "\r". */
  lineEndAt(line: number): string;
}

const lineEnd = /\r\n|\r|\n/g;
const mark = "\uFEFF";

export function showText(text: string): ShownText {
  const bom = text.startsWith(mark) ? 1 : 0;
  const shown = (bom === 1 ? text.slice(1) : text).replace(/\r\n?/g, "\n");
  const { starts, ends } = readLines(text, bom);
  const lineOf = (offset: number): number => lastNotAfter(starts, offset);
  const startOf = (line: number): number => starts[line] ?? text.length;
  const endOf = (line: number): number => ends[line] ?? text.length;
  return {
    text,
    shown,
    offsetAt({ line, column }) {
      if (line < 1) return bom;
      return Math.max(startOf(line - 1), Math.min(startOf(line - 1) + column - 1, endOf(line - 1)));
    },
    placeAt(offset) {
      const line = lineOf(offset);
      return { line: line + 1, column: Math.max(0, Math.min(offset, endOf(line)) - startOf(line)) + 1 };
    },
    lineEndAt(line) {
      for (const at of [line - 1, line - 2, 0]) {
        const found = at < 0 ? "" : text.slice(endOf(at), startOf(at + 1));
        if (found !== "") return found;
      }
      return "\n";
    },
  };
}

/** Which line ends a text has, in the words of editors. */
export function lineEndsOf(text: string): "LF" | "CRLF" | "CR" | "mixed" {
  const kinds = new Set(text.match(lineEnd));
  if (kinds.size > 1) return "mixed";
  return kinds.has("\r\n") ? "CRLF" : kinds.has("\r") ? "CR" : "LF";
}

function readLines(text: string, bom: number): { starts: number[]; ends: number[] } {
  const starts = [bom];
  const ends: number[] = [];
  for (const { index, 0: found } of text.matchAll(lineEnd)) {
    ends.push(index);
    starts.push(index + found.length);
  }
  return { starts, ends };
}
