/** The problems of a file as marks under its text. Pure. */
import type { Diagnostic } from "../../shared/model/diagnostic.ts";
import type { EditorMark } from "./editor-parts.ts";

/** A mark says where to look: never more than its first line. */
export function marksOf(text: string, diagnostics: readonly Diagnostic[]): EditorMark[] {
  if (diagnostics.length === 0) return [];
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  const offsetOf = (line: number, column: number): number => {
    const mark = line === 1 && text.startsWith("\uFEFF") ? 1 : 0;
    return Math.min(text.length, (starts[line - 1] ?? text.length) + mark + column - 1);
  };
  return diagnostics.map(({ severity, message, code, line, column, endLine, endColumn }) => {
    const start = offsetOf(line, column);
    const end = endLine === undefined || endColumn === undefined ? start : offsetOf(endLine, endColumn);
    const lineEnd = (starts[line] ?? text.length + 1) - 1;
    return { severity, message, code, span: { start, end: Math.max(start, Math.min(end, lineEnd)) } };
  });
}
