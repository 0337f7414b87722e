/** Gives the lines of a block mapping the depth of another file: each level of nesting gets so many columns. Pure. */

interface Level {
  readonly from: number;
  readonly to: number;
}

/** What follows is a text of its own (`|`, `>`); a number in its header counts columns, and such a text stays as it is. */
const blockText = /(?:^|[\s:-])[|>][-+]?[ \t]*(?:#.*)?$/;
const countsColumns = /(?:^|[\s:-])[|>][-+]?[1-9][-+]?[ \t]*(?:#.*)?$/;

/** Null where the lines have to stay as they are. The first line begins at column 0. */
export function reindented(lines: readonly string[], step: number): string[] | null {
  if (lines.some((line) => countsColumns.test(line))) return null;
  const levels: Level[] = [{ from: 0, to: 0 }];
  const top = (): Level => levels.at(-1) ?? { from: 0, to: 0 };
  let text: { readonly outside: number; readonly to: number; by: number | null } | null = null;
  return lines.map((line) => {
    const content = line.trimStart();
    if (content === "") return line;
    const from = line.length - content.length;
    if (text !== null && from > text.outside) {
      text.by ??= text.to - from;
      return moved(line, text.by);
    }
    text = null;
    while (levels.length > 1 && from < top().from) levels.pop();
    if (from > top().from && !content.startsWith("#")) levels.push({ from, to: top().to + step });
    const { from: column, to } = top();
    const written = moved(line, to - column);
    const dashes = /^(?:-[ \t]+)+/.exec(content)?.[0].length ?? 0;
    // What stands behind `- ` goes on below it, not a level deeper.
    if (dashes > 0) levels.push({ from: from + dashes, to: to + dashes });
    if (blockText.test(content)) text = { outside: from, to: top().to + step, by: null };
    return written;
  });
}

function moved(line: string, by: number): string {
  const content = line.trimStart();
  return " ".repeat(Math.max(0, line.length - content.length + by)) + content;
}
