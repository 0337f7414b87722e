/** One log line made ready to draw: its time apart, coloured, with the found text marked. Pure. */
import { parseAnsiLine, plainStyle, stripAnsi, type AnsiSpan, type AnsiStyle } from "./ansi.ts";
import type { FindOptions } from "./use-log-find.ts";

export interface ShownSpan extends AnsiSpan {
  readonly found: boolean;
}

/** The style with which a line begins, from what the engine tells of it. */
export function styleOf(params: string | undefined): AnsiStyle {
  return params === undefined ? plainStyle : parseAnsiLine(`\u001b[${params}m`, plainStyle).style;
}

/** What is marked in the lines; null marks nothing. */
export function wantedPattern({ text, matchCase = false, wholeWord = false, regex = false }: FindOptions): RegExp | null {
  if (text === "") return null;
  const source = regex ? text : text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const bounded = wholeWord ? `(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])` : source;
  for (const flags of matchCase ? ["gu", "g"] : ["giu", "gi"]) {
    try {
      return new RegExp(bounded, flags);
    } catch {
      // The stricter reading first, as in the engine.
    }
  }
  return null;
}

const leadingTime = /^(?:\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?\]?|\[?\d\d\/\d\d\/\d\d \d\d:\d\d:\d\d\]?|\[?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\]?)[ \t]*/;

/** How long the time is that a line begins with, escapes before it included; 0 when it has none. */
export function timeLength(text: string): number {
  // oxlint-disable-next-line no-control-regex
  const escapes = /^(?:\u001b\[[0-9;]*m)*/.exec(text)?.[0].length ?? 0;
  const found = leadingTime.exec(text.slice(escapes, escapes + 60));
  return found === null ? 0 : escapes + found[0].length;
}

export function showLine(text: string, style: AnsiStyle, wanted: RegExp | null): readonly ShownSpan[] {
  const { spans } = parseAnsiLine(text, style);
  return wanted === null ? spans.map((span) => ({ ...span, found: false })) : markFound(spans, wanted);
}

const mostMarks = 200;

/** Splits spans where the found text starts and ends; it may run across several colours. */
function markFound(spans: readonly AnsiSpan[], wanted: RegExp): ShownSpan[] {
  const plain = spans.map((span) => span.text).join("");
  const places: [from: number, to: number][] = [];
  for (const match of plain.matchAll(wanted)) {
    if (match[0] === "" || places.length >= mostMarks) break;
    places.push([match.index, match.index + match[0].length]);
  }
  const shown: ShownSpan[] = [];
  let offset = 0;
  for (const span of spans) {
    const end = offset + span.text.length;
    const cuts = places.flat().filter((at) => at > offset && at < end);
    let from = offset;
    for (const to of [...cuts, end]) {
      const found = places.some(([first, last]) => from >= first && to <= last);
      if (to > from) shown.push({ ...span, text: span.text.slice(from - offset, to - offset), found });
      from = to;
    }
    offset = end;
  }
  return shown;
}

/** A line as a person would type it: for the clipboard. */
export const plainText = stripAnsi;
