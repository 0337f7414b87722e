/** A place in the meaningful tokens of one statement, with the questions that the reader asks of them. */
import type { NamePart } from "./structure.ts";
import { type Token, wordOf } from "./tokens.ts";
import { reservedWords } from "./words.ts";

const expression = /^\{\{-?\s*([\s\S]*?)\s*-?\}\}$/;

export interface ReaderOptions {
  readonly templateValues: Readonly<Record<string, string>>;
}

export class TokenReader {
  at = 0;
  readonly end: number;
  readonly #tokens: readonly Token[];
  readonly #values: Readonly<Record<string, string>>;
  /** Deep nesting in hostile text is read flat, so that no text can exhaust the stack. */
  depth = 0;
  /** Statements within the statement (INSERT in a CTE), passed over: token indexes, `to` exclusive. */
  readonly inner: { readonly from: number; readonly to: number }[] = [];

  /** `end`: offset at which the text of the statement ends. */
  constructor(tokens: readonly Token[], end: number, options: ReaderOptions) {
    this.#tokens = tokens;
    this.end = end;
    this.#values = options.templateValues;
  }

  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.at + ahead];
  }

  word(ahead = 0): string {
    return wordOf(this.peek(ahead));
  }

  is(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token?.kind === "symbol" && token.text === text;
  }

  done(): boolean {
    return this.at >= this.#tokens.length;
  }

  /** Offset of the next token, or where the statement ends. */
  offset(): number {
    return this.peek()?.start ?? this.end;
  }

  /** End of the token before. */
  lastEnd(): number {
    return this.#tokens[this.at - 1]?.end ?? this.offset();
  }

  /** Passes over the words when they come next, in this order. */
  skipWords(...words: string[]): boolean {
    if (!words.every((word, index) => this.word(index) === word)) return false;
    this.at += words.length;
    return true;
  }

  skip(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  isTemplate(ahead = 0): boolean {
    return this.peek(ahead)?.kind === "template";
  }

  /** Whether the token touches the one before it. */
  isGlued(ahead = 0): boolean {
    const token = this.peek(ahead);
    return token !== undefined && token.start === this.peek(ahead - 1)?.end;
  }

  /** Passes over the parenthesis that opens here and notes that a statement stands in it. */
  skipInner(): void {
    const to = this.endOfGroup();
    this.inner.push({ from: this.at + 1, to: this.#tokens[to - 1]?.text === ")" ? to - 1 : to });
    this.at = to;
  }

  /** Index of the token behind the parenthesis (or bracket, or brace) that opens here. */
  endOfGroup(): number {
    let depth = 0;
    for (let at = this.at; at < this.#tokens.length; at++) {
      const token = this.#tokens[at];
      if (token?.kind !== "symbol") continue;
      if ("([{".includes(token.text)) depth++;
      else if (")]}".includes(token.text) && --depth <= 0) return at + 1;
    }
    return this.#tokens.length;
  }

  isNameStart(ahead = 0): boolean {
    const token = this.peek(ahead);
    return token?.kind === "word" || token?.kind === "quoted" || token?.kind === "template";
  }

  /** `a`, `a.b`, `"a"."b"`, `{{ schema }}.t_{{ x }}`; empty when no name stands here. A dot at the end is passed over. */
  readPath(): NamePart[] {
    const path: NamePart[] = [];
    while (this.isNameStart()) {
      path.push(...this.#readPart());
      if (!this.is(".")) break;
      this.at++;
      // `select t. from x`: the name behind the dot is still to be typed.
      if (!this.isGlued() && reservedWords.has(this.word())) break;
    }
    return path;
  }

  readName(): NamePart {
    const [first, ...more] = this.#readPart();
    if (first !== undefined && more.length === 0) return first;
    return { name: null, isQuoted: false, start: first?.start ?? this.offset(), end: this.lastEnd() };
  }

  /** Pieces of words and templates that touch are one name. */
  #readPart(): NamePart[] {
    const first = this.peek();
    if (first === undefined) return [];
    this.at++;
    let name = this.#meaning(first);
    let pieces = 1;
    while (this.isGlued() && this.#isPiece()) {
      const next = this.peek();
      const more = next === undefined ? null : this.#meaning(next);
      name = name === null || more === null ? null : name + more;
      this.at++;
      pieces++;
    }
    const place = { isQuoted: first.kind === "quoted", start: first.start, end: this.lastEnd() };
    // `{{ this }}` is a schema and a table.
    if (name !== null && first.kind === "template" && pieces === 1) return name.split(".").map((one) => ({ name: one, ...place }));
    return [{ name, ...place }];
  }

  #isPiece(): boolean {
    const token = this.peek();
    if (token === undefined) return false;
    return token.kind === "template" || (this.isTemplate(-1) && (token.kind === "word" || token.kind === "number"));
  }

  #meaning(token: Token): string | null {
    if (token.kind === "template") {
      const key = expression.exec(token.text)?.[1] ?? "";
      return Object.hasOwn(this.#values, key) ? (this.#values[key] ?? null) : null;
    }
    if (token.kind === "string") return token.text.slice(1, -1);
    if (token.kind !== "quoted") return token.text;
    const inner = token.text.slice(1, token.unclosed === undefined ? -1 : undefined).replaceAll('""', '"');
    if (!inner.includes("{{")) return inner;
    const known = inner.replaceAll(/\{\{-?\s*([\s\S]*?)\s*-?\}\}/g, (whole, key: string) => (Object.hasOwn(this.#values, key) ? (this.#values[key] ?? whole) : whole));
    return known.includes("{{") ? null : known;
  }
}
