/**
 * YAML text to one `yaml` Document that keeps its source tokens. Guards size, nesting and time before the
 * library's recursive parts see the text, and says in plain words what is wrong with it.
 */
import { type CST, Composer, type Document, Lexer, type ParsedNode, Parser } from "yaml";
import { tooLarge } from "./decode-dag-file.ts";
import { limits } from "./limits.ts";
import type { LineIndex } from "./line-index.ts";
import type { Report } from "./report.ts";
import { isMark, type LoneSign, watchSigns } from "./watch-signs.ts";
import { mistakesOf } from "./yaml-mistakes.ts";

export interface ReadDocument {
  /** Null when the text cannot be read at all. */
  readonly document: Document.Parsed | null;
  /** Where the text stops being YAML; what is read from there on may be anything. Null for a sound one. */
  readonly brokenAt: number | null;
}

/** Errors are in the report either way. */
export function readDocument(text: string, lines: LineIndex, report: Report): ReadDocument {
  return toEnd(readDocumentInSteps(text, lines, report));
}

/** The same for whoever must not hold the thread: stops again and again on the way. */
export function* readDocumentInSteps(text: string, lines: LineIndex, report: Report): Generator<void, ReadDocument> {
  const whole = { start: 0, end: 0 };
  const refused: ReadDocument = { document: null, brokenAt: 0 };
  if (text.length > limits.characters) {
    report.add({ code: "yaml/too-large", message: tooLarge(`${text.length} characters`), span: whole });
    return refused;
  }
  if (!hasOnlyText(text, report)) return refused;
  const read = yield* readTokens(text, report);
  if (read === null) return refused;
  const composer = new Composer<ParsedNode>({
    uniqueKeys: false,
    keepSourceTokens: true,
    resolveKnownTags: false,
    merge: false,
    logLevel: "silent",
    prettyErrors: false,
  });
  const documents = [...composer.compose(read.tokens, true, text.length)];
  const mistakes = mistakesOf({ text, lines, errors: documents.flatMap(({ errors }) => errors), loneSign: read.loneSign });
  for (const mistake of mistakes) report.add(mistake);
  const second = documents[1];
  if (second !== undefined) {
    const [start] = second.range;
    const message = "A second YAML document starts here (`---`); a DAG file holds one. Put it into a file of its own.";
    report.add({ code: "yaml/multiple-documents", message, span: { start, end: start + 3 } });
  }
  return { document: documents[0] ?? null, brokenAt: mistakes[0]?.span.start ?? null };
}

export function hasOnlyText(text: string, report: Report): boolean {
  const nul = text.indexOf("\0");
  if (nul === -1) return true;
  const message = `A NUL character stands at offset ${nul}; text has none. Remove it.`;
  report.add({ code: "yaml/nul", message, span: { start: nul, end: nul + 1 } });
  return false;
}

const lexemesAStep = 2_000;

function* readTokens(text: string, report: Report): Generator<void, { tokens: CST.Token[]; loneSign: LoneSign | null } | null> {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  const nesting = watchNesting();
  const signs = watchSigns();
  let lexemes = 0;
  let offset = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (++lexemes > limits.lexemes) {
      const message = `The YAML has more than ${limits.lexemes} pieces; split the DAG into several files.`;
      report.add({ code: "yaml/too-large", message, span: { start: offset, end: offset } });
      return null;
    }
    if (lexemes % lexemesAStep === 0) yield;
    if (nesting.isTooDeep(lexeme)) return refuseDepth(report, offset);
    for (const token of parser.next(lexeme)) tokens.push(token);
    signs.take(lexeme, offset);
    if (!isMark(lexeme)) offset += lexeme.length;
  }
  for (const token of parser.end()) tokens.push(token);
  const deep = findTooDeep(tokens);
  return deep === null ? { tokens, loneSign: signs.end(offset) } : refuseDepth(report, deep);
}

/** What the steps come to, all of them taken now. */
export function toEnd<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
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
  let level = tokens;
  for (let depth = 0; level.length > 0; depth++) {
    const [first] = level;
    if (depth > limits.depth && first !== undefined) return "offset" in first ? first.offset : 0;
    const inner: CST.Token[] = [];
    for (const token of level) {
      if (token.type === "document") {
        if (token.value) inner.push(token.value);
      } else if ("items" in token) {
        for (const item of token.items) {
          if (item.key) inner.push(item.key);
          if (item.value) inner.push(item.value);
        }
      }
    }
    level = inner;
  }
  return null;
}
