/** One log line made ready to draw: cut when very long, coloured, with the found text marked. Pure. */
import { parseAnsiLine, type AnsiSpan } from "./ansi.ts";
import type { LogLine } from "./log-buffer.ts";

export interface ShownSpan extends AnsiSpan {
  readonly found: boolean;
}

export interface ShownLine {
  readonly spans: readonly ShownSpan[];
  /** Characters left out at the end. */
  readonly cut: number;
}

/** Longest line drawn without being asked, and longest drawn at all: a browser lays out no million characters in a row. */
export const cutAt = 2_000;
export const cutAtWhole = 200_000;

export function showLine(line: LogLine, options: { whole: boolean; wanted: string }): ShownLine {
  const most = options.whole ? cutAtWhole : cutAt;
  const text = line.text.length > most ? line.text.slice(0, safeCut(line.text, most)) : line.text;
  const spans = parseAnsiLine(text, line.style).spans;
  return { spans: markFound(spans, options.wanted.toLowerCase()), cut: line.text.length - text.length };
}

/** Never between the two halves of a character. */
function safeCut(text: string, at: number): number {
  const code = text.charCodeAt(at - 1);
  return code >= 0xd800 && code <= 0xdbff ? at - 1 : at;
}

/** Splits spans where the found text starts and ends; it may run across several colours. */
function markFound(spans: readonly AnsiSpan[], wanted: string): ShownSpan[] {
  const plain = spans.map((span) => span.text).join("").toLowerCase();
  const edges = wanted === "" ? [] : placesOf(plain, wanted);
  const shown: ShownSpan[] = [];
  let offset = 0;
  for (const span of spans) {
    const end = offset + span.text.length;
    const cuts = edges.flatMap((at) => [at, at + wanted.length]).filter((at) => at > offset && at < end);
    let from = offset;
    for (const to of [...cuts, end]) {
      const found = edges.some((at) => from >= at && to <= at + wanted.length);
      if (to > from) shown.push({ ...span, text: span.text.slice(from - offset, to - offset), found });
      from = to;
    }
    offset = end;
  }
  return shown;
}

function placesOf(text: string, wanted: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(wanted); at >= 0 && places.length < 200; at = text.indexOf(wanted, at + wanted.length)) places.push(at);
  return places;
}
