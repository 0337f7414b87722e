/**
 * The loaded part of a log with an index of its lines, built as pieces arrive. Pieces stay whole strings and lines are
 * cut out when asked for: 4 bytes a line, so that a million lines are no burden. It knows nothing of screen or wire.
 */
import { plainStyle, stripAnsi, styleAtEnd, type AnsiStyle } from "./ansi.ts";

interface Piece {
  /** Whole lines, each with its line break. */
  readonly text: string;
  readonly starts: Uint32Array;
  readonly firstLine: number;
  /** Style at the start of each line; null when all are `entry`. */
  readonly styles: readonly AnsiStyle[] | null;
  readonly entry: AnsiStyle;
}

export interface LogLine {
  readonly text: string;
  readonly style: AnsiStyle;
}

export interface LogBuffer {
  /** Lines so far, an unfinished last one included. */
  readonly lineCount: number;
  append(text: string): void;
  /** `at` counts from 0; an empty line outside. */
  line(at: number): LogLine;
  /** Numbers of the lines that hold the text, case ignored, at most `limit`. */
  search(text: string, limit: number): number[];
  /** First line at or after `from` that matches; null when there is none. `pattern` must not be global. */
  findLine(pattern: RegExp, from: number): number | null;
  text(): string;
}

export function createLogBuffer(): LogBuffer {
  const pieces: Piece[] = [];
  let wholeLines = 0;
  let tail = "";
  let style = plainStyle;

  function append(text: string): void {
    const joined = tail + text;
    const end = joined.lastIndexOf("\n") + 1;
    tail = joined.slice(end);
    if (end === 0) return;
    const piece = makePiece(joined.slice(0, end), wholeLines, style);
    pieces.push(piece);
    wholeLines += piece.starts.length;
    style = styleAtEnd(piece.text, style);
  }

  function line(at: number): LogLine {
    if (at === wholeLines && tail !== "") return { text: tail, style };
    const piece = pieceOf(pieces, at);
    if (!piece) return { text: "", style: plainStyle };
    const index = at - piece.firstLine;
    return { text: lineText(piece, index), style: piece.styles?.[index] ?? piece.entry };
  }

  function* plainPieces(): Generator<{ text: string; firstLine: number }> {
    for (const piece of pieces) yield { text: stripAnsi(piece.text), firstLine: piece.firstLine };
    if (tail !== "") yield { text: stripAnsi(tail), firstLine: wholeLines };
  }

  return {
    get lineCount() {
      return wholeLines + (tail === "" ? 0 : 1);
    },
    append,
    line,
    search(text, limit) {
      const wanted = text.toLowerCase();
      const hits: number[] = [];
      if (wanted === "") return hits;
      for (const piece of plainPieces()) if (!collectHits(piece, wanted, hits, limit)) break;
      return hits;
    },
    findLine(pattern, from) {
      for (let at = from; at < wholeLines + (tail === "" ? 0 : 1); at++) if (pattern.test(stripAnsi(line(at).text))) return at;
      return null;
    },
    text: () => pieces.map((piece) => piece.text).join("") + tail,
  };
}

function makePiece(text: string, firstLine: number, entry: AnsiStyle): Piece {
  const starts: number[] = [];
  for (let at = 0; at < text.length; at = text.indexOf("\n", at) + 1) starts.push(at);
  const piece = { text, starts: Uint32Array.from(starts), firstLine, styles: null, entry };
  if (!text.includes("\u001b")) return piece;
  let style = entry;
  const styles = starts.map((_, index) => {
    const here = style;
    style = styleAtEnd(lineText(piece, index), style);
    return here;
  });
  return { ...piece, styles };
}

function lineText(piece: Pick<Piece, "text" | "starts">, index: number): string {
  const start = piece.starts[index] ?? 0;
  let end = (piece.starts[index + 1] ?? piece.text.length) - 1;
  if (end > start && piece.text.charCodeAt(end - 1) === 13) end -= 1;
  return piece.text.slice(start, end);
}

function pieceOf(pieces: readonly Piece[], line: number): Piece | undefined {
  let low = 0;
  let high = pieces.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const piece = pieces[middle];
    if (!piece) return undefined;
    if (line < piece.firstLine) high = middle - 1;
    else if (line >= piece.firstLine + piece.starts.length) low = middle + 1;
    else return piece;
  }
  return undefined;
}

/** False when the limit is reached. Each line counts once. */
function collectHits(piece: { text: string; firstLine: number }, wanted: string, hits: number[], limit: number): boolean {
  const text = piece.text.toLowerCase();
  let line = piece.firstLine;
  let counted = 0;
  for (let at = text.indexOf(wanted); at >= 0; ) {
    for (let next = text.indexOf("\n", counted); next >= 0 && next < at; next = text.indexOf("\n", counted)) {
      line += 1;
      counted = next + 1;
    }
    if (hits.length >= limit) return false;
    hits.push(line);
    const lineEnd = text.indexOf("\n", at);
    if (lineEnd < 0) break;
    at = text.indexOf(wanted, lineEnd + 1);
  }
  return true;
}
