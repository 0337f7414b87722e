/**
 * Follows the signs that come in pairs (braces, brackets, quotes) through the pieces of a YAML text, and remembers the first that has no
 * partner. The parser notices such a slip only where the text stops making sense, often many lines further down.
 */

export interface LoneSign {
  readonly sign: string;
  /** Where it stands. */
  readonly at: number;
  /** Where it was noticed: the sign that does not fit, or the first text that stands too far to the left. */
  readonly noticedAt: number;
  readonly why: "not-closed" | "opens-nothing" | "closed-by-other";
}

export interface SignWatch {
  /** Pieces in the order of the text, as the lexer yields them. */
  take(lexeme: string, at: number): void;
  /** After the last piece: the first lone sign, or null. */
  end(at: number): LoneSign | null;
}

/** Marks of the lexer that stand for no text. */
const flowBrokenOff = "\u0018";
/** The next piece is plain text or a block of text, whatever it looks like. */
const scalarFollows = "\u001f";
const documentStarts = "\u0002";

export function isMark(lexeme: string): boolean {
  return lexeme === flowBrokenOff || lexeme === scalarFollows || lexeme === documentStarts;
}

const partners: Readonly<Record<string, string>> = { "}": "{", "]": "[" };

export function watchSigns(): SignWatch {
  const open: { sign: string; at: number }[] = [];
  let found: LoneSign | null = null;
  let isScalar = false;
  const notClosed = (noticedAt: number): void => {
    const last = open.at(-1);
    if (last !== undefined) found ??= { ...last, noticedAt, why: "not-closed" };
    open.length = 0;
  };
  const close = (sign: string, at: number): void => {
    const opener = open.pop();
    if (opener === undefined) found ??= { sign, at, noticedAt: at, why: "opens-nothing" };
    else if (opener.sign !== partners[sign]) found ??= { ...opener, noticedAt: at, why: "closed-by-other" };
  };
  return {
    take(lexeme, at) {
      if (isScalar) isScalar = false;
      else if (lexeme === scalarFollows) isScalar = true;
      else if (isOpenQuote(lexeme)) found ??= { sign: lexeme.charAt(0), at, noticedAt: at + lexeme.length, why: "not-closed" };
      else if (lexeme === "{" || lexeme === "[") open.push({ sign: lexeme, at });
      else if (lexeme === "}" || lexeme === "]") close(lexeme, at);
      else if (lexeme === flowBrokenOff) notClosed(at);
    },
    end(at) {
      notClosed(at);
      return found;
    },
  };
}

/** A quoted text that does not end with its own quote: an escaped one does not count. */
function isOpenQuote(lexeme: string): boolean {
  const quote = lexeme.charAt(0);
  if (quote !== '"' && quote !== "'") return false;
  if (lexeme.length < 2 || !lexeme.endsWith(quote)) return true;
  const escape = quote === '"' ? "\\" : "'";
  let escapes = 0;
  for (let at = lexeme.length - 2; at > 0 && lexeme[at] === escape; at--) escapes++;
  return escapes % 2 === 1;
}
