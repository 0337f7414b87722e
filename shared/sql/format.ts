/**
 * Lays SQL out anew (by sql-formatter). Templates are taken out before and put back byte for byte. Only white space and, if asked for, the
 * case of keywords may change: the tokens before and after are compared, and a text that would come out as another stays as it is.
 */
import { duckdb, formatDialect, postgresql } from "sql-formatter";
import type { FormatResult, SqlDialect, SqlSettings } from "./language.ts";
import { templateAt } from "./template-span.ts";
import { lexSql, type Token } from "./tokens.ts";

export interface FormatRequest {
  readonly text: string;
  readonly dialect: SqlDialect;
  readonly settings: Pick<SqlSettings, "keywordCase">;
}

const dialects = { duckdb, postgres: postgresql } as const;
const maxRounds = 4;

export function formatSql({ text, dialect, settings }: FormatRequest): FormatResult {
  const tokens = lexSql(text, { templates: true });
  const broken = tokens.find(({ unclosed }) => unclosed !== undefined)?.unclosed;
  if (broken !== undefined) return { ok: false, text, reason: `The text cannot be formatted: a ${broken.what} is not closed; expected \`${broken.expected}\`.` };
  try {
    const formatted = untilStable(text, (one) => formatOnce(one, dialect, settings));
    if (formatted === null) return { ok: false, text, reason: "The text cannot be formatted: each round gives another result." };
    const changed = firstChange(tokens, lexSql(formatted, { templates: true }));
    if (changed !== null) return { ok: false, text, reason: `The text cannot be formatted without changing what it means, near \`${changed.slice(0, 60)}\`.` };
    return { ok: true, text: formatted };
  } catch (thrown) {
    return { ok: false, text, reason: `The text cannot be formatted: ${firstLine(thrown)}` };
  }
}

function firstLine(thrown: unknown): string {
  const [line = ""] = (thrown instanceof Error ? thrown.message : String(thrown)).split("\n");
  return line;
}

/** What is formatted once more must stay as it is; null when it never does. */
function untilStable(text: string, format: (text: string) => string): string | null {
  let last = text;
  for (let round = 0; round < maxRounds; round++) {
    const next = format(last);
    if (next === last) return next;
    last = next;
  }
  return null;
}

function formatOnce(text: string, dialect: SqlDialect, { keywordCase }: FormatRequest["settings"]): string {
  const isWindows = text.includes("\r\n");
  const { masked, restore } = maskTemplates(isWindows ? text.replaceAll("\r\n", "\n") : text);
  const laidOut = formatDialect(masked, { dialect: dialects[dialect], keywordCase, tabWidth: 2, expressionWidth: 80, linesBetweenQueries: 1 });
  const ended = /\n\s*$/.test(text) && laidOut !== "" ? `${laidOut.trimEnd()}\n` : laidOut;
  const restored = restore(ended);
  return isWindows ? restored.replaceAll("\n", "\r\n") : restored;
}

interface Masked {
  readonly masked: string;
  restore(formatted: string): string;
}

/** Each template becomes a name of the same length, blocks (`{% %}`, `{# #}`) become comments, which no formatter moves. */
function maskTemplates(text: string): Masked {
  let salt = "qz";
  while (text.toLowerCase().includes(salt)) salt += "q";
  const originals: { readonly text: string; readonly isBlock: boolean }[] = [];
  const mask = (template: string, isBlock: boolean): string => {
    const head = `${salt}${originals.push({ text: template, isBlock }) - 1}z`;
    return `${head}${"y".repeat(Math.max(0, template.length - head.length - 1))}z`;
  };
  const masked = lexSql(text, { templates: true }).map((token) => maskToken(token, text, mask)).join("");
  const marks = new RegExp(String.raw`(--|/\*)?${salt}(\d+)zy*z(\*/)?`, "g");
  return {
    masked,
    restore: (formatted) =>
      formatted.replaceAll(marks, (_, open: string | undefined, index: string, close: string | undefined) => {
        const original = originals[Number(index)];
        return original?.isBlock === true ? original.text : `${open ?? ""}${original?.text ?? ""}${close ?? ""}`;
      }),
  };
}

function maskToken(token: Token, text: string, mask: (template: string, isBlock: boolean) => string): string {
  if (token.kind !== "template") return token.kind === "string" || token.kind === "quoted" || token.kind === "comment" ? maskInside(token.text, mask) : token.text;
  if (token.text.startsWith("{{")) return mask(token.text, false);
  const isOwnLine = /(?:^|\n)[^\S\n]*$/.test(text.slice(0, token.start)) && /^[^\S\n]*(?:\n|$)/.test(text.slice(token.end));
  return isOwnLine ? `--${mask(token.text, true)}` : `/*${mask(token.text, true)}*/`;
}

function maskInside(text: string, mask: (template: string, isBlock: boolean) => string): string {
  let masked = "";
  for (let at = 0; at < text.length; at++) {
    const span = templateAt(text, at);
    if (span?.isClosed !== true) masked += text.charAt(at);
    else {
      masked += mask(text.slice(at, span.end), false);
      at = span.end - 1;
    }
  }
  return masked;
}

/** Operators that are written in more than one character: a space in them would make another one. */
const operators = /^(?:->>|#>>|!~~\*|~~\*|!~~|!~\*|<=>|\|\|\/|::|:=|=>|->|<>|!=|<=|>=|==|\|\||&&|<<|>>|<@|@>|@@|#>|#-|~\*|!~|~~|\^@|\/\/|\*\*|\?\||\?&|-\||\+=|\.\.)/;

/** Text of the first token that is not the same on both sides; null when all are. Line comments may gain or lose nothing but place. */
function firstChange(before: readonly Token[], after: readonly Token[]): string | null {
  const old = signature(before);
  const fresh = signature(after);
  for (let at = 0; at < Math.max(old.length, fresh.length); at++) if (old[at] !== fresh[at]) return old[at] ?? fresh[at] ?? "";
  return null;
}

function signature(tokens: readonly Token[]): string[] {
  const found: string[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined || token.kind === "space") continue;
    // `a_{{ b }}` is one name, `a_ {{ b }}` are two things.
    if (isGlued(tokens, at)) found.push("\0");
    if (token.kind === "word") found.push(token.text.toLowerCase());
    else if (token.kind === "comment") found.push(token.text.replaceAll(/\s+/g, " ").trim());
    else if (token.kind === "symbol") {
      const run = symbolRun(tokens, at);
      const [operator = token.text] = operators.exec(run) ?? [];
      found.push(operator);
      at += operator.length - 1;
    } else found.push(token.text);
  }
  return found;
}

function symbolRun(tokens: readonly Token[], from: number): string {
  let run = "";
  for (let at = from; tokens[at]?.kind === "symbol" && run.length < 4; at++) run += tokens[at]?.text ?? "";
  return run;
}

function isGlued(tokens: readonly Token[], at: number): boolean {
  const [before, here] = [tokens[at - 1], tokens[at]];
  const isName = (token: Token | undefined): boolean => token?.kind === "word" || token?.kind === "number" || token?.kind === "quoted";
  const isExpression = (token: Token | undefined): boolean => token?.kind === "template" && token.text.startsWith("{{");
  return (isExpression(before) && (isName(here) || isExpression(here))) || (isName(before) && isExpression(here));
}
