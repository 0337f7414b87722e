/**
 * Which of the many complaints about a broken YAML text is the mistake, and how to mend it. A parser that has lost its way complains at
 * every following word; the first place tells it, in the words of who writes the file and not of who parses it.
 */
import type { YAMLParseError } from "yaml";
import type { LineIndex } from "./line-index.ts";
import { bareTemplateAt, type LineValue, valueAt } from "./line-values.ts";
import type { Problem } from "./report.ts";
import type { LoneSign } from "./watch-signs.ts";

export interface BrokenText {
  readonly text: string;
  readonly lines: LineIndex;
  readonly errors: readonly YAMLParseError[];
  readonly loneSign: LoneSign | null;
}

/**
 * In file order, never empty when there is an error: the first mistake, and after it only what is one whatever the parser
 * makes of it, a template without quotes on a line of its own.
 */
export function mistakesOf(broken: BrokenText): Problem[] {
  const { text, lines, loneSign } = broken;
  const errors = broken.errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
  const [first] = errors;
  if (first === undefined) return [];
  const told = [loneSign !== null && loneSign.at <= first.pos[0] ? ofLoneSign(loneSign, broken) : explain(first, broken)];
  const seen = new Set([lines.at(told[0]?.span.start ?? 0).line, lines.at(first.pos[0]).line]);
  for (const error of errors) {
    const { line } = lines.at(error.pos[0]);
    const template = seen.has(line) ? null : bareTemplateAt(text, error.pos[0]);
    if (template !== null) told.push(ofTemplate(template));
    seen.add(line);
  }
  return told;
}

function ofLoneSign({ sign, at, noticedAt, why }: LoneSign, { text, lines }: BrokenText): Problem {
  const span = { start: at, end: at + 1 };
  const closing = sign === "{" ? "}" : sign === "[" ? "]" : sign;
  const line = lines.at(noticedAt).line;
  if (why === "opens-nothing") return syntax(`This \`${sign}\` closes nothing. Remove it, or put the value in quotes.`, span);
  if (why === "closed-by-other") return syntax(`The \`${sign}\` that opens here is closed by \`${text.charAt(noticedAt)}\` in line ${line}; expected \`${closing}\`. Write \`${closing}\` where it ends.`, span);
  if (sign === '"' || sign === "'") return syntax(`The quote ${sign} that opens here has no closing ${sign}. Add it where the text ends${sign === "'" ? "; a quote inside is written twice ('')" : ""}.`, span);
  const lineStart = lines.startOfLine(noticedAt);
  if (text.charAt(lineStart) === "\t") return ofTabs([lineStart]);
  const where = noticedAt >= text.trimEnd().length ? "to the end of the file" : `before line ${line}, which is not indented enough to belong to it`;
  return syntax(`The \`${sign}\` that opens here has no closing \`${closing}\` ${where}. Add the \`${closing}\`.`, span);
}

function explain(error: YAMLParseError, broken: BrokenText): Problem {
  const { text, errors } = broken;
  const [start, end] = error.pos;
  if (error.code === "TAB_AS_INDENT") return ofTabs(errors.flatMap((one) => (one.code === "TAB_AS_INDENT" ? [one.pos[0]] : [])));
  const template = bareTemplateAt(text, start);
  if (template !== null) return ofTemplate(template);
  const value = valueAt(text, start);
  if (value.text.startsWith("*")) return ofAlias(value);
  if (error.code === "BAD_INDENT" || error.message.startsWith("Sequence item without")) return ofIndent(text, start);
  const words = wordsFor(error, value, text);
  return syntax(words ?? `${error.message}.`, { start, end });
}

function syntax(message: string, span: Problem["span"]): Problem {
  return { code: "yaml/syntax", message, span };
}

function ofTabs(offsets: readonly number[]): Problem {
  const others = offsets.length - 1;
  const what = others === 0 ? "A tab indents this line" : `Tabs indent this line and ${others} more`;
  const start = offsets[0] ?? 0;
  return { code: "yaml/tab", message: `${what}; YAML takes only spaces. Replace each tab by spaces.`, span: { start, end: start + 1 } };
}

export function ofTemplate({ text, start, end, inBraces }: Pick<LineValue, "text" | "start" | "end" | "inBraces">): Problem {
  const why = inBraces && !text.startsWith("{{") ? "inside { … } or [ … ] a value ends at a brace" : "YAML reads `{` as a mapping";
  return { code: "yaml/unquoted-template", message: `A template stands here without quotes, and ${why}. Put the whole value in quotes: ${quoted(text)}.`, span: { start, end } };
}

function ofAlias({ text, start, end }: LineValue): Problem {
  return { code: "yaml/unknown-alias", message: `A value that starts with \`*\` is an alias in YAML. A cron expression needs quotes: ${quoted(text)}.`, span: { start, end } };
}

function ofIndent(text: string, lineStart: number): Problem {
  const indent = /^ */.exec(text.slice(lineStart, lineStart + 1000))?.[0].length ?? 0;
  const start = lineStart + indent;
  return syntax(`This line is indented by ${indent} ${indent === 1 ? "space" : "spaces"}, like none above that it could belong to. Fields of one mapping, and items of one list, start in the same column.`, { start, end: start + 1 });
}

function wordsFor(error: YAMLParseError, value: LineValue, text: string): string | null {
  const [start, end] = error.pos;
  switch (error.code) {
    case "BAD_SCALAR_START":
      return `A value that starts with \`${text.charAt(start)}\` needs quotes: ${quoted(value.text)}.`;
    case "BAD_DQ_ESCAPE":
      return `\`${text.slice(start, start + 2)}\` means nothing in double quotes. Use single quotes, or write \`\\${text.slice(start, start + 2)}\`.`;
    case "BLOCK_IN_FLOW":
      return `There is a second \`: \` in one value between braces. A comma is missing before the next key, or the value needs quotes.`;
    case "BLOCK_AS_IMPLICIT_KEY":
      return wordsForNested(text, start);
    case "MULTILINE_IMPLICIT_KEY":
    case "MISSING_CHAR":
      if (error.message.startsWith("Missing , or :")) return "What stands here belongs neither to the value before it nor to a next key. Between braces a value ends at its closing quote: put the whole value into one pair of quotes, or a comma before the next one.";
      return error.message.startsWith("Implicit") ? wordsForKey(text.slice(start, end)) : null;
    case "UNEXPECTED_TOKEN":
      return wordsForToken(error.message, value);
    default:
      return null;
  }
}

/** `a: b: c`, or a value with deeper lines below it. */
function wordsForNested(text: string, start: number): string {
  const lineEnd = text.indexOf("\n", start);
  const rest = text.slice(start, lineEnd === -1 ? text.length : lineEnd).trimEnd();
  if (rest.startsWith("? ")) return `A value that starts with \`?\` needs quotes: ${quoted(rest)}.`;
  if (/:(?:\s|$)/.test(rest)) return `There is a colon and a space inside this value. Put the value in quotes: ${quoted(rest)}.`;
  return `The line below this value is indented deeper than its key. Indent it like the key if it is a field; put it all in quotes if it is text that goes on.`;
}

function wordsForKey(found: string): string {
  const [, key, value] = /^([\w.-]+):(\S.*)$/m.exec(found.split("\n")[0] ?? "") ?? [];
  if (key !== undefined) return `A space is missing after the colon: write \`${key}: ${value}\`.`;
  return "This line is no `key: value`. Write a colon and a space after the key, or indent the line if it belongs to the text above.";
}

function wordsForToken(message: string, value: LineValue): string | null {
  if (message.startsWith("Block scalar header") || message.startsWith("Not a YAML token")) return "The text after `|` or `>` begins on the next line, indented deeper than its key.";
  if (message.includes("on same line with key")) return "A list begins on the line below its key, each item with `- `.";
  if (!message.endsWith("at node end")) return null;
  if (/^["']/.test(value.text)) return `Text follows the closing quote. Put the whole value into one pair of quotes${value.text.startsWith("'") ? "; a quote inside is written twice ('')" : ""}.`;
  if (value.inBraces) return `Between braces a value ends at \`{\`, \`[\`, \`}\`, \`]\` or a comma. Put the whole value in quotes: ${quoted(value.text)}.`;
  return "This does not belong to what stands before it. A list and fields do not mix in one place; text needs quotes.";
}

/** The value as it can stand in the file, when it is short enough to be shown. */
function quoted(text: string): string {
  if (text.length > 80 || (text.includes("'") && /["\\]/.test(text))) return "'…'";
  return text.includes("'") ? `"${text}"` : `'${text}'`;
}
