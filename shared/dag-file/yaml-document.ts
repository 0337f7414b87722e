/**
 * YAML text to one `yaml` Document that keeps its source tokens. Guards size, nesting and time before the
 * library's recursive parts see the text, and says in plain words what is wrong with it.
 */
import { type CST, Composer, type Document, Lexer, type ParsedNode, Parser, type YAMLParseError } from "yaml";
import { tooLarge } from "./decode-dag-file.ts";
import { limits } from "./limits.ts";
import type { Report } from "./report.ts";

/** The document, or null when the text cannot be read at all. Errors are in the report either way. */
export function readDocument(text: string, report: Report): Document.Parsed | null {
  const whole = { start: 0, end: 0 };
  if (text.length > limits.characters) {
    report.add({ code: "yaml/too-large", message: tooLarge(`${text.length} characters`), span: whole });
    return null;
  }
  if (!hasOnlyText(text, report)) return null;
  const tokens = readTokens(text, report);
  if (tokens === null) return null;
  const composer = new Composer<ParsedNode>({
    uniqueKeys: false,
    keepSourceTokens: true,
    resolveKnownTags: false,
    merge: false,
    logLevel: "silent",
    prettyErrors: false,
  });
  const documents = [...composer.compose(tokens, true, text.length)];
  for (const document of documents) reportErrors(document.errors, text, report);
  const second = documents[1];
  if (second !== undefined) {
    const [start] = second.range;
    const message = "A second YAML document starts here (`---`); a DAG file holds one. Put it into a file of its own.";
    report.add({ code: "yaml/multiple-documents", message, span: { start, end: start + 3 } });
  }
  return documents[0] ?? null;
}

function hasOnlyText(text: string, report: Report): boolean {
  const nul = text.indexOf("\0");
  if (nul === -1) return true;
  const message = `A NUL character stands at offset ${nul}; text has none. Remove it.`;
  report.add({ code: "yaml/nul", message, span: { start: nul, end: nul + 1 } });
  return false;
}

function readTokens(text: string, report: Report): CST.Token[] | null {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  const nesting = watchNesting();
  let lexemes = 0;
  let offset = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (++lexemes > limits.lexemes) {
      const message = `The YAML has more than ${limits.lexemes} pieces; split the DAG into several files.`;
      report.add({ code: "yaml/too-large", message, span: { start: offset, end: offset } });
      return null;
    }
    if (nesting.isTooDeep(lexeme)) return refuseDepth(report, offset);
    for (const token of parser.next(lexeme)) tokens.push(token);
    offset += lexeme.length;
  }
  for (const token of parser.end()) tokens.push(token);
  const deep = findTooDeep(tokens);
  return deep === null ? tokens : refuseDepth(report, deep);
}

function refuseDepth(report: Report, offset: number): null {
  const message = `The YAML is nested more than ${limits.depth} levels deep here; write it flatter.`;
  report.add({ code: "yaml/too-deep", message, span: { start: offset, end: offset + 1 } });
  return null;
}

/** Counts nesting that one line can build: open brackets, and runs of `- ` or `? `. Cheap enough for every lexeme. */
function watchNesting(): { isTooDeep(lexeme: string): boolean } {
  let brackets = 0;
  let signs = 0;
  return {
    isTooDeep(lexeme) {
      if (lexeme === "[" || lexeme === "{") brackets++;
      else if (lexeme === "]" || lexeme === "}") brackets = Math.max(0, brackets - 1);
      else if (lexeme === "-" || lexeme === "?") signs++;
      else if (lexeme.includes("\n")) signs = 0;
      return brackets > limits.depth || signs > limits.depth;
    },
  };
}

/** Offset of the first token nested too deep, or null. Iterative: the text decides how deep it goes. */
function findTooDeep(tokens: readonly CST.Token[]): number | null {
  const waiting: { token: CST.Token; depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.depth > limits.depth) return "offset" in next.token ? next.token.offset : 0;
    const depth = next.depth + 1;
    if (next.token.type === "document") {
      if (next.token.value) waiting.push({ token: next.token.value, depth });
    } else if ("items" in next.token) {
      for (const item of next.token.items) {
        if (item.key) waiting.push({ token: item.key, depth });
        if (item.value) waiting.push({ token: item.value, depth });
      }
    }
  }
  return null;
}

/** One slip makes the library complain at every following word; the first complaint of a line tells it. */
function reportErrors(errors: readonly YAMLParseError[], text: string, report: Report): void {
  let toldUpTo = -1;
  for (const error of errors) {
    if (error.pos[0] < toldUpTo) continue;
    report.add(explain(error, text));
    const lineEnd = text.indexOf("\n", error.pos[0]);
    toldUpTo = lineEnd === -1 ? text.length : lineEnd;
  }
}

const codes: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "yaml/tab",
  BAD_ALIAS: "yaml/syntax",
  DUPLICATE_KEY: "yaml/duplicate-key",
};

function explain(error: YAMLParseError, text: string): { code: string; message: string; span: { start: number; end: number } } {
  const [start, end] = error.pos;
  const code = codes[error.code] ?? "yaml/syntax";
  return { code, message: wordsFor(error, lineAround(text, start)), span: { start, end } };
}

function wordsFor(error: YAMLParseError, line: string): string {
  if (error.code === "TAB_AS_INDENT") return "A tab indents this line; YAML takes only spaces. Replace the tab by spaces.";
  if (/(?:^|[\s[,:])\{\{/.test(line)) return `${error.message}: a template starts with \`{\`, which YAML reads as a mapping. Put the whole value in quotes: '{{ … }}'.`;
  if (/:\s+@/.test(line)) return `${error.message}. Put the value in quotes: '@daily'.`;
  if (/:\s+\*/.test(line)) return `${error.message}: \`*\` starts an alias in YAML. Put a cron expression in quotes: '*/5 * * * *'.`;
  if (/:\s*[^'"\s].*:\s/.test(line)) return `${error.message}: a colon and a space inside a value. Put the value in quotes.`;
  return `${error.message}.`;
}

function lineAround(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", Math.max(0, offset - 1)) + 1;
  const end = text.indexOf("\n", offset);
  return text.slice(start, Math.min(end === -1 ? text.length : end, start + 1000));
}
