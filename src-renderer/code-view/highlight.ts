/**
 * Light colouring of text that is only read: a list of tokens a line, enough to tell keys, strings, numbers, comments
 * and keywords apart. It never fails: what it does not know is plain. State that spans lines is carried, so any line
 * can be drawn alone once the lines before it were scanned.
 */
import { findYamlBlocks, type YamlBlock } from "./yaml-blocks.ts";

export type CodeLanguage = "yaml" | "sql" | "python" | "shell" | "json" | "plain";
export type TokenKind = "plain" | "keyword" | "string" | "number" | "comment" | "key" | "template";

export interface CodeToken {
  readonly text: string;
  readonly kind: TokenKind;
}

interface Rule {
  readonly kind: TokenKind;
  readonly pattern: RegExp;
}

interface Block {
  readonly kind: TokenKind;
  readonly open: RegExp;
  readonly close: RegExp;
}

interface Grammar {
  readonly rules: readonly Rule[];
  /** What may run over line ends. */
  readonly blocks: readonly Block[];
  /** Templates are filled in inside its quotes too. */
  readonly hasTemplates?: boolean;
}

const template: Rule = { kind: "template", pattern: /\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}/y };
/** Templates that run over line ends, where nothing else begins like them. */
const templates: readonly Block[] = [
  { kind: "template", open: /\{\{/y, close: /\}\}/ },
  { kind: "template", open: /\{%/y, close: /%\}/ },
  { kind: "template", open: /\{#/y, close: /#\}/ },
];
const number: Rule = { kind: "number", pattern: /-?\b\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?\b/y };
const doubleQuoted: Rule = { kind: "string", pattern: /"(?:[^"\\]|\\.)*"?/y };
const singleQuoted: Rule = { kind: "string", pattern: /'(?:[^'\\]|\\.)*'?/y };
const sqlWords =
  "add|all|alter|and|any|as|asc|begin|between|by|case|cast|check|column|commit|constraint|copy|create|cross|date|default|delete|desc|distinct|drop|else|end|except|exists|false|filter|foreign|from|full|group|having|if|ilike|in|inner|insert|intersect|interval|into|is|join|key|lateral|left|like|limit|merge|not|null|nulls|offset|on|or|order|outer|over|partition|primary|qualify|references|replace|returning|right|rollback|rows|schema|select|set|table|temp|then|true|union|unique|update|using|values|view|when|where|window|with";
const pythonWords =
  "and|as|assert|async|await|break|class|continue|def|del|elif|else|except|False|finally|for|from|global|if|import|in|is|lambda|None|nonlocal|not|or|pass|raise|return|True|try|while|with|yield";
const shellWords = "case|do|done|elif|else|esac|exit|export|fi|for|function|if|in|local|return|set|source|then|until|while";

function words(list: string, flags = "y"): Rule {
  return { kind: "keyword", pattern: new RegExp(`\\b(?:${list})\\b`, flags) };
}

const grammars: Readonly<Record<CodeLanguage, Grammar>> = {
  plain: { rules: [], blocks: [] },
  yaml: {
    hasTemplates: true,
    blocks: [],
    rules: [
      { kind: "comment", pattern: /(?<![^\s])#.*/y },
      template,
      { kind: "key", pattern: /(?<=^[\s-]*|[{,]\s*)(?:"[^"]*"|'[^']*'|[^\s#:{}[\],'"&*!|>%@`-][^#:{}[\],"']*?)(?=\s*:(?:\s|$))/y },
      doubleQuoted,
      { kind: "string", pattern: /(?<=[\s:,[{-]|^)'(?:[^']|'')*'?/y },
      { kind: "keyword", pattern: /(?<=[:,[{-]\s)(?:true|false|null|~)(?=\s*(?:$|[,\]}#]))/y },
      { kind: "number", pattern: /(?<=[:,[{-]\s)-?\d[\d_]*(?:\.\d+)?(?=\s*(?:$|[,\]}#]))/y },
    ],
  },
  sql: {
    hasTemplates: true,
    blocks: [{ kind: "comment", open: /\/\*/y, close: /\*\// }, ...templates],
    rules: [{ kind: "comment", pattern: /--.*/y }, template, { kind: "string", pattern: /'(?:[^']|'')*'?/y }, { kind: "key", pattern: /"(?:[^"]|"")*"?/y }, words(sqlWords, "iy"), number],
  },
  python: {
    blocks: [
      { kind: "string", open: /"""/y, close: /"""/ },
      { kind: "string", open: /'''/y, close: /'''/ },
    ],
    rules: [{ kind: "comment", pattern: /#.*/y }, doubleQuoted, singleQuoted, words(pythonWords), number],
  },
  shell: {
    hasTemplates: true,
    blocks: [],
    rules: [{ kind: "comment", pattern: /(?<![^\s;])#.*/y }, template, doubleQuoted, { kind: "string", pattern: /'[^']*'?/y }, { kind: "key", pattern: /\$\{[^}]*\}|\$\w+/y }, words(shellWords), number],
  },
  json: {
    blocks: [],
    rules: [{ kind: "key", pattern: /"(?:[^"\\]|\\.)*"(?=\s*:)/y }, doubleQuoted, words("true|false|null"), number],
  },
};

/** Text for people: all of it a string, but for its templates. */
const prose: Grammar = { blocks: [], rules: [template, { kind: "string", pattern: /(?:[^{]|\{(?![{%#]))+|\{/y }] };

/** Longest line that is coloured; a longer one stays plain. */
const longest = 4_000;

export function highlight(text: string, language: CodeLanguage): CodeToken[][] {
  const lines = text.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  const code = scanLines(lines, grammars[language]);
  if (language === "yaml") for (const block of findYamlBlocks(lines)) code.splice(block.from, block.to - block.from, ...blockLines(lines, block));
  return code;
}

function scanLines(lines: readonly string[], grammar: Grammar): CodeToken[][] {
  let inside: Block | null = null;
  return lines.map((line) => {
    const scanned = scanLine(line, grammar, inside);
    inside = scanned.inside;
    return scanned.tokens;
  });
}

/** The lines of a block text in their own language, behind the indentation that is YAML's. */
function blockLines(lines: readonly string[], { from, to, indent, language }: YamlBlock): CodeToken[][] {
  const own = lines.slice(from, to);
  const code = scanLines(own.map((line) => line.slice(indent)), grammarOf(language));
  return own.map((line, at) => [{ text: line.slice(0, indent), kind: "plain" as const }, ...(code[at] ?? [])].filter((token) => token.text !== ""));
}

/** What a line begins in: nothing, or a comment or string of the lines before. */
export type LineState = Block | null;

/** One line of a language, given what it begins in; null is text for people. */
export function scanCodeLine(line: string, language: CodeLanguage | null, from: LineState): { tokens: CodeToken[]; inside: LineState } {
  return scanLine(line, grammarOf(language), from);
}

function grammarOf(language: CodeLanguage | null): Grammar {
  return language === null ? prose : grammars[language];
}

function scanLine(line: string, grammar: Grammar, from: Block | null): { tokens: CodeToken[]; inside: Block | null } {
  const tokens: CodeToken[] = [];
  if (line.length > longest) return { tokens: [{ text: line, kind: "plain" }], inside: from };
  let inside = from;
  let at = 0;
  while (at < line.length) {
    if (inside) {
      const end = endOfBlock(line, at, inside);
      push(tokens, line.slice(at, end.at), inside.kind);
      at = end.at;
      if (end.closed) inside = null;
      continue;
    }
    const block = grammar.blocks.find((each) => matchAt(each.open, line, at) !== null);
    if (block) {
      const opened = matchAt(block.open, line, at) ?? "";
      push(tokens, opened, block.kind);
      at += opened.length;
      inside = block;
      continue;
    }
    const next = ruleAt(grammar, line, at);
    if (next.kind === "string" && grammar.hasTemplates === true) pushString(tokens, next.text);
    else push(tokens, next.text, next.kind);
    at += next.text.length;
  }
  return { tokens, inside };
}

function endOfBlock(line: string, from: number, block: Block): { at: number; closed: boolean } {
  const close = block.close.exec(line.slice(from));
  return close ? { at: from + close.index + close[0].length, closed: true } : { at: line.length, closed: false };
}

function ruleAt(grammar: Grammar, line: string, at: number): CodeToken {
  for (const rule of grammar.rules) {
    const text = matchAt(rule.pattern, line, at);
    if (text !== null && text !== "") return { text, kind: rule.kind };
  }
  // A word is passed over whole, so that no keyword is found in its middle.
  return { text: matchAt(/\w+|\s+/y, line, at) ?? line.charAt(at), kind: "plain" };
}

function matchAt(pattern: RegExp, line: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(line)?.[0] ?? null;
}

/** A template is filled in also where it stands in quotes. */
function pushString(tokens: CodeToken[], text: string): void {
  for (const piece of text.split(/(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})/)) {
    if (piece !== "") push(tokens, piece, /^\{[{%#]/.test(piece) && piece.endsWith("}") ? "template" : "string");
  }
}

function push(tokens: CodeToken[], text: string, kind: TokenKind): void {
  const last = tokens.at(-1);
  if (last?.kind === kind) tokens[tokens.length - 1] = { text: last.text + text, kind };
  else tokens.push({ text, kind });
}

/** The language of a file by its name. */
export function languageOf(name: string): CodeLanguage {
  if (/\.ya?ml$/i.test(name)) return "yaml";
  if (/\.sql$/i.test(name)) return "sql";
  if (/\.py$/i.test(name)) return "python";
  if (/\.(?:sh|bash)$/i.test(name)) return "shell";
  return /\.json$/i.test(name) ? "json" : "plain";
}
