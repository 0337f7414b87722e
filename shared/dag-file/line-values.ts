/**
 * The values on one line of YAML as a person sees them, found without a parser: for messages about a text that the parser
 * cannot read. Knows keys, list marks, quotes, braces, templates and comments; never decides what a sound text means.
 */

export interface LineValue {
  /** Offsets into the whole text. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Between `{` and `}` or `[` and `]` that open on this line. */
  readonly inBraces: boolean;
  readonly hasQuotes: boolean;
}

/** The value that covers the offset, or the last one that starts before it. */
export function valueAt(text: string, offset: number): LineValue {
  const { line, start } = lineAt(text, offset);
  const values = valuesOf(line).map((value) => ({ ...value, start: value.start + start, end: value.end + start }));
  const found = values.findLast(({ start }) => start <= offset) ?? values[0];
  return found ?? { start: offset, end: offset, text: "", inBraces: false, hasQuotes: false };
}

/** The first value of the offset's line that holds a template and has no quotes around it. */
export function bareTemplateAt(text: string, offset: number): LineValue | null {
  const { line, start } = lineAt(text, offset);
  for (let at = line.indexOf("{{"); at !== -1; at = line.indexOf("{{", at + 2)) {
    const value = valueAt(text, start + at);
    if (!value.hasQuotes && value.start <= start + at && start + at < value.end) return value;
  }
  return null;
}

/** A message shows one line; one of a megabyte is not worth reading to its end. */
const longestLine = 4000;

function lineAt(text: string, offset: number): { line: string; start: number } {
  // A line's own break belongs to it: searching back from there would find itself.
  const start = offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
  const [line = ""] = text.slice(start, start + longestLine).split(/\r?\n/, 1);
  return { line, start };
}

function valuesOf(line: string): LineValue[] {
  const values: LineValue[] = [];
  let depth = 0;
  let start = /^\s*/.exec(line)?.[0].length ?? 0;
  let isFresh = true;
  let hasQuotes = false;
  const begin = (at: number): void => {
    start = at + (/^\s*/.exec(line.slice(at))?.[0].length ?? 0);
    [isFresh, hasQuotes] = [true, false];
  };
  const finish = (end: number): void => {
    const text = line.slice(start, end).trimEnd();
    if (text !== "") values.push({ start, end: start + text.length, text, inBraces: depth > 0, hasQuotes });
  };
  begin(0);
  for (let at = start; at < line.length; ) {
    const sign = line[at] ?? "";
    const isLast = at + 1 >= line.length || line[at + 1] === " ";
    if (isFresh && (sign === '"' || sign === "'")) {
      hasQuotes = true;
      at = afterQuote(line, at);
    } else if (line.startsWith("{{", at)) {
      at = after(line, "}}", at + 2);
    } else if (isFresh && (sign === "{" || sign === "[")) {
      depth += 1;
      begin(at + 1);
      at = start;
      continue;
    } else if (depth > 0 && sign === "{") {
      at = after(line, "}", at + 1);
    } else if (depth > 0 && "}],".includes(sign)) {
      finish(at);
      if (sign !== ",") depth -= 1;
      begin(at + 1);
      at = start;
      continue;
    } else if ((sign === ":" && isLast) || (isFresh && sign === "-" && isLast)) {
      begin(at + 1);
      at = start;
      continue;
    } else if (sign === "#" && line[at - 1] === " ") {
      finish(at);
      return values;
    } else at += 1;
    isFresh = false;
  }
  finish(line.length);
  return values;
}

function after(line: string, sign: string, from: number): number {
  const at = line.indexOf(sign, from);
  return at === -1 ? line.length : at + sign.length;
}

function afterQuote(line: string, at: number): number {
  const quote = line[at] ?? "";
  for (let next = at + 1; next < line.length; next++) {
    if (quote === '"' && line[next] === "\\") next++;
    else if (line[next] === quote && quote === "'" && line[next + 1] === "'") next++;
    else if (line[next] === quote) return next + 1;
  }
  return line.length;
}
