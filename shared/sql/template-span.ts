/**
 * Where a Jinja template inside a SQL text ends, by Jinja's own rules: text in quotes and braces inside an expression hide the mark that
 * closes it, `{% raw %}` hides everything up to `{% endraw %}`. Knows nothing of SQL.
 */

export interface TemplateSpan {
  readonly end: number;
  readonly isClosed: boolean;
}

const closers: Readonly<Record<string, string>> = { "{{": "}}", "{%": "%}", "{#": "#}" };
const raw = /\{%[-+]?\s*raw\s*[-+]?%\}/y;
const endRaw = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;

/** The template that starts at `start`, or null when none does. One that is never closed ends with its line: the person is typing. */
export function templateAt(text: string, start: number): TemplateSpan | null {
  if (text.charAt(start) !== "{") return null;
  const closer = closers[text.slice(start, start + 2)];
  if (closer === undefined) return null;
  const end = closer === "#}" ? after(text.indexOf(closer, start + 2), closer) : (endOfRaw(text, start) ?? endOfExpression(text, start + 2, closer));
  return end === null ? { end: endOfLine(text, start), isClosed: false } : { end, isClosed: true };
}

function after(found: number, mark: string): number | null {
  return found < 0 ? null : found + mark.length;
}

function endOfRaw(text: string, start: number): number | null {
  raw.lastIndex = start;
  if (!raw.test(text)) return null;
  endRaw.lastIndex = raw.lastIndex;
  return endRaw.test(text) ? endRaw.lastIndex : null;
}

function endOfExpression(text: string, from: number, closer: string): number | null {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const unit = text.charAt(at);
    if (unit === "'" || unit === '"') {
      at = endOfText(text, at);
      if (at < 0) return null;
    } else if (depth === 0 && text.startsWith(closer, at)) return at + closer.length;
    else if (unit === "{") {
      // A second opening mark: the first was never closed.
      if (text.startsWith("{{", at) || text.startsWith("{%", at) || text.startsWith("{#", at)) return null;
      depth++;
    } else if (unit === "}") depth = Math.max(0, depth - 1);
  }
  return null;
}

/** Index of the quote that closes the one at `open`, or -1. */
function endOfText(text: string, open: number): number {
  const quote = text.charAt(open);
  for (let at = open + 1; at < text.length; at++) {
    if (text.charAt(at) === "\\") at++;
    else if (text.charAt(at) === quote) return at;
  }
  return -1;
}

function endOfLine(text: string, from: number): number {
  const found = text.indexOf("\n", from);
  return found < 0 ? text.length : found;
}
