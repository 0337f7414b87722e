/**
 * The words and filters that a template uses, found without rendering it. Left out is what may be missing (`x | default(…)`, `x is defined`) and
 * what the template names itself (loops, `set`, `with`); of a template with macros or blocks of its own nothing is told. Pure.
 */
import { templateAt } from "../sql/template-span.ts";

export interface TemplateUse {
  /** `params`, then `region`, of `params.region` and `params['region']`; methods that are called are left out. */
  readonly path: readonly string[];
  /** Offsets into the text: of the word, and of its last part. */
  readonly start: number;
  readonly last: number;
  /** `range(…)`. */
  readonly isCalled: boolean;
  /** The method that is called on it, as in `ds.split('-')`. */
  readonly method: string | null;
}

export interface TemplateUses {
  readonly words: readonly TemplateUse[];
  readonly filters: readonly { readonly name: string; readonly start: number }[];
  /** Tasks that `xcom_pull` names and that have to have pushed something. */
  readonly pulled: readonly { readonly task: string; readonly start: number }[];
}

interface Token {
  readonly kind: "name" | "text" | "number" | "sign";
  /** Of a text what stands between the quotes. */
  readonly text: string;
  readonly at: number;
}

const none: TemplateUses = { words: [], filters: [], pulled: [] };
const lexeme = /\s+|(?<name>[\p{L}_][\p{L}\p{N}_]*)|(?<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<number>\d[\d_.]*(?:[eE][+-]?\d+)?)|(?<sign>==|!=|<=|>=|\/\/|\*\*|[\s\S])/uy;
const keywords = new Set(["and", "or", "not", "in", "is", "if", "else", "recursive", "true", "false", "none", "True", "False", "None"]);
const isRaw = /^\{%[-+]?\s*raw\b/;
/** What they bind and where it holds is beyond a look. */
const ownWorlds = new Set(["macro", "call", "import", "from", "include", "extends", "block"]);

interface Found {
  readonly words: TemplateUse[];
  readonly filters: { name: string; start: number }[];
  readonly pulled: { task: string; start: number }[];
  readonly bound: Set<string>;
  /** Paths that the template itself takes to be missing perhaps. */
  readonly excused: Set<string>;
}

export function templateUses(text: string): TemplateUses {
  const found: Found = { words: [], filters: [], pulled: [], bound: new Set(), excused: new Set() };
  for (let at = text.indexOf("{"); at >= 0; ) {
    const span = templateAt(text, at);
    if (span !== null && !span.isClosed) return none;
    if (span !== null && !isRaw.test(text.slice(at, span.end)) && !readBlock(text, { start: at, end: span.end }, found)) return none;
    at = text.indexOf("{", span === null ? at + 1 : span.end);
  }
  return { words: found.words.flatMap((use) => unexcused(use, found)), filters: found.filters, pulled: found.pulled };
}

/** As much of it as has to be there: of `a.b is defined`, `a`. */
function unexcused(use: TemplateUse, { bound, excused }: Found): TemplateUse[] {
  const { path, start } = use;
  const from = path.findIndex((_, index) => excused.has(path.slice(0, index + 1).join(".")));
  if (bound.has(path[0] ?? "") || from === 0) return [];
  return [from < 0 ? use : { ...use, path: path.slice(0, from), last: start, method: null }];
}

/** False where the template is beyond a look. */
function readBlock(text: string, { start, end }: { start: number; end: number }, found: Found): boolean {
  if (text[start + 1] === "#") return true;
  const tokens = tokensIn(text, start + 2, end - 2);
  if (text[start + 1] === "{") return readExpression(tokens, found), true;
  const [keyword, ...rest] = tokens[0]?.kind === "sign" ? tokens.slice(1) : tokens;
  if (keyword === undefined || ownWorlds.has(keyword.text)) return false;
  if (keyword.text === "for") return readLoop(rest, found), true;
  if (keyword.text === "set" || keyword.text === "with") return readBinding(rest, found), true;
  if (keyword.text === "filter" && rest[0] !== undefined) found.filters.push({ name: rest[0].text, start: rest[0].at });
  if (["if", "elif"].includes(keyword.text)) readExpression(rest, found);
  return true;
}

function tokensIn(text: string, start: number, end: number): Token[] {
  const tokens: Token[] = [];
  lexeme.lastIndex = start;
  while (lexeme.lastIndex < end) {
    const at = lexeme.lastIndex;
    const parts = lexeme.exec(text)?.groups;
    if (parts === undefined) break;
    const { name, text: quoted, number, sign } = parts;
    if (name !== undefined) tokens.push({ kind: "name", text: name, at });
    else if (quoted !== undefined) tokens.push({ kind: "text", text: quoted.slice(1, -1), at: at + 1 });
    else if (number !== undefined) tokens.push({ kind: "number", text: number, at });
    else if (sign !== undefined) tokens.push({ kind: "sign", text: sign, at });
  }
  return tokens;
}

function readLoop(tokens: readonly Token[], found: Found): void {
  const at = tokens.findIndex(({ kind, text }) => kind === "name" && text === "in");
  for (const { kind, text } of tokens.slice(0, Math.max(at, 0))) if (kind === "name") found.bound.add(text);
  found.bound.add("loop");
  readExpression(tokens.slice(at + 1), found);
}

/** `a = 1, b = 2`, `a, b = pair`, or only the name of what the block holds. */
function readBinding(tokens: readonly Token[], found: Found): void {
  const first = tokens.findIndex(({ text }) => text === "=");
  const targets = first < 0 ? tokens : tokens.slice(0, first);
  for (const { kind, text } of targets) if (kind === "name") found.bound.add(text);
  for (const [index, { kind, text }] of tokens.entries()) if (kind === "name" && tokens[index + 1]?.text === "=") found.bound.add(text);
  readExpression(first < 0 ? [] : tokens.slice(first + 1), found);
}

function readExpression(tokens: readonly Token[], found: Found): void {
  const words: TemplateUse[] = [];
  let mayMissAny = false;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) break;
    const before = tokens[at - 1]?.text;
    if (token.kind === "sign" && token.text === "|" && tokens[at + 1]?.kind === "name") {
      const filter = tokens[at + 1];
      if (filter !== undefined) found.filters.push({ name: filter.text, start: filter.at });
      mayMissAny ||= isDefault(tokens[at + 1]) && (before === ")" || before === "]");
      at++;
    } else if (token.kind === "name" && token.text === "is") at += tokens[at + 1]?.text === "not" ? 2 : 1;
    else if (token.kind === "name" && !keywords.has(token.text) && before !== "." && tokens[at + 1]?.text !== "=") at = readWord(tokens, at, { words, found });
  }
  if (!mayMissAny) found.words.push(...words);
}

const isDefault = (token: Token | undefined): boolean => token?.kind === "name" && (token.text === "default" || token.text === "d");

/** Reads `a.b['c']` from its first name; returns where it ends. */
function readWord(tokens: readonly Token[], from: number, { words, found }: { words: TemplateUse[]; found: Found }): number {
  const first = tokens[from];
  if (first === undefined) return from;
  const path = [first];
  let at = from;
  for (let next = memberAt(tokens, at); next !== null; next = memberAt(tokens, at)) {
    path.push(next.member);
    at = next.end;
  }
  const isCalled = tokens[at + 1]?.text === "(";
  const method = isCalled && path.length > 1 ? (path.pop()?.text ?? null) : null;
  const names = path.map(({ text }) => text);
  if (isExcused(tokens, at)) found.excused.add(names.join("."));
  words.push({ path: names, start: first.at, last: path.at(-1)?.at ?? first.at, isCalled: isCalled && method === null, method });
  if (isCalled && names[0] === "xcom_pull") readPull(tokens, at + 2, found);
  return at;
}

function memberAt(tokens: readonly Token[], at: number): { member: Token; end: number } | null {
  const [mark, member, close] = [tokens[at + 1], tokens[at + 2], tokens[at + 3]];
  if (mark?.text === "." && member?.kind === "name") return { member, end: at + 2 };
  return mark?.text === "[" && member?.kind === "text" && close?.text === "]" ? { member, end: at + 3 } : null;
}

/** `x | default(…)`, `x is defined`, and the like. */
function isExcused(tokens: readonly Token[], at: number): boolean {
  if (tokens[at + 1]?.text === "|") return isDefault(tokens[at + 2]);
  const test = tokens[at + 1]?.text === "is" ? tokens[at + (tokens[at + 2]?.text === "not" ? 3 : 2)]?.text : undefined;
  return test !== undefined && ["defined", "undefined", "none"].includes(test);
}

/** From behind the bracket of `xcom_pull(`: one task by its name, where nothing stands in for what it did not push. */
function readPull(tokens: readonly Token[], from: number, { pulled }: Found): void {
  const args: Token[] = [];
  for (let at = from, depth = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined || (token.text === ")" && depth === 0)) break;
    depth += token.kind !== "sign" ? 0 : "([{".includes(token.text) ? 1 : ")]}".includes(token.text) ? -1 : 0;
    args.push(token);
  }
  if (args.some(({ kind, text }) => kind === "name" && text === "default")) return;
  const named = args.findIndex(({ text }, at) => text === "task_ids" && args[at + 1]?.text === "=");
  const at = named < 0 ? 0 : named + 2;
  const [task, next] = [args[at], args[at + 1]];
  if (task?.kind === "text" && (next === undefined || next.text === ",")) pulled.push({ task: task.text, start: task.at });
}
