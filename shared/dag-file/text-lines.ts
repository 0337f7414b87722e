/** Questions about the lines of a text, for patches that add and remove whole lines. */
import type { TextChange } from "../document/text-change.ts";

export function lineStart(text: string, offset: number): number {
  const start = offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
  return start === 0 && text.startsWith("\uFEFF") ? Math.min(1, offset) : start;
}

/** Offset after the line break of the line on which content ends at `offset`. A block text ends after its break already. */
export function lineEnd(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === "\n") return offset;
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end + 1;
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** True when only spaces stand before `offset` on its line. */
export function isFirstOnLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === "";
}

/** End of the lines of a block item: its last content line, and the comments after it that are indented deeper than it. */
export function endOfLines(text: string, contentEnd: number, column: number): number {
  let end = lineEnd(text, contentEnd);
  for (let at = end; at < text.length; ) {
    const lineBreak = text.indexOf("\n", at);
    const next = lineBreak === -1 ? text.length : lineBreak + 1;
    const line = text.slice(at, next);
    const indent = line.length - line.trimStart().length;
    if (line.trim() !== "" && !(line.trimStart().startsWith("#") && indent > column)) break;
    if (line.trim() !== "") end = next;
    at = next;
  }
  return end;
}

/**
 * Takes out whole lines; a text without a final line break still has none. Where the break before them may belong to the value
 * of a block text (`|`, `>`) it stays all the same.
 */
export function removeLines(text: string, start: number, end: number): TextChange {
  const from = lineStart(text, start);
  const above = text.slice(0, from);
  const breakLength = above.endsWith("\r\n") ? 2 : above.endsWith("\n") ? 1 : 0;
  const mayBeValue = /\n[ \t]*\r?\n$/.test(above) || /[|>][-+0-9]*[ \t]*(#.*)?\r?\n/.test(above);
  const keepsBreak = end < text.length || text.endsWith("\n") || mayBeValue;
  return { start: keepsBreak ? from : from - breakLength, end, text: "" };
}

/** Puts whole lines at `offset`, which is the start of a line or the end of the text. */
export function insertLines(text: string, offset: number, lines: readonly string[], newline: string): TextChange {
  const joined = lines.join(newline);
  const afterBreak = offset === 0 || text[offset - 1] === "\n" || (offset === 1 && text.startsWith("\uFEFF"));
  return { start: offset, end: offset, text: afterBreak ? joined + newline : newline + joined };
}

/** The lines further right, or left as far as they go. */
export function shifted(lines: readonly string[], by: number): string[] {
  return lines.map((line) => {
    if (line.trim() === "") return line.trim();
    const indent = line.length - line.trimStart().length;
    return " ".repeat(Math.max(0, indent + by)) + line.trimStart();
  });
}
