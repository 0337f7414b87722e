/** A table of Markdown as rows of cells, each still text. Pure. */
export interface RawTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const row = /^\s{0,3}\|.*\|\s*$/;
const rule = /^\s{0,3}\|(?:\s*:?-+:?\s*\|)+\s*$/;

/** The table that starts at a line, and how many lines it takes; null where none does. */
export function tableAt(lines: readonly string[], at: number): readonly [RawTable, number] | null {
  if (!row.test(lines[at] ?? "") || !rule.test(lines[at + 1] ?? "")) return null;
  const end = lines.findIndex((line, index) => index > at + 1 && !row.test(line));
  const last = end < 0 ? lines.length : end;
  return [{ head: cellsOf(lines[at] ?? ""), rows: lines.slice(at + 2, last).map(cellsOf) }, last - at];
}

/** A bar behind a backslash is one of the text. */
function cellsOf(line: string): string[] {
  return line.trim().slice(1, -1).split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
}
