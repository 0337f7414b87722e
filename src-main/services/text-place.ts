/** Places in a text as people count them, with what is named there. Pure. */
import type { LineIndex } from "../../shared/dag-file/line-index.ts";

export interface TextPlace {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface NamedPlace extends TextPlace {
  readonly name: string;
  /** Dotted path, as `tasks.load.pool`. */
  readonly field: string;
}

export function placeOf(lines: LineIndex, { start, end }: { start: number; end: number }): TextPlace {
  const last = lines.at(end);
  return { ...lines.at(start), endLine: last.line, endColumn: last.column };
}
